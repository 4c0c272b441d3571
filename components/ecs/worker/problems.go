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
	// mostQueues is how many queues the alarms of one service can be about: CloudWatch takes 10 metrics in one, and an
	// alarm may look at what waits in a queue and at what is in work.
	mostQueues = 5
	// mostActions is how many actions an alarm can have.
	mostActions = 5
	// leastProcess is what a process of Python takes, in MiB, before it has done anything. Most take more.
	leastProcess = 64
	mostWorkers  = 1000 // processes or threads in a task
)

var queuePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	task.ValidateTask(&p, a.Task)
	task.ValidateConnection(&p, a.Broker)
	a.checkLibrary(&p)
	a.scaling().Check(&p)
	a.checkQueues(&p)
	task.ValidateSize(&p, a.CPU, a.Memory)
	a.checkMemory(&p)
	task.ValidateHealthCheck(&p, a.HealthCheckCommand)
	a.checkTasks(&p)
	a.checkDepth(&p)
	a.checkAlarms(&p)
	return once(p)
}

// once leaves one of what two have found.
func once(all component.Problems) component.Problems {
	var p component.Problems
	for _, one := range all {
		if !slices.Contains(p, one) {
			p = append(p, one)
		}
	}
	return p
}

func (a Args) checkLibrary(p *component.Problems) {
	switch a.Library {
	case libraryCelery:
		a.celery().Check(p)
		if len(a.Command) > 0 {
			p.Want("command", strings.Join(a.Command, " "), "none with the library celery",
				"app, queues, pool and concurrency say what it runs")
		}
	case libraryRQ:
		a.checkOther(p, celery.Redis)
	case libraryDramatiq:
		a.checkOther(p, celery.Redis, celery.RabbitMQ)
	default:
		p.Want("library", a.Library, `"celery", "rq" or "dramatiq"`)
	}
}

// checkOther is for what Celery itself would check.
func (a Args) checkOther(p *component.Problems, kinds ...string) {
	if !slices.Contains(kinds, a.Broker.Kind) {
		p.Want("broker", a.Broker.Kind, fmt.Sprintf(`"%s" with the library %s`, strings.Join(kinds, `" or "`), a.Library))
	}
	p.Required("command", len(a.Command) > 0, "it is what starts the workers of "+a.Library)
	for i, q := range a.Queues {
		if !queuePattern.MatchString(q.Name) {
			p.Want(fmt.Sprintf("queues[%d].name", i), q.Name, "lower-case letters, digits and hyphens")
		}
	}
	p.Between("concurrency", a.Concurrency, 1, mostWorkers)
	p.Between("longestTask", a.LongestTask, 1, max(1, a.Broker.VisibilityTimeout-1))
	p.Between("stopTimeout", a.StopTimeout, task.MinStopTimeout, task.MaxStopTimeout)
}

func (a Args) checkQueues(p *component.Problems) {
	a.checkAverages(p)
	if n := len(a.Queues); n > mostQueues {
		p.Want("queues", task.Unquoted(fmt.Sprintf("a list of %d", n)), fmt.Sprintf("1 to %d", mostQueues),
			"an alarm is about 10 metrics at the most, two for each queue; make another worker for the others")
	}
	if a.Broker.Kind != celery.SQS {
		return
	}
	for i, q := range a.Queues {
		if _, known := a.Broker.VisibilityTimeouts[q.Name]; !known {
			p.Want(fmt.Sprintf("queues[%d].name", i), q.Name, "one of the broker's: "+
				strings.Join(slices.Sorted(maps.Keys(a.Broker.VisibilityTimeouts)), ", "))
		}
	}
}

// checkAverages refuses a task that takes longer on average than the slowest may. A longestTask that is none has a
// problem of its own.
func (a Args) checkAverages(p *component.Problems) {
	for i, q := range a.Queues {
		if a.LongestTask > 0 && q.SecondsPerTask > float64(a.LongestTask) {
			p.Want(fmt.Sprintf("queues[%d].secondsPerTask", i), q.SecondsPerTask,
				fmt.Sprintf("at most longestTask, %d", a.LongestTask), "it is the average, and the slowest may not take longer")
		}
	}
}

func (a Args) checkMemory(p *component.Problems) {
	if most := a.Memory / leastProcess; a.isCelery() && a.Pool == celery.Prefork && a.Concurrency > most {
		p.Want("concurrency", a.Concurrency, fmt.Sprintf("at most %d with memory %d", most, a.Memory),
			fmt.Sprintf("a process takes %d MiB at the very least", leastProcess))
	}
}

func (a Args) checkTasks(p *component.Problems) {
	if a.MaxTasks == 0 {
		p.Between("minTasks", a.MinTasks, 1, task.MaxTasks, "maxTasks is 0, so that nothing scales; set it")
	} else {
		p.Between("minTasks", a.MinTasks, 0, task.MaxTasks)
		p.Between("maxTasks", a.MaxTasks, max(1, a.MinTasks), task.MaxTasks)
	}
	if a.Spot {
		p.Between("onDemandBase", a.OnDemandBase, 0, max(0, a.mostTasks()-1), "the rest runs on Spot")
	} else if a.OnDemandBase != 0 {
		p.Want("onDemandBase", a.OnDemandBase, "none without spot", "all tasks run on demand")
	}
}

func (a Args) checkDepth(p *component.Problems) {
	switch {
	case a.Depth == nil:
		p.Required("depth", a.Broker.Kind != celery.Redis || !a.autoscales(),
			"AWS does not measure the queues of a Redis broker; QueueDepth.Metrics does")
	case a.Broker.Kind != celery.Redis:
		p.Want("depth", task.Unquoted("set"), "none with "+a.Broker.Kind, "AWS measures its queues")
	default:
		p.Required("depth.namespace", a.Depth.Namespace != "")
		p.Required("depth.environment", a.Depth.Environment != "")
	}
}

func (a Args) checkAlarms(p *component.Problems) {
	task.ValidateAlarmActions(p, a.AlarmActionARNs)
	task.ValidateItems(p, "alarmNames", a.AlarmNames)
}
