package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs/beat"
	"github.com/tenfold-iac/tenfold/internal/image"
)

// validate checks what the schema cannot: keys that depend on each other.
func (r *reader) validate(c Config) {
	r.validateProvider(c)
	r.validateImage("tenfold:image", c.Image)
	r.validateImage("tenfold:pgbouncerImage", c.PgBouncerImage)
	r.validateImage("tenfold:queueDepthImage", c.QueueDepthImage)
	r.validateRegistry(c)
	r.validateSizes(c)
	r.validateZones(c)
	r.validateDomain(c)
	r.validateRelease(c.Release)
	r.validateJobs(c.Jobs)
	r.validateNoBroker("tenfold:variables", c.Variables)
	r.validateNoBroker("tenfold:secrets", c.Secrets)
	r.validateBeat(c)
	r.validateFlower(c)
	r.validateWorkers(c)
}

// validateImage rejects a malformed image, and a tag that moves: a deployment of it could be neither repeated nor rolled
// back.
func (r *reader) validateImage(key, reference string) {
	want, hint := image.Problem(reference)
	if reference == "" || want == "" {
		return
	}
	if hint != "" {
		want += "; " + hint
	}
	r.problem(key, fmt.Sprintf("is %q; want %s", reference, want))
}

// validateRegistry rejects credentials that no image needs.
func (r *reader) validateRegistry(c Config) {
	if _, _, _, ok := image.ECR(c.Image); ok && c.RegistryCredentials != "" {
		r.problem("tenfold:registryCredentials", "is set; remove it: tenfold:image is in ECR, and the tasks' role may pull it")
	}
}

// validateSizes checks the tier as a whole, if each of its fields is valid.
func (r *reader) validateSizes(c Config) {
	if r.rejected(tierKey) || r.rejected(overridesKey) {
		return
	}
	for _, p := range c.Sizes.Problems() {
		r.report(overridesKey+"."+p.Path, overridesKey+" is not a valid tier: "+p.Path+" "+p.Reason)
	}
}

// validateZones checks that there is a name for each zone of the tier.
func (r *reader) validateZones(c Config) {
	if got, want := len(c.Zones), c.Sizes.Network.Zones; got > 0 && got != want && want > 0 {
		r.problem("tenfold:zones", fmt.Sprintf("names %d; want %d, the number in network.zones", got, want))
	}
}

// validateDomain checks that domain and zone are both set, and that the domain is in the zone.
func (r *reader) validateDomain(c Config) {
	switch {
	case c.Domain == "" && c.Zone == "":
	case c.Zone == "":
		r.problem("tenfold:zone", "is required with tenfold:domain; set the public hosted zone of "+c.Domain)
	case c.Domain == "":
		r.problem("tenfold:domain", "is required with tenfold:zone")
	case c.Domain != c.Zone && !strings.HasSuffix(c.Domain, "."+c.Zone):
		r.problem("tenfold:domain", fmt.Sprintf("is %q; want a name in the zone %s", c.Domain, c.Zone))
	}
}

// validateRelease checks the program only: an argument may be empty.
func (r *reader) validateRelease(release Release) {
	if len(release.Command) > 0 && release.Command[0] == "" {
		r.problem("tenfold:release.command", fmt.Sprintf("is %q; want a program first", release.Command))
	}
}

// validateJobs checks names here because a component sees them with a prefix.
func (r *reader) validateJobs(jobs []Job) {
	first := map[string]int{}
	for i, job := range jobs {
		other, taken := first[job.Name]
		if taken && job.Name != "" {
			r.problem(fmt.Sprintf("tenfold:jobs[%d].name", i), fmt.Sprintf("is %q, the name of tenfold:jobs[%d]; want a "+
				"unique name", job.Name, other))
			continue
		}
		first[job.Name] = i
		if len(job.Command) > 0 && job.Command[0] == "" {
			r.problem(fmt.Sprintf("tenfold:jobs[%d].command", i), fmt.Sprintf("is %q; want a program first", job.Command))
		}
	}
}

// brokerVariables are set by the components. If only the web service had another value, it would send messages to a
// broker without workers.
var brokerVariables = []string{"BROKER_URL", "BROKER_PREDEFINED_QUEUES", "CELERY_BROKER_URL", "RQ_REDIS_URL"}

func (r *reader) validateNoBroker(key string, values map[string]string) {
	for _, name := range brokerVariables {
		if _, set := values[name]; set {
			r.problem(key+"."+name, "is set; remove it: web and workers use the environment's broker")
		}
	}
}

// validateBeat checks that the workers take beat's tasks, and that the broker can hold its schedule.
func (r *reader) validateBeat(c Config) {
	kind := c.Sizes.Broker.Kind
	switch {
	case c.Beat == "":
	case c.Library != Celery && !r.rejected("tenfold:library"):
		r.problem("tenfold:beat", fmt.Sprintf("is %q; remove it, because beat needs Celery workers and tenfold:library is %q",
			c.Beat, c.Library))
	case c.Beat == beat.RedBeat && slices.Contains([]string{broker.RabbitMQ, broker.SQS}, kind):
		r.problem("tenfold:beat", fmt.Sprintf("is %q; want %q, because the broker %s cannot hold a schedule",
			c.Beat, beat.DjangoScheduler, kind))
	}
}

func (r *reader) validateFlower(c Config) {
	if c.Flower && c.Library != Celery && !r.rejected("tenfold:library") {
		r.problem("tenfold:flower", fmt.Sprintf("is true; want false, because Flower needs Celery workers and "+
			"tenfold:library is %q", c.Library))
	}
}

// validateWorkers checks what the workers and beat require.
func (r *reader) validateWorkers(c Config) {
	scaled := false
	for _, worker := range c.Sizes.Workers {
		scaled = scaled || worker.MaxTasks > 0
	}
	if c.CeleryApp == "" && c.Library == Celery && (c.Beat != "" || c.Flower || len(c.Sizes.Workers) > 0) {
		r.problem("tenfold:celeryApp", "is required; set the module of the Celery application, as celery -A takes it")
	}
	if scaled && c.Sizes.Broker.Kind == broker.Redis && c.QueueDepthImage == "" {
		r.problem("tenfold:queueDepthImage", "is required; build images/queuedepth: workers on a Redis broker scale on the "+
			"metrics that it publishes")
	}
}
