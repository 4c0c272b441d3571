package ecs

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	mostRetries     = 185
	shortestAge     = 60      // seconds
	longestAge      = 86_400  // seconds
	longestWindow   = 1440    // minutes
	longestRun      = 604_800 // seconds
	longestTimezone = 50      // characters
	// dayOfMonth and dayOfWeek are the two fields for the day in a cron expression.
	dayOfMonth, dayOfWeek = 2, 4
)

var (
	ratePattern     = regexp.MustCompile(`^rate\([1-9]\d* (minute|hour|day)s?\)$`)
	timezonePattern = regexp.MustCompile(`^[A-Za-z]+([/_+-][A-Za-z0-9]+)*$`)
)

func (a JobArgs) problems(name string) component.Problems {
	var p component.Problems
	checkName(&p, name)
	a.Task.problems(&p)
	p.Required("command", len(a.Command) > 0, "without one the image would start its own, such as the web server")
	checkSize(&p, a.CPU, a.Memory)
	p.Between("longestRun", a.LongestRun, 0, longestRun)
	p.Between("stopTimeout", a.StopTimeout, shortestStop, longestStop)
	a.checkSchedule(&p)
	p.Between("maximumRetries", a.MaximumRetries, 1, mostRetries)
	p.Between("maximumEventAge", a.MaximumEventAge, shortestAge, longestAge)
	checkActions(&p, len(a.AlarmActionARNs))
	return p
}

func (a JobArgs) checkSchedule(p *component.Problems) {
	switch {
	case a.Schedule == "":
		p.Missing("schedule")
	case !starts(a.Schedule):
		p.Want("schedule", a.Schedule, "cron(…) with six fields, at(yyyy-mm-ddThh:mm:ss) or rate(…)",
			`one of a cron's two fields for the day is "?", and a rate has minutes, hours or days`)
	}
	if a.Timezone != "" && (len(a.Timezone) > longestTimezone || !timezonePattern.MatchString(a.Timezone)) {
		p.Want("timezone", a.Timezone, "an IANA name such as Europe/Berlin")
	}
	p.Between("flexibleWindow", a.FlexibleWindow, 0, longestWindow)
}

// starts says whether EventBridge Scheduler can read an expression: it is stricter than the autoscaler.
func starts(expression string) bool {
	if strings.HasPrefix(expression, "rate(") {
		return ratePattern.MatchString(expression)
	}
	if !schedulePattern.MatchString(expression) {
		return false
	}
	cron, isCron := strings.CutPrefix(expression, "cron(")
	fields := strings.Fields(cron)
	return !isCron || (fields[dayOfMonth] == "?") != (fields[dayOfWeek] == "?")
}

func checkActions(p *component.Problems, actions int) {
	if actions > mostActions {
		p.Want("alarmActionArns", note(fmt.Sprintf("a list of %d", actions)), fmt.Sprintf("at most %d", mostActions))
	}
}
