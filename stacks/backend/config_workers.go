package backend

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/broker"
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
	}
	return jobs
}

// workers checks what the workers of these sizes cannot do without.
func (r *reader) workers(c Config) {
	scaled := false
	for _, worker := range c.Sizes.Workers {
		scaled = scaled || worker.MaxTasks > 0
	}
	if !slices.Contains(libraries, c.Library) {
		r.problem("tenfold:library", fmt.Sprintf("is %q; want one of %s", c.Library, strings.Join(libraries, ", ")))
	}
	r.noBroker("variables", c.Variables)
	r.noBroker("secrets", c.Secrets)
	if c.CeleryApp == "" && (c.Beat != "" || c.Flower || c.Library == celery && len(c.Sizes.Workers) > 0) {
		r.problem("tenfold:celeryApp", "is required; the module that holds Celery's application, as celery -A takes it")
	}
	if scaled && c.Sizes.Broker.Kind == broker.Redis && c.QueueDepthImage == "" {
		r.problem("tenfold:queueDepthImage", "is required; workers on a Redis broker scale on what it publishes, and "+
			"images/queuedepth builds it")
	}
}

var libraries = []string{celery, "rq", "dramatiq"}

// brokerNames are variables that the components set: one that only the web tier took over would part it from the workers.
var brokerNames = []string{"BROKER_URL", "BROKER_PREDEFINED_QUEUES", "CELERY_BROKER_URL", "RQ_REDIS_URL"}

func (r *reader) noBroker(key string, values map[string]string) {
	for _, name := range brokerNames {
		if _, set := values[name]; set {
			r.problem("tenfold:"+key, fmt.Sprintf("sets %s; want none: web and workers meet at the environment's broker", name))
		}
	}
}
