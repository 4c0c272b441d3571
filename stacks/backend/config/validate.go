package config

import (
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs/beat"
	"github.com/tenfold-iac/tenfold/internal/image"
)

// validate checks what the schema cannot: keys that depend on each other.
func (r *reader) validate(c Config) {
	r.validateNamespaces()
	r.validateSecure()
	r.validateProvider(c)
	r.validateAutonaming(c)
	r.validateRegion(c.Region)
	r.validateTags(c.DefaultTags.Tags)
	r.validateImage("tenfold:image", c.Image)
	r.validateImage("tenfold:pgbouncerImage", c.PgBouncerImage)
	r.validateImage("tenfold:queueDepthImage", c.QueueDepthImage)
	r.validateRegistry(c)
	r.validateSizes(c)
	r.validateZones(c)
	r.validateDomain(c)
	r.validateRelease(c.Release)
	r.validateJobs(c.Jobs)
	r.validateAlarmActions(c)
	r.validateUnused(c)
	r.validateVariables(c)
	r.validateTotals(c)
	r.validateBeat(c)
	r.validateFlower(c)
	r.validateWorkers(c)
	r.validateEgress(c)
	r.validateTaskPolicies(c)
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
		r.problem(overridesKey+"."+p.Path, p.Reason)
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
		if !r.validateUnique(first, "tenfold:jobs", i, job.Name, nil) {
			continue
		}
		if len(job.Command) > 0 && job.Command[0] == "" {
			r.problem(fmt.Sprintf("tenfold:jobs[%d].command", i), fmt.Sprintf("is %q; want a program first", job.Command))
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

// noQueue is tenfold:defaultQueue of an application whose tasks all have a route.
const noQueue = "none"

// validateDefaultQueue checks that a worker takes the tasks without a route. They would wait, without an alarm.
func (r *reader) validateDefaultQueue(c Config) {
	if c.Library != Celery || c.DefaultQueue == noQueue || len(c.Sizes.Workers) == 0 && c.Beat == "" || r.rejected(overridesKey) {
		return
	}
	for _, worker := range c.Sizes.Workers {
		for _, queue := range worker.Queues {
			if queue.Name == c.DefaultQueue {
				return
			}
		}
	}
	r.problem("tenfold:defaultQueue", fmt.Sprintf("is %q, which no worker takes; give the queue to a worker, or set the "+
		"application's task_default_queue here, or none if every task has a route", c.DefaultQueue))
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
	r.validateDefaultQueue(c)
	if c.CeleryApp == "" && c.Library == Celery && (c.Beat != "" || c.Flower || len(c.Sizes.Workers) > 0) {
		r.problem("tenfold:celeryApp", "is required; set the module of the Celery application, as celery -A takes it")
	}
	if scaled && c.Sizes.Broker.Kind != broker.SQS && c.QueueDepthImage == "" {
		r.problem("tenfold:queueDepthImage", "is required; build images/queuedepth: workers scale on the "+
			"metrics that it publishes, except with SQS")
	}
}
