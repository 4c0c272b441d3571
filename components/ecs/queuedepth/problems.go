package queuedepth

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
	depth "github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

const (
	maxTasks = 3
	maxStep  = 9 // of Celery's priorities
)

var (
	// dimensionPattern is a value of a dimension, without the comma that parts the names of queues.
	dimensionPattern = regexp.MustCompile(`^[!-+\--9;-~][!-+\--~]{0,254}$`)
	namespacePattern = regexp.MustCompile(`^[A-Za-z0-9./_#:-]{1,255}$`)
)

const dimensionWant = "1 to 255 visible ASCII characters without comma and blank, no colon first"

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	task.ValidateStandardLog(&p, a.Task, "CloudWatch takes the metrics from the log")
	a.validateKind(&p)
	task.ValidateConnection(&p, a.Broker)
	a.validateQueues(&p)
	a.validateSteps(&p)
	a.validateMetrics(&p)
	p.Between("interval", a.Interval, depth.MinInterval, depth.MaxInterval)
	p.Between("tasks", a.Tasks, 1, maxTasks)
	task.ValidateSize(&p, a.CPU, a.Memory)
	return p
}

func (a Args) validateKind(p *component.Problems) {
	const kinds = `"redis" or "rabbitmq"`
	switch a.Broker.Kind {
	case celery.Redis:
	case celery.RabbitMQ:
		if a.Library != depth.Celery {
			p.Want("library", a.Library, `"celery" with RabbitMQ`)
		}
	case celery.SQS:
		p.Want("broker", a.Broker.Kind, kinds, "CloudWatch has the depths of its queues already, in the namespace AWS/SQS")
	case "":
		p.Missing("broker", "take the Connection of a Broker as it is")
	default:
		p.Want("broker", a.Broker.Kind, kinds)
	}
}

func (a Args) validateQueues(p *component.Problems) {
	p.Required("queues", len(a.Queues) > 0)
	if len(a.Queues) > depth.MaxQueues {
		p.Want("queues", task.Unquoted(fmt.Sprintf("a list of %d", len(a.Queues))), fmt.Sprintf("at most %d", depth.MaxQueues))
	}
	for i, queue := range a.Queues {
		field := fmt.Sprintf("queues[%d]", i)
		if !dimensionPattern.MatchString(queue) {
			p.Want(field, queue, dimensionWant)
		}
		if slices.Contains(a.Queues[:i], queue) {
			p.Want(field, queue, "each queue once")
		}
	}
}

func (a Args) validateSteps(p *component.Problems) {
	last := -1
	for i, step := range a.PrioritySteps {
		if step <= last || step > maxStep || i == 0 && step != 0 {
			p.Want("prioritySteps", task.Unquoted(fmt.Sprint(a.PrioritySteps)), "ascending numbers from 0 up to 9, such as 0, 3, 6, 9")
			return
		}
		last = step
	}
}

func (a Args) validateMetrics(p *component.Problems) {
	if a.Library != depth.Celery && a.Library != depth.RQ {
		p.Want("library", a.Library, `"celery" or "rq"`)
	}
	if !namespacePattern.MatchString(a.Namespace) || strings.HasPrefix(a.Namespace, "AWS/") {
		p.Want("namespace", a.Namespace, "1 to 255 letters, digits and ./_#:- , not beginning with AWS/")
	}
	if a.Environment != "" && !dimensionPattern.MatchString(a.Environment) {
		p.Want("environment", a.Environment, dimensionWant)
	}
}
