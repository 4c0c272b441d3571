package pack

import (
	"fmt"
)

// RetryLimit is the ID of the policy that limits how often a failing message is retried.
const RetryLimit = "retry-limit"

const maxReceives = 1000 // of SQS

func retryLimit() policy {
	return policy{
		id:          RetryLimit,
		description: "A failing message is retried a limited number of times.",
		fix:         "Set `maxReceiveCount` of the queue's redrive policy; set `maxRetries` of workers.",
		settings: []setting{
			{name: "maxReceives", what: "Maximum number of times that SQS delivers a message.", fallback: 10, min: 1, max: maxReceives},
			{name: "maxRetries", what: "Maximum number of times that a worker retries a task.", fallback: 10, min: 1, max: maxReceives},
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

// checkReceives skips a queue without a dead-letter queue, which durable-data reports.
func checkReceives(r *resource, c check) {
	policy := r.get("redrivePolicy").decoded()
	if policy.get("deadLetterTargetArn").state() == absent {
		return
	}
	checkTimes(r, policy.get("maxReceiveCount"), c.int("maxReceives"), c)
}

// checkRetries looks at workers that state their limit. With SQS, the dead-letter queue is a limit too.
func checkRetries(p process, c check) {
	stated := p.stated()
	switch {
	case stated.state() == unknown:
		c.unknown(p.task, stated)
	case stated.state() == known && p.broker() != "sqs":
		checkTimes(p.task, p.stated("max_retries"), c.int("maxRetries"), c)
	}
}

func checkTimes(on *resource, v value, maximum int, c check) {
	switch times, state := v.number(); {
	case state == unknown:
		c.unknown(on, v)
	case times < 1, times > maximum:
		c.violation(on, v, fmt.Sprintf("1 to %d", maximum), "first failures are often "+
			"transient, and a message that always fails must not be retried indefinitely; set a limit in this range")
	}
}
