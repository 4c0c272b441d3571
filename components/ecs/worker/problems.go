package worker

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	// maxQueues keeps an alarm within CloudWatch's limit of 10 metrics: an alarm may look at the messages that wait in a
	// queue and at those in work.
	maxQueues = 5
	// minProcessMemory is what a Python process takes, in MiB, before it has done anything. Most take more.
	minProcessMemory = 64
	maxConcurrency   = 1000 // processes or threads in a task
)

var queuePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	task.ValidateConnection(&p, a.Broker)
	a.validateQueues(&p)
	a.validateLibrary(&p)
	a.scaling().Validate(&p)
	task.ValidateSize(&p, a.CPU, a.Memory)
	a.validateConcurrency(&p)
	task.ValidateHealthCheck(&p, a.HealthCheckCommand)
	a.validateTasks(&p)
	a.validateDepth(&p)
	task.ValidateAlarmActions(&p, a.AlarmActionARNs)
	task.ValidateItems(&p, "alarmNames", a.AlarmNames)
	return p
}

// validateQueues validates the names of the queues. Their times are for scaling to validate.
func (a Args) validateQueues(p *component.Problems) {
	p.Required("queues", len(a.Queues) > 0)
	if n := len(a.Queues); n > maxQueues {
		p.Want("queues", task.Unquoted(fmt.Sprintf("a list of %d", n)), fmt.Sprintf("1 to %d", maxQueues),
			"an alarm is about 10 metrics at the most, two for each queue; make another worker for the others")
	}
	known := map[string]bool{}
	for i, q := range a.Queues {
		if want := a.wantQueue(q.Name, known); want != "" {
			p.Want(fmt.Sprintf("queues[%d].name", i), q.Name, want)
		}
		known[q.Name] = true
	}
}

// wantQueue says what is wanted instead of an invalid name, and nothing for a valid one.
func (a Args) wantQueue(name string, known map[string]bool) string {
	_, exists := a.Broker.VisibilityTimeouts[name]
	switch {
	case !queuePattern.MatchString(name):
		return "lower-case letters, digits and hyphens"
	case known[name]:
		return "each queue once"
	case a.Broker.Kind == celery.SQS && !exists:
		return "one of the broker's: " + strings.Join(slices.Sorted(maps.Keys(a.Broker.VisibilityTimeouts)), ", ")
	default:
		return ""
	}
}

// validateLibrary validates what differs between the libraries.
func (a Args) validateLibrary(p *component.Problems) {
	switch a.Library {
	case libraryCelery:
		a.celery().Validate(p)
		if len(a.Command) > 0 {
			p.Want("command", strings.Join(a.Command, " "), "none with the library celery",
				"app, queues, pool and concurrency say what it runs")
		}
	case libraryRQ:
		a.validateRQ(p)
	default:
		p.Want("library", a.Library, `"celery" or "rq"`)
	}
}

func (a Args) validateRQ(p *component.Problems) {
	if a.Broker.Kind != celery.Redis {
		p.Want("broker", a.Broker.Kind, `"redis" with the library rq`)
	}
	p.Required("command", len(a.Command) > 0, "it is what starts the workers of rq")
	p.Between("longestTask", a.LongestTask, 1, max(1, a.Broker.VisibilityTimeout-1))
	p.Between("stopTimeout", a.StopTimeout, task.MinStopTimeout, task.MaxStopTimeout)
}

func (a Args) validateConcurrency(p *component.Problems) {
	p.Between("concurrency", a.Concurrency, 1, maxConcurrency)
	maxProcesses := a.Memory / minProcessMemory
	if a.isCelery() && a.Pool == celery.Prefork && a.Concurrency > maxProcesses && a.Concurrency <= maxConcurrency {
		p.Want("concurrency", a.Concurrency, fmt.Sprintf("at most %d with memory %d", maxProcesses, a.Memory),
			fmt.Sprintf("a process takes %d MiB at least", minProcessMemory))
	}
}

func (a Args) validateTasks(p *component.Problems) {
	if a.MaxTasks == 0 {
		p.Between("minTasks", a.MinTasks, 1, task.MaxTasks, "maxTasks is 0, so that nothing scales; set it")
	} else {
		p.Between("minTasks", a.MinTasks, 0, task.MaxTasks)
		p.Between("maxTasks", a.MaxTasks, max(1, a.MinTasks), task.MaxTasks)
	}
	if a.Spot {
		p.Between("onDemandBase", a.OnDemandBase, 1, max(1, a.maxTasks()), "the rest runs on Spot")
	} else if a.OnDemandBase != 0 {
		p.Want("onDemandBase", a.OnDemandBase, "none without spot", "all tasks run on demand")
	}
}

func (a Args) validateDepth(p *component.Problems) {
	switch {
	case a.Depth == nil:
		p.Required("depth", a.Broker.Kind == celery.SQS || !a.autoscales(),
			"AWS does not measure the queues of Redis and of RabbitMQ 4; QueueDepth.Metrics does")
	case a.Broker.Kind == celery.SQS:
		p.Want("depth", task.Unquoted("set"), "none with "+a.Broker.Kind, "AWS measures its queues")
	default:
		p.Required("depth.namespace", a.Depth.Namespace != "")
		p.Required("depth.environment", a.Depth.Environment != "")
	}
}
