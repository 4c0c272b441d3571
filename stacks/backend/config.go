package backend

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/internal/nearest"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

// Config is what an environment's file says. This package is the only place that reads configuration.
type Config struct {
	// Environment is the name of the stack.
	Environment string
	// Sizes are the tier's, with the environment's overrides.
	Sizes tier.Tier
	// Platform runs the containers. Only "ecs" exists.
	Platform string
	// Region is the AWS region, aws:region.
	Region string
	// Zones are the availability zones, in the order of their slots in the address plan: add at the end. Default: the
	// first of the region by name, as many as the tier has. Name them in production: AWS may open a zone that sorts
	// before one of yours.
	Zones []string
	// Image is the application's container image, ARM64, with a tag or digest that never moves.
	Image string
	// PgBouncerImage is the image that images/pgbouncer builds, with a tag or digest that never moves.
	PgBouncerImage string
	// Library is what the workers are of: "celery", "rq" or "dramatiq". Default: "celery".
	Library string
	// CeleryApp is Celery's application as its command line takes it, -A: the module that holds it, such as
	// backend.celery. Required with workers, or a beat, of Celery.
	CeleryApp string
	// QueueDepthImage is the image that images/queuedepth builds; required with workers that scale on a Redis broker.
	QueueDepthImage string
	// Flower runs Flower, which Image must hold. Default: false.
	Flower bool
	// Beat is where Celery's beat keeps its schedule: "redbeat" (in the broker; Image must hold celery-redbeat) or
	// "django" (in the database; django-celery-beat). Without it there is no beat.
	Beat string
	// Jobs are commands of the application that run at given times, without beat.
	Jobs []Job
	// AlarmActions are ARNs, of SNS topics most often, that learn of every alarm.
	AlarmActions []string
	// Port is where the application listens. Default: 8000.
	Port int
	// HealthCheckPath is where it tells that it can serve: it must look at the application, not just answer.
	HealthCheckPath string
	// Domain is the name that users type; "" for plain HTTP under the load balancer's own name.
	Domain string
	// Zone is the public hosted zone that holds the domain.
	Zone string
	// Variables are the application's environment variables, Secrets the ARNs that others are read from.
	Variables, Secrets map[string]string
	// AllowDestroy takes the protection off what must not be deleted by accident. Default: false.
	AllowDestroy bool
	// SkipFinalSnapshot, with AllowDestroy, destroys databases without a last snapshot. Default: false.
	SkipFinalSnapshot bool
	// ApplyImmediately changes databases at once and not in their maintenance windows. Default: false.
	ApplyImmediately bool
	// DefaultTags are those of aws:defaultTags, for the provider that the program itself makes.
	DefaultTags map[string]string
}

// Job is a command that runs at given times.
type Job struct {
	// Name tells jobs apart: lower-case letters, digits and hyphens.
	Name string `json:"name"`
	// Schedule is "cron(0 3 * * ? *)", "rate(1 hour)" or "at(2026-11-27T05:00:00)", in Timezone or else in UTC.
	Schedule string `json:"schedule"`
	Timezone string `json:"timezone"`
	// Command is what runs, one word per item.
	Command []string `json:"command"`
	// LongestRun is after how many seconds a run is ended, and has failed; 0 is never.
	LongestRun int `json:"longestRun"`
}

// keys are the keys of the tenfold namespace. policies and policyConfig are read by the policy pack.
var keys = []string{
	"tier", "platform", "zones", "image", "pgbouncerImage", "library", "celeryApp", "queueDepthImage", "flower", "beat", "jobs",
	"alarmActions", "port", "healthCheckPath", "domain", "zone", "variables", "secrets", "allowDestroy", "skipFinalSnapshot", "applyImmediately", "policies", "policyConfig", "overrides",
}

const (
	defaultPort = 8000
	celery      = "celery"
)

// LoadConfig reads the configuration of the stack. The error names every key that is missing, unknown or wrong, with
// its line in the environment's file.
func LoadConfig(ctx *pulumi.Context) (Config, error) {
	r := &reader{ctx: ctx, file: readFile(ctx)}
	c := Config{
		Environment:       ctx.Stack(),
		Platform:          r.text("platform", "ecs"),
		Zones:             r.list("zones"),
		Image:             r.image("image"),
		PgBouncerImage:    r.image("pgbouncerImage"),
		Library:           r.text("library", celery),
		CeleryApp:         r.text("celeryApp", ""),
		QueueDepthImage:   r.optionalImage("queueDepthImage"),
		Flower:            r.truth("flower"),
		Beat:              r.text("beat", ""),
		Jobs:              r.jobs(),
		AlarmActions:      r.actions(),
		Port:              r.number("port", defaultPort),
		HealthCheckPath:   r.required("healthCheckPath"),
		Domain:            r.text("domain", ""),
		Zone:              r.text("zone", ""),
		Variables:         r.texts("variables"),
		Secrets:           r.texts("secrets"),
		AllowDestroy:      r.truth("allowDestroy"),
		SkipFinalSnapshot: r.truth("skipFinalSnapshot"),
		ApplyImmediately:  r.truth("applyImmediately"),
		DefaultTags:       r.defaultTags(),
		Sizes:             r.sizes(),
	}
	c.Region, _ = ctx.GetConfig("aws:region")
	if c.Region == "" {
		r.problem("aws:region", "is required; us-east-1, for example")
	}
	if c.Platform != "ecs" {
		r.problem("tenfold:platform", fmt.Sprintf("is %q; want \"ecs\"", c.Platform))
	}
	r.zones(c)
	r.domain(c)
	r.workers(c)
	r.unknownKeys()
	return c, r.err()
}

