package celery

import (
	"strconv"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// The schedulers of beat, for Beat.Scheduler. Both keep their schedule, and when each task was last sent, outside of
// the container, which Celery's own does not.
const (
	// RedBeat is celery-redbeat, which keeps it in the broker.
	RedBeat = "redbeat"
	// Django is django-celery-beat, which keeps it in the application's database.
	Django = "django"
)

// beatInterval is the longest time, in seconds, between two looks at the schedule. A change of the schedule takes
// effect within it.
const beatInterval = 5

var schedulers = map[string]string{
	RedBeat: "redbeat.RedBeatScheduler",
	Django:  "django_celery_beat.schedulers:DatabaseScheduler",
}

// Beat sends the periodic tasks. Sources: Celery's User Guide, "Periodic Tasks"; the documentations of celery-redbeat,
// "Configuration", and of django-celery-beat.
type Beat struct {
	// App is Celery's -A.
	App string
	// Kind is the broker's: Redis, RabbitMQ or SQS.
	Kind string
	// Scheduler is RedBeat, with Redis, or Django.
	Scheduler string
	// VisibilityTimeout is the broker's, see Connection.
	VisibilityTimeout int
}

// Command is what the container runs. Environment belongs to it, and so do BROKER_URL and, with SQS,
// BROKER_PREDEFINED_QUEUES and AWS_REGION.
func (b Beat) Command() []string {
	return command("beat", "--loglevel=INFO", "--scheduler="+schedulers[b.Scheduler],
		"--max-interval="+strconv.Itoa(beatInterval), "--pidfile=")
}

// Environment is what Command reads.
func (b Beat) Environment() map[string]string {
	settings := shared(b.Kind, b.VisibilityTimeout)
	if b.Scheduler == RedBeat {
		// A beat that was killed leaves its lock behind. By default the next one would wait for it for 25 minutes.
		settings["redbeat_lock_timeout"] = redbeatLock
		// The module adds redbeat_redis_url, which no task definition may contain. RedBeat retries some of its commands; the
		// timeouts are for a broker that does not answer.
		settings["redbeat_redis_options"] = map[string]any{
			"retry_period": redbeatLock, "socket_connect_timeout": 5, "socket_timeout": 30, "socket_keepalive": true,
		}
	}
	return config{App: b.App, Kind: b.Kind, Settings: settings}.environment()
}

const redbeatLock = 60 // seconds

// HealthCheck is the container's: beat has looked at its schedule within the last two minutes. A beat that waits for
// the lock of one that was killed is not healthy for up to a minute after its start.
func (b Beat) HealthCheck() []string { return isAlive() }

// Validate records invalid values by the names of the fields of beat.Args.
func (b Beat) Validate(p *component.Problems) {
	validateApp(p, b.App)
	validateKind(p, b.Kind)
	oneOf(p, "scheduler", b.Scheduler, RedBeat, Django)
	if b.Scheduler == RedBeat && (b.Kind == RabbitMQ || b.Kind == SQS) {
		p.Want("scheduler", b.Scheduler, `"django" with `+b.Kind,
			"redbeat keeps its schedule in the broker, which must be Redis; without Django, use scheduled jobs")
	}
}
