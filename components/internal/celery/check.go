package celery

import (
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	maxStopTimeout = 120 // seconds, of Fargate
	// stopMargin is what a worker needs after the soft shutdown to return its messages and to exit: half a second, or 5
	// seconds when it has lost its broker. The rest is for a task with a small CPU.
	stopMargin      = 10
	maxSoftShutdown = maxStopTimeout - stopMargin
)

// Validate records invalid values by the names of the fields of worker.Args, which validates queues and concurrency.
func (w Worker) Validate(p *component.Problems) {
	validateApp(p, w.App)
	validateKind(p, w.Kind)
	w.validateQueueOrder(p)
	w.validatePool(p)
	w.validateShutdown(p)
}

func validateApp(p *component.Problems, app string) {
	p.Required("app", app != "", `it is Celery's -A, such as "shop.celery:app"`)
}

func validateKind(p *component.Problems, kind string) {
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

func (w Worker) validateQueueOrder(p *component.Problems) {
	oneOf(p, "queueOrder", w.QueueOrder, RoundRobin, Ordered)
	if w.QueueOrder == Ordered && (w.Kind == RabbitMQ || w.Kind == SQS) {
		p.Want("queueOrder", w.QueueOrder, fmt.Sprintf("%q with %s", RoundRobin, w.Kind),
			"it delivers each queue independently; give the urgent one a worker of its own")
	}
}

func (w Worker) validatePool(p *component.Problems) {
	oneOf(p, "pool", w.Pool, Prefork, Threads, Gevent)
	p.Between("prefetch", w.Prefetch, 1, 100)
	p.Between("maxTasksPerChild", w.MaxTasksPerChild, 0, 1_000_000)
	if w.Pool != Prefork && w.MaxTasksPerChild > 0 {
		p.Want("maxTasksPerChild", w.MaxTasksPerChild, fmt.Sprintf("0 with the pool %q", w.Pool), "it has no processes")
	}
	p.Between("maxRetries", w.MaxRetries, 0, 1000)
}

// validateShutdown compares the timeouts: each one must be longer than the one before.
func (w Worker) validateShutdown(p *component.Problems) {
	p.Between("softShutdownTimeout", w.SoftShutdownTimeout, 1, maxSoftShutdown)
	// A soft shutdown that leaves no room has its own problem; nothing can be asked of stopTimeout beside it.
	soft := min(max(w.SoftShutdownTimeout, 1), maxSoftShutdown)
	if low := soft + stopMargin; soft != w.SoftShutdownTimeout {
		p.Between("stopTimeout", w.StopTimeout, 1+stopMargin, maxStopTimeout)
	} else if w.StopTimeout < low || w.StopTimeout > maxStopTimeout {
		p.Want("stopTimeout", w.StopTimeout, fmt.Sprintf("softShutdownTimeout, %d, + %d to %d",
			w.SoftShutdownTimeout, stopMargin, maxStopTimeout),
			"after the soft shutdown the worker gives back what has not ended, and exits; then ECS kills it")
	}
	w.validateLongestTask(p)
}

func (w Worker) validateLongestTask(p *component.Problems) {
	held := w.held()
	limit := (w.VisibilityTimeout - 1) / held
	switch {
	case limit < 1:
		p.Want("longestTask", w.LongestTask,
			fmt.Sprintf("at least 1 and less than the broker's visibilityTimeout, %d, ÷ %d", w.VisibilityTimeout, held),
			fmt.Sprintf("no number is; raise that visibilityTimeout, or let a process hold less than %d by a lower prefetch "+
				"or fewer queues", held))
	case w.LongestTask < 1 || w.LongestTask > limit:
		p.Want("longestTask", w.LongestTask, fmt.Sprintf("1 to %d: less than the broker's visibilityTimeout, %d, ÷ %d",
			limit, w.VisibilityTimeout, held),
			fmt.Sprintf("a message that has waited for longer behind the %d that a process may hold goes to another worker "+
				"as well", held))
	}
}

// held is how many messages a process or thread may hold: one runs and the others wait. RabbitMQ counts for each quorum
// queue separately. With SQS a worker requests at least one message from each queue, even if it is full when the answer
// comes.
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
