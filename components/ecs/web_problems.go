package ecs

import (
	"fmt"
	"regexp"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	highestPort  = 65535
	fewestTasks  = 2    // one can be lost
	mostTasks    = 5000 // of a service
	mostPolicies = 10   // managed ones, of a role
	mostRequests = 10_000_000
	smallestDisk = 21 // GiB, what Fargate accepts when a size is given
	largestDisk  = 200
	longestPause = 3600 // seconds
	longestGrace = 7200 // seconds
	hundred      = 100
)

var (
	variablePattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	schedulePattern = regexp.MustCompile(
		`^(cron\((\S+ ){5}\S+\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)|rate\(\d+ [a-z]+\))$`)
)

// note is a got that is printed without quotes.
type note string

func (a WebArgs) problems(name string) component.Problems {
	var p component.Problems
	checkName(&p, name)
	a.Task.problems(&p)
	a.checkWiring(&p)
	p.Between("port", a.Port, 1, highestPort)
	checkSize(&p, a.CPU, a.Memory)
	p.Between("healthCheckGracePeriod", a.HealthCheckGracePeriod, 1, longestGrace)
	checkHealthCommand(&p, a.HealthCheckCommand)
	requireItems(&p, "alarmNames", a.AlarmNames)
	a.shutdown().check(&p)
	a.checkTasks(&p)
	a.checkSchedules(&p)
	return p
}

func (a WebArgs) checkWiring(p *component.Problems) {
	p.Required("loadBalancerSecurityGroupId", a.LoadBalancerSecurityGroupID != nil)
	p.Required("targetGroupArn", a.TargetGroupARN != nil)
}

func (a WebArgs) checkTasks(p *component.Problems) {
	p.Between("minTasks", a.MinTasks, fewestTasks, mostTasks, "with one task its failure is an outage")
	p.Between("cpuTarget", a.CPUTarget, 1, hundred)
	p.Between("requestsPerTarget", a.RequestsPerTarget, 0, mostRequests)
	p.Between("scaleOutCooldown", a.ScaleOutCooldown, 1, longestPause)
	p.Between("scaleInCooldown", a.ScaleInCooldown, 1, longestPause)
	if a.RequestsPerTarget > 0 {
		p.Required("requestCountLabel", a.RequestCountLabel != nil, "requestsPerTarget is counted by it")
	}
	if a.autoscales() || a.MaxTasks < 0 {
		p.Between("maxTasks", a.MaxTasks, a.MinTasks, mostTasks)
		return
	}
	const hint = "maxTasks is 0, so that nothing scales; set it"
	if a.RequestsPerTarget > 0 {
		p.Want("requestsPerTarget", a.RequestsPerTarget, "none", hint)
	}
	if len(a.Schedules) > 0 {
		p.Want("schedules", note(fmt.Sprintf("a list of %d", len(a.Schedules))), "none", hint)
	}
}

func (a WebArgs) checkSchedules(p *component.Problems) {
	known := names{}
	for i, s := range a.Schedules {
		field := fmt.Sprintf("schedules[%d]", i)
		known.check(p, field+".name", s.Name)
		if !schedulePattern.MatchString(s.Expression) {
			p.Want(field+".expression", s.Expression, "cron(…) with six fields, at(yyyy-mm-ddThh:mm:ss) or rate(…)")
		}
		p.Required(field+".minTasks or maxTasks", s.MinTasks != 0 || s.MaxTasks != 0)
		if s.MinTasks != 0 {
			p.Between(field+".minTasks", s.MinTasks, fewestTasks, mostTasks)
		}
		if s.MaxTasks != 0 {
			p.Between(field+".maxTasks", s.MaxTasks, max(fewestTasks, s.MinTasks), mostTasks)
		}
	}
}
