package pack

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// VisibilityTimeout is the ID of the policy that no second worker receives a message while the first one works on it.
const VisibilityTimeout = "visibility-timeout"

const maxVisibility = 12 * 3600 // seconds, of SQS

func visibilityTimeout() policy {
	return policy{
		id:          VisibilityTimeout,
		description: "A message stays invisible for longer than the longest task on its queue takes.",
		fix: "Raise `visibilityTimeoutSeconds` of the queue, or `visibilityTimeout` of a Redis broker; " +
			"or give tasks a lower time limit.",
		settings: []setting{{
			name: "longestTask", what: "Duration of the longest task, in seconds, where no worker states it.",
			fallback: 300, min: 0, max: maxVisibility,
		}},
		stack: func(s stack, c check) {
			workers := s.workers(c)
			s.checkQueueVisibility(workers, c)
			for _, worker := range workers {
				for _, p := range worker.workers() {
					checkStatedVisibility(worker, p, c)
				}
			}
		},
	}
}

const twiceAtOnce = "; want more than the longest task%s, %s seconds: " +
	"a longer one runs twice at the same time; raise it, or limit the task"

// checkStatedVisibility looks at workers of a Redis broker that state both numbers.
func checkStatedVisibility(worker running, p process, c check) {
	visible := p.setting("broker_transport_options", "visibility_timeout")
	if p.broker() == "sqs" || visible.state() == absent {
		return
	}
	maxTask := p.maxTask()
	if maxTask.state() == absent {
		maxTask = fallback(c)
	}
	checkVisible(p.task, visible, maxTask, worker.service.name, c)
}

func fallback(c check) value {
	return value{path: "longestTask", raw: property.New(float64(c.int("longestTask")))}
}

func checkVisible(on *resource, visible, maxTask value, worker string, c check) {
	seconds, s := visible.number()
	task, t := maxTask.number()
	switch {
	case s == unknown:
		c.unknown(on, visible)
	case t == unknown:
		c.unknown(on, maxTask)
	case seconds <= task:
		of := ""
		if worker != "" {
			of = " of " + worker
		}
		c.report(on, "%s is %s"+twiceAtOnce, visible.path, visible, of, strings.Trim(maxTask.String(), `"`))
	}
}

// checkQueueVisibility checks every SQS queue that workers consume. A hidden value, which is reported elsewhere, may belong
// to a worker of the queue that states its longest task.
func (s stack) checkQueueVisibility(workers []running, c check) {
	dead, certain := s.deadLetters()
	sure := !slices.ContainsFunc(s.running(), func(r running) bool { return len(r.hidden) > 0 })
	for _, queue := range s.of(kindQueue) {
		if slices.Contains(dead, queue) {
			continue
		}
		visible := queue.get("visibilityTimeoutSeconds")
		if visible.state() != known && !certain {
			c.unknown(queue, visible)
			continue
		}
		if maxTask, worker := s.maxTaskOn(queue, workers, c); worker != "" || sure {
			checkVisible(queue, visible, maxTask, worker, c)
		}
	}
}

// maxTaskOn is the longest task of the workers that certainly take from the queue, and the name of their service.
func (s stack) maxTaskOn(queue *resource, workers []running, c check) (maxTask value, worker string) {
	maxTask, maxSeconds := fallback(c), -1
	for _, r := range workers {
		for _, p := range r.workers() {
			limit := p.maxTask()
			seconds, state := limit.number()
			if state == absent || !p.takesFrom(queue) {
				continue
			}
			if state == unknown {
				return limit, r.service.name
			}
			if seconds > maxSeconds {
				maxTask, worker, maxSeconds = limit, r.service.name, seconds
			}
		}
	}
	return maxTask, worker
}
