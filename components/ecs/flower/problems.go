package flower

import (
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const maxGeneration = 9999

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	flower := a.flower()
	if len(a.Command) > 0 {
		flower.App = a.Command[0] // needs no other
	}
	flower.Validate(&p)
	task.ValidateConnection(&p, a.Broker)
	p.Between("port", a.Port, task.MinUserPort, task.MaxPort, "only root listens below")
	a.validateAccess(&p)
	p.Between("passwordGeneration", a.PasswordGeneration, 1, maxGeneration)
	task.ValidateSize(&p, a.CPU, a.Memory)
	return p
}

// validateAccess validates who can reach Flower, and that nobody can without the password.
func (a Args) validateAccess(p *component.Problems) {
	p.Required("allowFrom", len(a.AllowFrom) > 0 || a.Task.EnableExec, "set it or task.enableExec, otherwise nobody can reach Flower")
	task.ValidateAllowFrom(p, a.AllowFrom)
	for _, variable := range []string{celery.FlowerAuth, "FLOWER_UNAUTHENTICATED_API"} {
		if a.Task.Has(variable) {
			p.Want("task", task.Unquoted("one with the variable "+variable), "one without it", "the password is made here")
		}
	}
}
