package config

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/tenfold-iac/tenfold/components/broker"
)

const autonamingKey = "pulumi:autonaming"

// autonamingPattern is the form of a pattern that fits every name limit of AWS: PgBouncer's load balancer, pgbouncer-nlb, has
// 22 of 32 characters with its random digits and a hyphen.
var autonamingPattern = regexp.MustCompile(`^[a-z][a-z0-9]{0,7}-\$\{name\}-\$\{hex\(7\)\}$`)

// maxService is the longest logical name of a service with random digits: a role has 64 characters, of which "-execution" and
// the digits need 18.
const maxService = 64 - 18

// maxQueue is the longest name of a queue of SQS with random digits: it has 80 characters, of which "-dlq" and the digits need 12.
const maxQueue = 80 - 12

// validateAutonaming checks the pattern of physical names, if there is one, and the names that a user chooses with it.
func (r *reader) validateAutonaming(c Config) {
	text, _ := r.ctx.GetConfig(autonamingKey)
	var naming struct {
		Pattern string `json:"pattern"`
	}
	if json.Unmarshal([]byte(text), &naming) != nil || naming.Pattern == "" {
		return // the engine checks the rest
	}
	if !autonamingPattern.MatchString(naming.Pattern) {
		r.problem(autonamingKey+".pattern", fmt.Sprintf("is %q; want 1 to 8 lower-case letters and digits before "+
			`"-${name}-${hex(7)}", such as "prod-${name}-${hex(7)}": load balancers allow 32 characters`, naming.Pattern))
		return
	}
	short, _, _ := strings.Cut(naming.Pattern, "-")
	for _, name := range c.Sizes.WorkerNames() {
		r.validateServiceName(overridesKey+".workers."+name, name, maxService-len(short+"-worker-"))
	}
	if c.Sizes.Broker.Kind == broker.SQS && !c.Existing.Broker.IsSet() {
		r.validateQueueNames(c, maxQueue-len(short+"-broker-"))
	}
	for i, job := range c.Jobs {
		r.validateServiceName(fmt.Sprintf("tenfold:jobs[%d].name", i), job.Name, maxService-len(short+"-job-"))
	}
}

// validateQueueNames checks the names of queues, which their dead-letter queues are called after.
func (r *reader) validateQueueNames(c Config, max int) {
	for _, name := range c.Sizes.WorkerNames() {
		for i, queue := range c.Sizes.Workers[name].Queues {
			if len(queue.Name) > max {
				r.problem(fmt.Sprintf("%s.workers.%s.queues[%d].name", overridesKey, name, i), fmt.Sprintf("is %q; want a name of at most "+
					"%d characters: a queue's has 80 with %s", queue.Name, max, autonamingKey))
			}
		}
	}
}

func (r *reader) validateServiceName(key, name string, max int) {
	if len(name) > max {
		r.problem(key, fmt.Sprintf("is %q; want a name of at most %d characters: a role's has 64 with %s", name, max,
			autonamingKey))
	}
}
