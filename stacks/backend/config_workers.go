package backend

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs"
)

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
	r.celeryOnly(c)
	r.beat(c)
	if c.CeleryApp == "" && c.Library == celery && (c.Beat != "" || c.Flower || len(c.Sizes.Workers) > 0) {
		r.problem("tenfold:celeryApp", "is required; the module that holds Celery's application, as celery -A takes it")
	}
	if scaled && c.Sizes.Broker.Kind == broker.Redis && c.QueueDepthImage == "" {
		r.problem("tenfold:queueDepthImage", "is required; workers on a Redis broker scale on what it publishes, and "+
			"images/queuedepth builds it")
	}
}

// celeryOnly refuses what is Celery's: nobody would take what beat sends, nor tell Flower of events.
func (r *reader) celeryOnly(c Config) {
	if c.Library == celery || !slices.Contains(libraries, c.Library) {
		return
	}
	if c.Beat != "" {
		r.problem("tenfold:beat", fmt.Sprintf("is %q; want none with tenfold:library %s, whose workers take no tasks of "+
			"Celery", c.Beat, c.Library))
	}
	if c.Flower {
		r.problem("tenfold:flower", fmt.Sprintf("is true; want false with tenfold:library %s: Flower shows workers of "+
			"Celery", c.Library))
	}
}

// beat checks where beat keeps its schedule. Only a Redis broker can hold one.
func (r *reader) beat(c Config) {
	kind := c.Sizes.Broker.Kind
	switch {
	case !slices.Contains([]string{"", ecs.RedBeat, ecs.DjangoScheduler}, c.Beat):
		r.problem("tenfold:beat", fmt.Sprintf("is %q; want \"redbeat\" or \"django\", or leave it out for no beat", c.Beat))
	case c.Beat == ecs.RedBeat && (kind == broker.RabbitMQ || kind == broker.SQS):
		r.problem("tenfold:beat", fmt.Sprintf("is \"redbeat\"; want \"django\" with the broker %s, which cannot keep a "+
			"schedule", kind))
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
