package job

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	maxRetries  = 185
	minAge      = 60      // seconds
	maxAge      = 86_400  // seconds
	maxWindow   = 1440    // minutes
	maxRun      = 604_800 // seconds
	maxSchedule = 256     // characters
)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	task.ValidateCommand(&p, a.Command)
	task.ValidateSize(&p, a.CPU, a.Memory)
	p.Between("longestRun", a.LongestRun, 0, maxRun)
	p.Between("stopTimeout", a.StopTimeout, task.MinStopTimeout, task.MaxStopTimeout)
	a.validateSchedule(&p)
	p.Between("maximumRetries", a.MaximumRetries, 1, maxRetries)
	p.Between("maximumEventAge", a.MaximumEventAge, minAge, maxAge)
	task.ValidateAlarmActions(&p, a.AlarmActionARNs)
	return p
}

func (a Args) validateSchedule(p *component.Problems) {
	switch {
	case a.Schedule == "":
		p.Missing("schedule")
	case len(a.Schedule) > maxSchedule:
		p.Want("schedule", a.Schedule, fmt.Sprintf("at most %d characters", maxSchedule))
	default:
		for _, want := range expressionWants(a.Schedule) {
			p.Want("schedule", a.Schedule, want)
		}
	}
	if a.Timezone != "" && !isZone(a.Timezone) {
		p.Want("timezone", a.Timezone, "an IANA name such as Europe/Berlin", "names are case-sensitive")
	}
	p.Between("flexibleWindow", a.FlexibleWindow, 0, maxWindow)
}
