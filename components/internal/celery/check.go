package celery

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	longestStop = 120 // seconds, of Fargate
	// stopMargin is what a worker needs after the soft shutdown to give the messages back and to exit: half a second, or
	// 5 seconds when it has lost its broker. The rest is for a task with little of a CPU.
	stopMargin  = 10
	longestSoft = longestStop - stopMargin
)

var queueName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// Check records what cannot be, by the names of the fields of worker.Args.
func (w Worker) Check(p *component.Problems) {
	checkApp(p, w.App)
	checkKind(p, w.Kind)
	w.checkQueues(p)
	w.checkPool(p)
	w.checkShutdown(p)
}

func checkApp(p *component.Problems, app string) {
	p.Required("app", app != "", `it is Celery's -A, such as "shop.celery:app"`)
}

func checkKind(p *component.Problems, kind string) {
	oneOf(p, "broker", kind, Redis, RabbitMQ, SQS)
}

func oneOf(p *component.Problems, field, got string, allowed ...string) {
	if !slices.Contains(allowed, got) {
		want := fmt.Sprintf("%q", allowed[0])
		for _, one := range allowed[1:] {
			want += fmt.Sprintf(" or %q", one)
		}
		p.Want(field, got, want)
	}
}

func (w Worker) checkQueues(p *component.Problems) {
	p.Required("queues", len(w.Queues) > 0)
	for i, name := range w.Queues {
		field := fmt.Sprintf("queues[%d].name", i)
		if !queueName.MatchString(name) {
			p.Want(field, name, "lower-case letters, digits and hyphens")
		}
		if slices.Contains(w.Queues[:i], name) {
			p.Want(field, name, "each queue once")
		}
	}
	oneOf(p, "queueOrder", w.QueueOrder, RoundRobin, Ordered)
	if w.QueueOrder == Ordered && (w.Kind == RabbitMQ || w.Kind == SQS) {
		p.Want("queueOrder", w.QueueOrder, fmt.Sprintf("%q with %s", RoundRobin, w.Kind),
			"it hands out every queue by itself; give the urgent one a worker of its own")
	}
}

func (w Worker) checkPool(p *component.Problems) {
	oneOf(p, "pool", w.Pool, Prefork, Threads, Gevent)
	p.Between("concurrency", w.Concurrency, 1, 1000)
	p.Between("prefetch", w.Prefetch, 1, 100)
	p.Between("maxTasksPerChild", w.MaxTasksPerChild, 0, 1_000_000)
	if w.Pool != Prefork && w.MaxTasksPerChild > 0 {
		p.Want("maxTasksPerChild", w.MaxTasksPerChild, fmt.Sprintf("0 with the pool %q", w.Pool), "it has no processes")
	}
	p.Between("maxRetries", w.MaxRetries, 0, 1000)
}

// checkShutdown holds the timeouts against each other, each of which must hold the one before.
func (w Worker) checkShutdown(p *component.Problems) {
	p.Between("softShutdownTimeout", w.SoftShutdownTimeout, 1, longestSoft)
	// A soft shutdown that leaves no room has its own problem; nothing can be asked of stopTimeout beside it.
	soft := min(max(w.SoftShutdownTimeout, 1), longestSoft)
	if low := soft + stopMargin; soft != w.SoftShutdownTimeout {
		p.Between("stopTimeout", w.StopTimeout, 1+stopMargin, longestStop)
	} else if w.StopTimeout < low || w.StopTimeout > longestStop {
		p.Want("stopTimeout", w.StopTimeout, fmt.Sprintf("softShutdownTimeout, %d, + %d to %d",
			w.SoftShutdownTimeout, stopMargin, longestStop),
			"after the soft shutdown the worker gives back what has not ended, and exits; then ECS kills it")
	}
	w.checkLongestTask(p)
}

func (w Worker) checkLongestTask(p *component.Problems) {
	held := w.held()
	most := (w.VisibilityTimeout - 1) / held
	switch {
	case most < 1:
		p.Want("longestTask", w.LongestTask,
			fmt.Sprintf("at least 1 and less than the broker's visibilityTimeout, %d, ÷ %d", w.VisibilityTimeout, held),
			fmt.Sprintf("no number is; raise that visibilityTimeout, or let a process hold less than %d by a lower prefetch "+
				"or fewer queues", held))
	case w.LongestTask < 1 || w.LongestTask > most:
		p.Want("longestTask", w.LongestTask, fmt.Sprintf("1 to %d: less than the broker's visibilityTimeout, %d, ÷ %d",
			most, w.VisibilityTimeout, held),
			fmt.Sprintf("a message that has waited for longer behind the %d that a process may hold goes to another worker "+
				"as well", held))
	}
}

// held is how many messages a process or thread may hold, of which one runs and the others wait. RabbitMQ counts for
// each quorum queue by itself. With SQS a worker asks each queue for one at the least, also when it is full by the time
// that the answer comes.
func (w Worker) held() int {
	held, queues := max(1, w.Prefetch), max(1, len(w.Queues))
	switch w.Kind {
	case RabbitMQ:
		held *= queues
	case SQS:
		concurrency := max(1, w.Concurrency)
		held += (queues - 1 + concurrency - 1) / concurrency
	}
	return held
}
