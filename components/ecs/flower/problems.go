package flower

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const mostGenerations = 9999

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	flower := a.flower()
	if len(a.Command) > 0 {
		flower.App = a.Command[0] // needs no other
	}
	flower.Check(&p)
	task.ValidateConnection(&p, a.Broker)
	if a.Port > 0 && a.Port < task.MinUserPort {
		p.Want("port", a.Port, fmt.Sprintf("%d to %d", task.MinUserPort, task.MaxPort), "only root listens below")
	}
	a.checkDoors(&p)
	p.Between("passwordGeneration", a.PasswordGeneration, 1, mostGenerations)
	task.ValidateSize(&p, a.CPU, a.Memory)
	return p
}

// checkDoors looks at who gets in, and that nobody does without the password.
func (a Args) checkDoors(p *component.Problems) {
	p.Required("allowFrom", len(a.AllowFrom) > 0 || a.Task.EnableExec, "or task.enableExec, or nobody could reach Flower")
	task.ValidateAllowFrom(p, a.AllowFrom)
	for _, variable := range []string{celery.FlowerAuth, "FLOWER_UNAUTHENTICATED_API"} {
		if a.Task.Has(variable) {
			p.Want("task", task.Unquoted("one with the variable "+variable), "one without it", "the password is made here")
		}
	}
}
