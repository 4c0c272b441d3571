package celery

import (
	"fmt"
	"strconv"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Defaults of Flower.
const (
	DefaultFlowerPort     = 5555
	DefaultFlowerMaxTasks = 10_000
)

// FlowerAuth is the variable in which Flower 2 finds who may use it, as "user:password". It belongs in a secret.
// Without it the container does not start.
const FlowerAuth = "FLOWER_BASIC_AUTH"

// requireAuth comes before start.sh. Flower without a password shows the arguments of every task to everyone.
const requireAuth = ": \"${" + FlowerAuth + ":?is not set: Flower would be open to everyone}\"\n"

// Flower is the web page that shows workers and tasks, by the events that workers send. Sources: Flower's
// documentation, "Configuration" and "Authentication"; Celery's "Backends and Brokers", whose table says which broker
// has events.
type Flower struct {
	// App is Celery's -A.
	App string
	// Kind is the broker's: Redis or RabbitMQ.
	Kind string
	// Port is where it listens.
	Port int
	// MaxTasks is how many tasks it keeps, in memory only.
	MaxTasks int
	// VisibilityTimeout is the broker's, see Connection.
	VisibilityTimeout int
}

// Command is what the container runs. Environment belongs to it, and so do BROKER_URL and FlowerAuth.
func (f Flower) Command() []string {
	all := command("flower", "--address=0.0.0.0", "--port="+strconv.Itoa(f.Port), "--max_tasks="+strconv.Itoa(f.MaxTasks))
	all[2] = requireAuth + all[2]
	return all
}

// Environment is what Command reads.
func (f Flower) Environment() map[string]string {
	return config{App: f.App, Kind: f.Kind, Settings: shared(f.Kind, f.VisibilityTimeout)}.environment()
}

// HealthCheck is the container's health check. The page that it requests needs no password and shows nothing.
func (f Flower) HealthCheck() []string {
	return []string{cmdShell, fmt.Sprintf(
		`python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:%d/healthcheck', timeout=4)"`, f.Port)}
}

// Validate records invalid values by the names of the fields of flower.Args.
func (f Flower) Validate(p *component.Problems) {
	validateApp(p, f.App)
	if f.Kind == SQS {
		p.Want("broker", f.Kind, fmt.Sprintf("%q or %q", Redis, RabbitMQ),
			"Flower lives on the events of workers, and SQS has none; the depth of its queues is in CloudWatch")
	} else {
		oneOf(p, "broker", f.Kind, Redis, RabbitMQ)
	}
	p.Between("maxTasks", f.MaxTasks, 1, 1_000_000)
}
