package pack

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// IDs of the policies that a message is neither lost nor worked on for ever.
const (
	// RetryLimit demands that a message that fails again and again is given up.
	RetryLimit = "retry-limit"
	// VisibilityTimeout demands that no message goes to a second worker while the first is still at it.
	VisibilityTimeout = "visibility-timeout"
)

const (
	mostReceives = 1000      // of SQS
	mostVisible  = 12 * 3600 // seconds, of SQS
)

func retryLimit() policy {
	return policy{
		id:          RetryLimit,
		description: "A message that fails again and again is given up after some times.",
		fix:         "Set `maxReceiveCount` of the queue's redrive policy; set `maxRetries` of workers.",
		settings: []setting{
			{name: "maxReceives", what: "Most times that SQS hands a message out.", fallback: 10, low: 1, high: mostReceives},
			{name: "maxRetries", what: "Most times that a worker tries a task again.", fallback: 10, low: 1, high: mostReceives},
		},
		stack: func(s stack, c check) {
			for _, r := range s.of(kindQueue, kindRedrivePolicy) {
				checkReceives(r, c)
			}
			for _, worker := range s.workers(c) {
				for _, p := range worker.workers() {
					checkRetries(p, c)
				}
			}
		},
	}
}

// checkReceives leaves a queue without a dead-letter queue to durable-data.
func checkReceives(r *resource, c check) {
	policy := r.get("redrivePolicy").decoded()
	if policy.get("deadLetterTargetArn").state() == absent {
		return
	}
	checkTimes(r, policy.get("maxReceiveCount"), c.int("maxReceives"), c)
}

// checkRetries looks at workers that state their limit. With SQS the dead-letter queue is the limit as well.
func checkRetries(p process, c check) {
	stated := p.stated()
	switch {
	case stated.state() == unknown:
		c.unknown(p.task, stated)
	case stated.state() == known && p.broker() != "sqs":
		checkTimes(p.task, p.stated("max_retries"), c.int("maxRetries"), c)
	}
}

func checkTimes(on *resource, v value, most int, c check) {
	switch times, state := v.number(); {
	case state == unknown:
		c.unknown(on, v)
	case times < 1, times > most:
		c.violation(on, v, fmt.Sprintf("1 to %d", most), "the first failure is often a passing one, "+
			"and a message that always fails would keep workers busy for ever; set a limit within these")
	}
}

func visibilityTimeout() policy {
	return policy{
		id:          VisibilityTimeout,
		description: "A message stays invisible for longer than the longest task on its queue takes.",
		fix: "Raise `visibilityTimeoutSeconds` of the queue, or `visibilityTimeout` of a Redis broker; " +
			"or give tasks a lower time limit.",
		settings: []setting{{
			name: "longestTask", what: "Seconds that the longest task takes where no worker states it.",
			fallback: 300, low: 0, high: mostVisible,
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
	longest := p.longestTask()
	if longest.state() == absent {
		longest = fallback(c)
	}
	checkVisible(p.task, visible, longest, worker.service.name, c)
}

func fallback(c check) value {
	return value{path: "longestTask", raw: property.New(float64(c.int("longestTask")))}
}

func checkVisible(on *resource, visible, longest value, worker string, c check) {
	seconds, s := visible.number()
	task, t := longest.number()
	switch {
	case s == unknown:
		c.unknown(on, visible)
	case t == unknown:
		c.unknown(on, longest)
	case seconds <= task:
		of := ""
		if worker != "" {
			of = " of " + worker
		}
		c.report(on, "%s is %s"+twiceAtOnce, visible.path, visible, of, strings.Trim(longest.String(), `"`))
	}
}

// checkQueueVisibility looks at every queue of SQS from which messages are taken. What is hidden of a worker, which has
// been reported, may be that it is one of the queue's and states its longest task.
func (s stack) checkQueueVisibility(workers []running, c check) {
	dead, certain := s.deadLetters()
	sure := !slices.ContainsFunc(s.running(), func(r running) bool { return len(r.hidden) > 0 })
	for _, queue := range s.of(kindQueue) {
		if contains(dead, queue) {
			continue
		}
		visible := queue.get("visibilityTimeoutSeconds")
		if visible.state() != known && !certain {
			c.unknown(queue, visible)
			continue
		}
		if longest, worker := s.longestOn(queue, workers, c); worker != "" || sure {
			checkVisible(queue, visible, longest, worker, c)
		}
	}
}

// longestOn is the longest task of the workers that certainly take from the queue, and the name of their service.
func (s stack) longestOn(queue *resource, workers []running, c check) (longest value, worker string) {
	longest, most := fallback(c), -1
	for _, r := range workers {
		for _, p := range r.workers() {
			limit := p.longestTask()
			seconds, state := limit.number()
			if state == absent || !p.takesFrom(queue) {
				continue
			}
			if state == unknown {
				return limit, r.service.name
			}
			if seconds > most {
				longest, worker, most = limit, r.service.name, seconds
			}
		}
	}
	return longest, worker
}

// queuesVariable has the addresses of SQS queues by Celery's names of them, as JSON.
const queuesVariable = "BROKER_PREDEFINED_QUEUES"

// takesFrom says whether a worker takes from a queue of SQS: by its address in the worker's settings, or by its name.
func (p process) takesFrom(queue *resource) bool {
	predefined := environment(p.container, queuesVariable).decoded()
	if predefined.state() == absent {
		predefined = p.setting("broker_transport_options", "predefined_queues")
	}
	physical, _ := queue.get("name").text()
	return slices.ContainsFunc(p.queues(), func(name string) bool {
		url, _ := predefined.get(name, "url").text()
		return url != "" && isAddress(queue, url) || name == physical
	})
}

func isAddress(queue *resource, url string) bool {
	for _, property := range []string{"id", "url"} {
		if text, state := queue.get(property).text(); state == known && text == url {
			return true
		}
	}
	return false
}
