package backend

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/tenfold-iac/tenfold/stacks/tier"
)

// jobs reads a list of objects, of which every field is known.
func (r *reader) jobs() []Job {
	text := r.text("jobs", "[]")
	var jobs []Job
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&jobs); err != nil {
		r.problem("tenfold:jobs", fmt.Sprintf("is %s: %s; want a list of objects with name, schedule, "+
			"timezone, command and longestRun",
			text, strings.TrimPrefix(err.Error(), "json: ")))
		return nil
	}
	r.jobNames(jobs)
	for i, job := range jobs {
		r.jobCommand(fmt.Sprintf("tenfold:jobs[%d].command", i), job.Command)
	}
	return jobs
}

// jobNames are checked here because components see them with a prefix.
func (r *reader) jobNames(jobs []Job) {
	first := map[string]int{}
	for i, job := range jobs {
		key := fmt.Sprintf("tenfold:jobs[%d].name", i)
		other, taken := first[job.Name]
		switch {
		case job.Name == "":
			r.problem(key, "is required")
		case !tier.IsName(job.Name):
			r.problem(key, fmt.Sprintf("is %q; want "+tier.WantName, job.Name))
		case taken:
			r.problem(key, fmt.Sprintf("is %q, which tenfold:jobs[%d] has; want every name once", job.Name, other))
		default:
			first[job.Name] = i
		}
	}
}

func (r *reader) jobCommand(key string, command []string) {
	switch {
	case len(command) == 0:
		r.problem(key, "is required; without one the image would start its own, such as the web server")
	case command[0] == "":
		r.problem(key, fmt.Sprintf("is %q; want a program first", command))
	}
}

// arnPattern leaves the account out: actions such as arn:aws:automate:us-east-1:ec2:stop have none.
var arnPattern = regexp.MustCompile(`^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[^:]+:.+$`)

// actions are the ARNs that learn of alarms.
func (r *reader) actions() []string {
	actions := r.list("alarmActions")
	for i, action := range actions {
		if !arnPattern.MatchString(action) {
			r.problem(fmt.Sprintf("tenfold:alarmActions[%d]", i), fmt.Sprintf("is %q; want an ARN, such as "+
				"arn:aws:sns:us-east-1:123456789012:on-call", action))
		}
	}
	return actions
}
