package scaling

import (
	"fmt"
	"strconv"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// leastQuietTime is above WakeReactionTime: the first task must not be taken away before it works.
	leastQuietTime = 5 * period
	// mostQuietTime and mostLatency are how far back an alarm with periods of a minute looks at the most, see
	// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (EvaluationPeriods).
	mostQuietTime = 24 * 60 * 60
	mostLatency   = mostQuietTime
	mostCooldown  = 3600
)

// Check adds what cannot be. An acceptable latency below ReactionTime is not among it: it is a promise for as long as
// the tasks that are there suffice, and the only way to say that few messages may wait.
func (s Service) Check(p *component.Problems) {
	s.checkTasks(p)
	p.Required("queues", len(s.Queues) > 0)
	complete := s.Concurrency >= 1 && len(s.Queues) > 0
	seen := map[string]bool{}
	for i, q := range s.Queues {
		field := fmt.Sprintf("queues[%d].", i)
		p.Required(field+"name", q.Name != "")
		if seen[q.Name] {
			p.Want(field+"name", q.Name, "each queue once")
		}
		seen[q.Name] = true
		complete = latency(p, field+"acceptableLatency", q.AcceptableLatency) && complete
		complete = positive(p, field+"secondsPerTask", q.SecondsPerTask) && complete
	}
	if complete && s.Scales() {
		s.checkWholeMessages(p)
	}
}

func (s Service) checkTasks(p *component.Problems) {
	if s.Concurrency < 1 {
		p.Want("concurrency", s.Concurrency, "at least 1")
	}
	if s.MinTasks < 0 {
		p.Want("minTasks", s.MinTasks, "at least 0")
	}
	if least := max(1, s.MinTasks); s.MaxTasks < least {
		p.Want("maxTasks", s.MaxTasks, fmt.Sprintf("at least %d", least))
	}
	if s.Scales() {
		p.Between("scaleOutCooldown", s.ScaleOutCooldown, 0, mostCooldown)
		p.Between("scaleInCooldown", s.ScaleInCooldown, 0, mostCooldown)
	}
	if s.MinTasks == 0 {
		p.Between("quietTime", s.QuietTime, leastQuietTime, mostQuietTime)
		if s.QuietTime%period != 0 {
			p.Want("quietTime", s.QuietTime, "whole minutes, in seconds", "alarms count minutes")
		}
	}
}

// checkWholeMessages refuses a target that one single waiting message exceeds: there is no such thing as half a message
// per task, so the number of tasks would go up to the maximum for it.
func (s Service) checkWholeMessages(p *component.Problems) {
	most := s.patience() * float64(s.Concurrency)
	for i, q := range s.Queues {
		if q.SecondsPerTask > most {
			p.Want(fmt.Sprintf("queues[%d].secondsPerTask", i), q.SecondsPerTask,
				fmt.Sprintf("at most %s, the smallest acceptableLatency × concurrency = %s × %d",
					number(most), number(s.patience()), s.Concurrency),
				"a single message that waits would be more than a task may have waiting; "+
					"accept a longer wait, or give slow tasks a worker of their own")
		}
	}
}

func latency(p *component.Problems, field string, got float64) bool {
	if got > mostLatency {
		p.Want(field, got, fmt.Sprintf("at most %d seconds", mostLatency), "no alarm looks back for longer than a day")
		return false
	}
	return positive(p, field, got)
}

func positive(p *component.Problems, field string, got float64) bool {
	if !(got > 0) {
		p.Want(field, got, "more than 0 seconds")
		return false
	}
	return true
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
