package web

import (
	"fmt"
	"regexp"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	maxRequests    = 10_000_000
	maxCooldown    = 3600 // seconds
	maxGracePeriod = 7200 // seconds
)

var schedulePattern = regexp.MustCompile(
	`^(cron\((\S+ ){5}\S+\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)|rate\(\d+ [a-z]+\))$`)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	a.validateWiring(&p)
	p.Between("port", a.Port, 1, task.MaxPort)
	task.ValidateSize(&p, a.CPU, a.Memory)
	p.Between("healthCheckGracePeriod", a.HealthCheckGracePeriod, 1, maxGracePeriod)
	task.ValidateHealthCheck(&p, a.HealthCheckCommand)
	task.ValidateItems(&p, "alarmNames", a.AlarmNames)
	a.shutdown().validate(&p)
	a.validateTasks(&p)
	a.validateSchedules(&p)
	return p
}

func (a Args) validateWiring(p *component.Problems) {
	p.Required("loadBalancerSecurityGroupId", a.LoadBalancerSecurityGroupID != nil)
	p.Required("targetGroupArn", a.TargetGroupARN != nil)
}

func (a Args) validateTasks(p *component.Problems) {
	p.Between("minTasks", a.MinTasks, task.MinTasks, task.MaxTasks, "with one task its failure is an outage")
	p.Between("cpuTarget", a.CPUTarget, 1, 100)
	p.Between("requestsPerTarget", a.RequestsPerTarget, 0, maxRequests)
	p.Between("scaleOutCooldown", a.ScaleOutCooldown, 1, maxCooldown)
	p.Between("scaleInCooldown", a.ScaleInCooldown, 1, maxCooldown)
	if a.RequestsPerTarget > 0 {
		p.Required("requestCountLabel", a.RequestCountLabel != nil, "requestsPerTarget is counted by it")
	}
	if a.autoscales() || a.MaxTasks < 0 {
		p.Between("maxTasks", a.MaxTasks, a.MinTasks, task.MaxTasks)
		return
	}
	const hint = "maxTasks is 0, so that nothing scales; set it"
	if a.RequestsPerTarget > 0 {
		p.Want("requestsPerTarget", a.RequestsPerTarget, "none", hint)
	}
	if len(a.Schedules) > 0 {
		p.Want("schedules", task.Unquoted(fmt.Sprintf("a list of %d", len(a.Schedules))), "none", hint)
	}
}

func (a Args) validateSchedules(p *component.Problems) {
	known := task.Names{}
	for i, s := range a.Schedules {
		field := fmt.Sprintf("schedules[%d]", i)
		known.Validate(p, field+".name", s.Name)
		if !schedulePattern.MatchString(s.Expression) {
			p.Want(field+".expression", s.Expression, "cron(…) with six fields, at(yyyy-mm-ddThh:mm:ss) or rate(…)")
		}
		p.Required(field+".minTasks or maxTasks", s.MinTasks != 0 || s.MaxTasks != 0)
		if s.MinTasks != 0 {
			p.Between(field+".minTasks", s.MinTasks, task.MinTasks, task.MaxTasks)
		}
		if s.MaxTasks != 0 {
			p.Between(field+".maxTasks", s.MaxTasks, max(task.MinTasks, s.MinTasks), task.MaxTasks)
		}
	}
}
