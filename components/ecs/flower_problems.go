package ecs

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const mostGenerations = 9999

func (a FlowerArgs) problems(name string) component.Problems {
	var p component.Problems
	checkName(&p, name)
	a.Task.problems(&p)
	flower := a.flower()
	if len(a.Command) > 0 {
		flower.App = a.Command[0] // needs no other
	}
	flower.Check(&p)
	checkConnection(&p, a.Broker)
	if a.Port > 0 && a.Port < lowestPort {
		p.Want("port", a.Port, fmt.Sprintf("%d to %d", lowestPort, highestPort), "only root listens below")
	}
	a.checkDoors(&p)
	p.Between("passwordGeneration", a.PasswordGeneration, 1, mostGenerations)
	checkSize(&p, a.CPU, a.Memory)
	return p
}

// checkDoors looks at who gets in, and that nobody does without the password.
func (a FlowerArgs) checkDoors(p *component.Problems) {
	p.Required("allowFrom", len(a.AllowFrom) > 0 || a.Task.EnableExec, "or task.enableExec, or nobody could reach Flower")
	checkAllowed(p, a.AllowFrom)
	for _, variable := range []string{celery.FlowerAuth, "FLOWER_UNAUTHENTICATED_API"} {
		if a.Task.has(variable) {
			p.Want("task", note("one with the variable "+variable), "one without it", "the password is made here")
		}
	}
}

func checkAllowed(p *component.Problems, all []AllowFrom) {
	known := names{}
	for i, from := range all {
		field := fmt.Sprintf("allowFrom[%d]", i)
		known.check(p, field+".name", from.Name)
		p.Required(field+".securityGroupId", from.SecurityGroupID != nil)
	}
}
