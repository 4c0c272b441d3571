package pack

import (
	"fmt"
)

// SingleBeat is the ID of the policy that demands exactly one beat.
const SingleBeat = "single-beat"

func singleBeat() policy {
	return policy{
		id:          SingleBeat,
		description: "Celery's beat runs exactly once, and not on Spot.",
		fix: "Keep one beat service, with `desiredCount: 1`, `deploymentMaximumPercent: 100`, " +
			"`deploymentMinimumHealthyPercent: 0`, no scaling target, and FARGATE as its only capacity provider; " +
			"start workers without `-B`.",
		stack: func(s stack, c check) {
			var beats []running
			for _, r := range s.running() {
				if behind, _ := r.balanced(); !behind {
					s.reportUnread(r, c)
				}
				checkEmbeddedBeat(r, c)
				if r.beats() {
					beats = append(beats, r)
				}
			}
			for _, r := range beats {
				s.checkBeat(r.service, c)
				if len(beats) > 1 {
					c.report(r.service, "is one of %d services that run beat; want one: each sends every periodic task; "+
						"keep one of them", len(beats))
				}
			}
		},
	}
}

// reportUnread reports a service that may run beat, for all that is known.
func (s stack) reportUnread(r running, c check) {
	r.reportHidden(c)
	if len(r.tasks) == 0 && len(r.hidden) == 0 {
		s.taskDefinitions(r.service, c)
	}
}

func checkEmbeddedBeat(r running, c check) {
	for _, p := range r.processes {
		if p.embedsBeat() {
			command := p.command()
			c.report(p.task, "%s starts a worker with beat in it (-B); want beat in a service of its own: "+
				"every task of %s sends every periodic task; remove -B", command.path, r.service.name)
		}
	}
}

func (s stack) checkBeat(service *resource, c check) {
	const twice = "two beats send every periodic task twice"
	for _, exact := range []struct {
		property string
		want     int
		why      string
	}{
		{"desiredCount", 1, twice + ", and without one none is sent; set it to 1"},
		{"deploymentMaximumPercent", 100, twice + ", also while a deployment replaces one; set it to 100"},
		{"deploymentMinimumHealthyPercent", 0, "the old one must end before the new one starts; set it to 0"},
	} {
		v := service.get(exact.property)
		switch n, state := v.number(); {
		case state == unknown:
			c.unknown(service, v)
		case state == absent, n != exact.want:
			c.violation(service, v, fmt.Sprint(exact.want), exact.why)
		}
	}
	for _, target := range s.scalers(kindScalingTarget, service, nil) {
		c.report(target, "scales %s, which runs beat; want no scaling target: %s; remove it", service.name, twice)
	}
	s.checkSpot(service, "beat",
		"AWS reclaims Spot capacity at any time, and no periodic task is sent until it returns; run beat on demand", c)
}
