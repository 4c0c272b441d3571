package job

import (
	"fmt"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	mostRetries     = 185
	shortestAge     = 60      // seconds
	longestAge      = 86_400  // seconds
	longestWindow   = 1440    // minutes
	longestRun      = 604_800 // seconds
	longestSchedule = 256     // characters
)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	a.checkCommand(&p)
	task.ValidateSize(&p, a.CPU, a.Memory)
	p.Between("longestRun", a.LongestRun, 0, longestRun)
	p.Between("stopTimeout", a.StopTimeout, task.MinStopTimeout, task.MaxStopTimeout)
	a.checkSchedule(&p)
	p.Between("maximumRetries", a.MaximumRetries, 1, mostRetries)
	p.Between("maximumEventAge", a.MaximumEventAge, shortestAge, longestAge)
	task.ValidateAlarmActions(&p, a.AlarmActionARNs)
	return p
}

// checkCommand looks at the program only: an argument may be empty.
func (a Args) checkCommand(p *component.Problems) {
	if len(a.Command) == 0 {
		p.Missing("command", "without one the image would start its own, such as the web server")
		return
	}
	p.Required("command[0]", strings.TrimSpace(a.Command[0]) != "", "it is the program that runs")
}

func (a Args) checkSchedule(p *component.Problems) {
	switch {
	case a.Schedule == "":
		p.Missing("schedule")
	case len(a.Schedule) > longestSchedule:
		p.Want("schedule", a.Schedule, fmt.Sprintf("at most %d characters", longestSchedule))
	default:
		for _, want := range expressionWants(a.Schedule) {
			p.Want("schedule", a.Schedule, want)
		}
	}
	if a.Timezone != "" && !isZone(a.Timezone) {
		p.Want("timezone", a.Timezone, "an IANA name such as Europe/Berlin", "upper and lower case count")
	}
	p.Between("flexibleWindow", a.FlexibleWindow, 0, longestWindow)
}
