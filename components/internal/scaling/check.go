package scaling

import (
	"fmt"
	"strconv"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// minQuietTime is above WakeReactionTime: the first task must not be taken away before it works.
	minQuietTime = 5 * period
	// maxQuietTime and maxLatency are how far back an alarm with periods of a minute looks at the most, see
	// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (EvaluationPeriods).
	maxQuietTime = 24 * 60 * 60
	maxLatency   = maxQuietTime
	maxCooldown  = 3600
)

// Validate records invalid times. The names of the queues, the concurrency and the number of tasks are for the component
// to validate. An acceptable latency below ReactionTime is valid: it holds while the running tasks suffice, and it is the
// only way to say that few messages may wait.
func (s Service) Validate(p *component.Problems) {
	s.validatePauses(p)
	complete := len(s.Queues) > 0
	for i, q := range s.Queues {
		complete = s.validateQueue(p, fmt.Sprintf("queues[%d].", i), q) && complete
	}
	if complete && s.Scales() {
		s.validateWholeMessages(p)
	}
}

func (s Service) validatePauses(p *component.Problems) {
	if s.Scales() {
		p.Between("scaleOutCooldown", s.ScaleOutCooldown, 0, maxCooldown)
		p.Between("scaleInCooldown", s.ScaleInCooldown, 0, maxCooldown)
	}
	if s.MinTasks == 0 {
		p.Between("quietTime", s.QuietTime, minQuietTime, maxQuietTime)
		if s.QuietTime%period != 0 {
			p.Want("quietTime", s.QuietTime, "whole minutes, in seconds", "alarms count minutes")
		}
	}
}

// validateQueue reports whether both times of a queue are positive. An average above a LongestTask that is itself invalid
// is no further problem.
func (s Service) validateQueue(p *component.Problems, field string, q Queue) bool {
	latency := validateLatency(p, field+"acceptableLatency", q.AcceptableLatency)
	average := validatePositive(p, field+"secondsPerTask", q.SecondsPerTask)
	if s.LongestTask > 0 && q.SecondsPerTask > float64(s.LongestTask) {
		p.Want(field+"secondsPerTask", q.SecondsPerTask, fmt.Sprintf("at most longestTask, %d", s.LongestTask),
			"it is the average, and the slowest may not take longer")
	}
	return latency && average
}

// validateWholeMessages rejects a target below one message: a single waiting message would exceed it, and scale out to the
// maximum.
func (s Service) validateWholeMessages(p *component.Problems) {
	limit := s.minLatency() * float64(s.Concurrency)
	for i, q := range s.Queues {
		if q.SecondsPerTask > limit {
			p.Want(fmt.Sprintf("queues[%d].secondsPerTask", i), q.SecondsPerTask,
				fmt.Sprintf("at most %s, the smallest acceptableLatency × concurrency = %s × %d",
					number(limit), number(s.minLatency()), s.Concurrency),
				"a single message that waits would be more than a task may have waiting; "+
					"accept a longer wait, or give slow tasks a worker of their own")
		}
	}
}

func validateLatency(p *component.Problems, field string, got float64) bool {
	if got > maxLatency {
		p.Want(field, got, fmt.Sprintf("at most %d seconds", maxLatency), "no alarm looks back for longer than a day")
		return false
	}
	return validatePositive(p, field, got)
}

func validatePositive(p *component.Problems, field string, got float64) bool {
	if !(got > 0) {
		p.Want(field, got, "more than 0 seconds")
		return false
	}
	return true
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
