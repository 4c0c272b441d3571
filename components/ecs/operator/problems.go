package operator

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	minTimeout = 60     // seconds
	maxTimeout = 86_400 // seconds
)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	if !a.Task.EnableExec {
		p.Want("task.enableExec", false, "true", "nobody could get into the task otherwise")
	}
	if n := len(a.Databases) + len(a.Stores); n == 0 {
		p.Missing("databases", "set it or stores, otherwise there is nothing to connect to")
	}
	known := task.Names{}
	for i, d := range a.Databases {
		d.validate(&p, known, fmt.Sprintf("databases[%d]", i))
	}
	for i, s := range a.Stores {
		field := fmt.Sprintf("stores[%d]", i)
		known.Validate(&p, field+".name", s.Name)
		p.Required(field+".urlSecret", s.URLSecret != nil)
	}
	p.Between("timeout", a.Timeout, minTimeout, maxTimeout)
	task.ValidateSize(&p, a.CPU, a.Memory)
	return p
}

func (d Database) validate(p *component.Problems, known task.Names, field string) {
	known.Validate(p, field+".name", d.Name)
	p.Between(field+".port", d.Port, 1, task.MaxPort)
	p.Required(field+".database", d.Database != nil)
	p.Required(field+".username", d.Username != nil)
	p.Required(field+".password", d.Password != nil)
}