// reader reads one key after the other and collects all problems.
type reader struct {
	ctx      *pulumi.Context
	file     file
	problems []error
}

func (r *reader) problem(key, reason string) {
	where := ""
	if line := r.file.line(key); line > 0 {
		where = fmt.Sprintf(" (%s:%d)", r.file.name, line)
	}
	r.problems = append(r.problems, fmt.Errorf("environment %q: %s %s%s", r.ctx.Stack(), key, reason, where))
}

func (r *reader) err() error { return errors.Join(r.problems...) }

func (r *reader) text(key, fallback string) string {
	if value, ok := r.ctx.GetConfig("tenfold:" + key); ok {
		return value
	}
	return fallback
}

func (r *reader) required(key string) string {
	value := r.text(key, "")
	if value == "" {
		r.problem("tenfold:"+key, "is required")
	}
	return value
}

func (r *reader) number(key string, fallback int) int {
	text := r.text(key, strconv.Itoa(fallback))
	n, err := strconv.Atoi(text)
	if err != nil {
		r.problem("tenfold:"+key, fmt.Sprintf("is %q; want a whole number", text))
	}
	return n
}

func (r *reader) truth(key string) bool {
	text := r.text(key, "false")
	if text != "true" && text != "false" {
		r.problem("tenfold:"+key, fmt.Sprintf("is %q; want true or false", text))
	}
	return text == "true"
}

// image refuses a tag that moves: a deployment of it could not be repeated, nor rolled back.
func (r *reader) image(key string) string {
	r.required(key)
	return r.optionalImage(key)
}

func (r *reader) optionalImage(key string) string {
	image := r.text(key, "")
	_, tag, tagged := strings.Cut(image[strings.LastIndex(image, "/")+1:], ":")
	if image != "" && (!tagged || tag == "latest") {
		r.problem("tenfold:"+key, fmt.Sprintf("is %q; want a tag that never moves, or a digest, such as %s",
			image, strings.TrimSuffix(image, ":latest")+":1.0.0"))
	}
	return image
}

func (r *reader) defaultTags() map[string]string {
	text, _ := r.ctx.GetConfig("aws:defaultTags")
	tags, err := parseDefaultTags(text)
	if err != nil {
		r.problem("aws:defaultTags", fmt.Sprintf("is %s; want an object such as {tags: {team: web}}", text))
	}
	return tags
}

// lists are examples of the keys that are lists of texts.
var lists = map[string]string{
	"zones":        "[us-east-1a, us-east-1b]",
	"alarmActions": "[arn:aws:sns:us-east-1:123456789012:on-call]",
}

func (r *reader) list(key string) []string {
	text := r.text(key, "[]")
	var list []string
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		r.problem("tenfold:"+key, fmt.Sprintf("is %s; want a list of texts, such as %s", text, lists[key]))
	}
	return list
}

func (r *reader) texts(key string) map[string]string {
	text := r.text(key, "{}")
	var m map[string]string
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		r.problem("tenfold:"+key, fmt.Sprintf("is %s; want an object of texts, such as {LOG_LEVEL: info}", text))
	}
	return m
}

func (r *reader) sizes() tier.Tier {
	name := r.required("tier")
	if name == "" {
		return tier.Tier{}
	}
	sizes, err := tier.Get(name)
	if err != nil {
		r.problem("tenfold:tier", strings.TrimPrefix(err.Error(), "tier "))
		return tier.Tier{}
	}
	sizes, wrong := sizes.Override(r.text("overrides", "{}"))
	for _, p := range wrong {
		r.problem(overrideKey(p.Path), p.Reason)
	}
	for _, p := range sizes.Problems() {
		r.problem("tenfold:overrides", "make an impossible tier: "+p)
	}
	return sizes
}

func overrideKey(path string) string {
	return strings.TrimSuffix("tenfold:overrides."+path, ".")
}

// zones checks that there is a name for each zone of the tier.
func (r *reader) zones(c Config) {
	if n, want := len(c.Zones), c.Sizes.Network.Zones; n > 0 && n != want && want > 0 {
		r.problem("tenfold:zones", fmt.Sprintf("names %d; want %d, as network.zones of the tier says", n, want))
	}
}

// domain checks that domain and zone come together and belong together.
func (r *reader) domain(c Config) {
	switch {
	case c.Domain == "" && c.Zone == "":
	case c.Zone == "":
		r.problem("tenfold:zone", "is required with tenfold:domain; the public hosted zone that holds "+c.Domain)
	case c.Domain == "":
		r.problem("tenfold:domain", "is required with tenfold:zone")
	case c.Domain != c.Zone && !strings.HasSuffix(c.Domain, "."+c.Zone):
		r.problem("tenfold:domain", fmt.Sprintf("is %q; want a name in the zone %s", c.Domain, c.Zone))
	}
}

// unknownKeys refuses keys of the file that nobody reads: most often they are mistyped.
func (r *reader) unknownKeys() {
	for _, key := range r.file.keys() {
		name, ours := strings.CutPrefix(key, "tenfold:")
		if ours && !slices.Contains(keys, name) {
			r.problem(key, nearest.Unknown(name, keys))
		}
	}
}
