// Package config describes the file of an environment, environments/Pulumi.<env>.yaml, once: the types Config and
// tier.Tier. The JSON Schema that checks the file, README's table of keys and the decoded values all follow from them.
package config

import (
	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/beat"
	"github.com/tenfold-iac/tenfold/components/ecs/cluster"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

// Config is an environment's configuration, one field per key of its file. The comment of a field is the description
// of its key in environments/schema.json and in README.md. The tags hold the rest of the description:
//
//	json      the key
//	required  the key must be set
//	default   the value of a key that is not set
//	unset     what happens when the key is not set, in words
//	values    the list of allowed values, by its name in allowed
//	min, max  the range of a number, and the minimum length of a list; without min, a number is at least 0
//	pattern   a regular expression for a string, or for each item of a list; want describes it in words
//	names     the keys of a map are names of components
//	scalars   the texts of a map may be written as numbers and booleans
//	example   an example, as YAML
//	reader    "policies": the policy pack reads the key, not the program
type Config struct {
	// Name of the stack.
	Environment string `json:"-"`
	// All settings of the aws provider that are set, by their names.
	Provider map[string]Setting `json:"-"`

	// AWS region to deploy to.
	Region string `json:"aws:region" required:"true" example:"us-east-1"`
	// IDs of the AWS accounts that the environment may be in: the guard against credentials of another account.
	AllowedAccountIDs []string `json:"aws:allowedAccountIds" pattern:"^[0-9]{12}$" want:"an account ID: 12 digits, in quotes" unset:"any account" example:"['123456789012']"`
	// Tags of every AWS resource.
	DefaultTags DefaultTags `json:"aws:defaultTags" example:"{tags: {team: web}}"`
	// Tier that sets all sizes.
	Tier string `json:"tenfold:tier" required:"true" values:"tier"`
	// Container image of the application, with an immutable tag or digest.
	Image string `json:"tenfold:image" required:"true" example:"123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:1.0.0"`
	// Architecture that the image is built for. The same size costs 25 % more on X86_64.
	Architecture string `json:"tenfold:architecture" default:"ARM64" values:"architecture"`
	// Secret with `username` and `password` for a private registry outside of ECR.
	RegistryCredentials string `json:"tenfold:registryCredentials" pattern:"^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+$" want:"the ARN of a Secrets Manager secret" example:"arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-AbCdEf"`
	// Command to run once for each image, as a task of it, before any other part of the application is updated.
	Release Release `json:"tenfold:release" example:"{command: [python, manage.py, migrate]}"`
	// Leave `/tmp` to the image: set it for an image without `chmod`, such as a distroless one.
	SkipTmpInit bool `json:"tenfold:skipTmpInit" default:"false"`
	// Path that returns 200 within a second if this process works, without a database, cache or broker.
	HealthCheckPath string `json:"tenfold:healthCheckPath" required:"true" example:"/healthz"`
	// Image built from `images/pgbouncer`, in your registry.
	PgBouncerImage string `json:"tenfold:pgbouncerImage" required:"true" example:"123456789012.dkr.ecr.us-east-1.amazonaws.com/pgbouncer:1.24-1"`
	// Task queue library that the workers run.
	Library string `json:"tenfold:library" default:"celery" values:"library"`
	// Celery application, as `celery -A` takes it.
	CeleryApp string `json:"tenfold:celeryApp" unset:"required with Celery" example:"backend.celery"`
	// Image built from `images/queuedepth`, in your registry.
	QueueDepthImage string `json:"tenfold:queueDepthImage" unset:"required to scale workers, but with SQS" example:"123456789012.dkr.ecr.us-east-1.amazonaws.com/queuedepth:1.0.0"`
	// Queue of tasks without a route: `task_default_queue` of the Celery application, or `none` if every task has a route.
	DefaultQueue string `json:"tenfold:defaultQueue" default:"celery" example:"mail"`
	// Run Celery beat, with its schedule in the broker (redbeat) or in the database (django).
	Beat string `json:"tenfold:beat" unset:"no beat" values:"beat"`
	// Run Flower.
	Flower bool `json:"tenfold:flower" default:"false"`
	// Allow ECS Exec in all parts of the application: a shell, whose sessions are encrypted and logged.
	Exec bool `json:"tenfold:exec" default:"false"`
	// Let people start a task that reaches the database, PgBouncer's console, the cache and a Redis broker. Costs nothing while no task runs.
	Operator bool `json:"tenfold:operator" default:"false"`
	// Commands to run on a schedule, without beat.
	Jobs []Job `json:"tenfold:jobs" example:"[{name: nightly, schedule: rate(1 day), command: [python, nightly.py]}]"`
	// ARNs to notify when an alarm fires.
	AlarmActions []string `json:"tenfold:alarmActions" pattern:"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[^:]+:.+$" want:"an ARN, such as arn:aws:sns:us-east-1:123456789012:on-call" example:"[arn:aws:sns:us-east-1:123456789012:on-call]"`
	// Port on which the application listens.
	Port int `json:"tenfold:port" default:"8000" min:"1" max:"65535"`
	// Host name of the application. Requires `tenfold:zone` or `tenfold:certificates`.
	Domain string `json:"tenfold:domain" unset:"CloudFront's own name: HTTPS for users, plain HTTP between CloudFront and the load balancer" example:"app.example.com"`
	// Further host names of the application, in the same zone.
	AlternativeNames []string `json:"tenfold:alternativeNames" example:"[www.example.com]"`
	// Public Route 53 hosted zone of the domain.
	Zone string `json:"tenfold:zone" unset:"required with a domain, unless certificates are given" example:"example.com"`
	// Role to assume for everything in the zone, which is then in the role's account.
	ZoneRole string `json:"tenfold:zoneRole" pattern:"^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$" want:"the ARN of an IAM role, such as arn:aws:iam::210987654321:role/dns" unset:"the zone is in the environment's account" example:"arn:aws:iam::210987654321:role/dns"`
	// What happens to the records of the domain and of the alternative names.
	DNS string `json:"tenfold:dns" default:"create" values:"dns"`
	// Weight of the environment's A records beside weighted ones of other sites: its share of the clients. Needs `tenfold:dns: create`.
	DNSWeight *int `json:"tenfold:dnsWeight" max:"255" unset:"records without a weight, and for IPv6 too" example:"10"`
	// Issued certificates to use instead of new ones.
	Certificates Certificates `json:"tenfold:certificates" unset:"new certificates, validated in the zone" example:"{cdn: 'arn:aws:acm:us-east-1:123456789012:certificate/1', alb: 'arn:aws:acm:eu-central-1:123456789012:certificate/2'}"`
	// Availability zones in the order of their address ranges (add zones only at the end).
	Zones []string `json:"tenfold:zones" unset:"the first zones of the region by name" example:"[us-east-1a, us-east-1b]"`
	// Parts of the AWS account that exist already and stay as they are: network, database, cache, broker.
	Existing Existing `json:"tenfold:existing" unset:"the environment makes its own" example:"{network: {vpcId: vpc-0a1b2c3d, publicSubnetIds: [subnet-0a, subnet-0b], privateSubnetIds: [subnet-0c, subnet-0d]}}"`
	// Environment whose network, database server and cache this one uses, with a database of its own.
	Base string `json:"tenfold:base" unset:"the environment makes its own" names:"true" example:"staging"`
	// What another program created, and the first update imports: from then on the environment owns it.
	Import Import `json:"tenfold:import" unset:"the environment creates everything" example:"{database: shop}"`
	// Environment variables of the application.
	Variables map[string]string `json:"tenfold:variables" scalars:"true" example:"{LOG_LEVEL: info}"`
	// ARNs of environment variables in Secrets Manager or SSM. One key of a JSON secret is `'<ARN>:key::'`, in quotes.
	Secrets map[string]string `json:"tenfold:secrets" example:"{API_KEY: 'arn:aws:ssm:us-east-1:123456789012:parameter/api-key'}"`
	// ARNs of the KMS keys that encrypt `tenfold:secrets` and `tenfold:registryCredentials`, if AWS's own keys do not.
	SecretKeys []string `json:"tenfold:secretKeys" pattern:"^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-z-]+$" want:"the ARN of a KMS key, not of an alias, such as arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" example:"[arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab]"`
	// Number to increase after a change of a secret in `tenfold:secrets`: running tasks read it when they start.
	SecretsGeneration int `json:"tenfold:secretsGeneration" default:"0" max:"9999"`
	// What the application connects to besides HTTPS, such as a mail server.
	Egress []Egress `json:"tenfold:egress" unset:"port 443 only" example:"[{name: smtp, port: 587, cidr: 0.0.0.0/0}]"`
	// What the application may do in AWS besides its uploads, by a document of IAM or by the ARN of a managed policy.
	TaskPolicies []TaskPolicy `json:"tenfold:taskPolicies" unset:"its uploads and its queues" example:"[{name: mail, document: {Statement: [{Effect: Allow, Action: 'ses:SendRawEmail', Resource: '*'}]}}]"`
	// Remove the protection of databases, buckets, keys and the load balancer.
	AllowDestroy bool `json:"tenfold:allowDestroy" default:"false"`
	// With `tenfold:allowDestroy`, destroy databases without a final snapshot.
	SkipFinalSnapshot bool `json:"tenfold:skipFinalSnapshot" default:"false"`
	// Change databases immediately instead of in their maintenance windows.
	ApplyImmediately bool `json:"tenfold:applyImmediately" default:"false"`
	// Number of the application's database passwords. Raise it by 1 to rotate them.
	DatabasePasswordGeneration int `json:"tenfold:databasePasswordGeneration" default:"1" min:"1" max:"9999"`
	// Sizes that differ from the tier's.
	Sizes tier.Tier `json:"tenfold:overrides" example:"{web: {maxTasks: 12}}"`
	// Whether violations of a policy block an update.
	Policies string `json:"tenfold:policies" default:"mandatory" values:"policies" reader:"policies"`
	// Thresholds of policies by policy ID (see `policies/README.md`).
	PolicyConfig map[string]map[string]any `json:"tenfold:policyConfig" example:"{read-replicas: {min: 2}}" reader:"policies"`
	// Platform that runs the containers.
	Platform string `json:"tenfold:platform" default:"ecs" values:"platform"`
}

// DefaultTags is the provider's own setting.
type DefaultTags struct {
	// Tags by key.
	Tags map[string]string `json:"tags"`
}

// Certificates are certificates that exist.
type Certificates struct {
	// ARN of CloudFront's certificate, which must be in us-east-1.
	CDN string `json:"cdn" required:"true" pattern:"^arn:aws:acm:us-east-1:[0-9]{12}:certificate/.+$" want:"the ARN of an ACM certificate in us-east-1" example:"arn:aws:acm:us-east-1:123456789012:certificate/1"`
	// ARN of the load balancer's certificate, in the environment's region.
	ALB string `json:"alb" required:"true" pattern:"^arn:aws:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$" want:"the ARN of an ACM certificate" example:"arn:aws:acm:eu-central-1:123456789012:certificate/2"`
}

// Release is a command that runs once for each image.
type Release struct {
	// Command to run, one word per item.
	Command []string `json:"command" required:"true" min:"1" example:"[python, manage.py, migrate]"`
	// Seconds after which the command is stopped and has failed. Four hours are the limit, because `pulumi up` waits.
	Timeout int `json:"timeout" default:"900" min:"30" max:"14400"`
	// Increase it to run the command again with the same image.
	Generation int `json:"generation" default:"0"`
	// CPU of the task, in units of 1/1024 vCPU.
	CPU int `json:"cpu" default:"512" min:"256" max:"32768"`
	// Memory of the task in MiB.
	Memory int `json:"memory" default:"1024" min:"512" max:"249856"`
	tier.Task
}

// Job is a command that runs on a schedule.
type Job struct {
	// Unique name of the job.
	Name string `json:"name" required:"true" names:"true" example:"nightly"`
	// When the job runs: `cron(0 3 * * ? *)`, `rate(1 hour)` or `at(2026-11-27T05:00:00)`.
	Schedule string `json:"schedule" required:"true" example:"rate(1 hour)"`
	// Time zone of the schedule.
	Timezone string `json:"timezone" unset:"UTC" example:"Europe/Berlin"`
	// Command to run, one word per item.
	Command []string `json:"command" required:"true" min:"1" example:"[python, -m, backend.nightly]"`
	// Seconds after which a run is stopped and counts as failed. 0 means no limit.
	LongestRun int `json:"longestRun" default:"0"`
	tier.Task
	LogClass        string `json:"logClass,omitempty" values:"logClass"`
	CPU             int    `json:"cpu"`
	Memory          int    `json:"memory"`
	StopTimeout     int    `json:"stopTimeout"`
	FlexibleWindow  int    `json:"flexibleWindow"`
	Paused          bool   `json:"paused"`
	MaximumRetries  int    `json:"maximumRetries"`
	MaximumEventAge int    `json:"maximumEventAge"`
}

const (
	// Celery is the library whose workers beat and Flower need.
	Celery = "celery"
	// ECS is the platform of Amazon ECS on Fargate.
	ECS = "ecs"
)

// allowed are the values of a key, by the name in its tag.
var allowed = map[string][]string{
	"tier":              tier.Names(),
	"platform":          {ECS},
	"library":           {Celery, "rq"},
	"architecture":      {ecs.ARM64, ecs.X8664},
	"beat":              {beat.RedBeat, beat.DjangoScheduler},
	"dns":               {storage.DNSCreate, storage.DNSNone, storage.DNSTakeover},
	"policies":          {"mandatory", "advisory"},
	"nat":               {network.NATPerZone, network.NATSingle},
	"extension":         pgbouncer.KnownExtensions(),
	"broker":            {broker.Redis, broker.RabbitMQ, broker.SQS},
	"priceClass":        {storage.NorthAmericaAndEurope, storage.MostEdges, storage.AllEdges},
	"algorithm":         {alb.LeastOutstandingRequests, alb.RoundRobin},
	"engine":            {cache.Valkey, cache.Redis},
	"evictionPolicy":    {"allkeys-lru", "allkeys-lfu", "volatile-lru", "volatile-lfu", "volatile-ttl"},
	"logClass":          {ecs.LogStandard, ecs.LogInfrequentAccess},
	"protocol":          {ecs.TCP, ecs.UDP},
	"queueOrder":        {"roundRobin", "ordered"},
	"containerInsights": {cluster.InsightsEnhanced, cluster.InsightsEnabled, cluster.InsightsDisabled},
}
