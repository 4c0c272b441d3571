package release

import (
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	minTimeout = 30     // seconds
	maxTimeout = 14_400 // seconds

	tooLong = "each 14 minutes are one more invocation of AWS Lambda that pulumi waits for; " +
		"let a migration that takes longer be a job"
)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	task.ValidateStandardLog(&p, a.Task, "the error of a failed command quotes the log by logs:GetLogEvents")
	task.ValidateCommand(&p, a.Command)
	if a.Generation < 0 {
		p.Want("generation", a.Generation, "0 or more")
	}
	if a.Timeout > maxTimeout {
		p.Between("timeout", a.Timeout, minTimeout, maxTimeout, tooLong)
	} else {
		p.Between("timeout", a.Timeout, minTimeout, maxTimeout)
	}
	task.ValidateSize(&p, a.CPU, a.Memory)
	return p
}
