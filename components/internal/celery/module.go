package celery

import (
	_ "embed" // for the files below
	"encoding/json"
)

// dir is where start.sh and the module write. The root of a task's disk is read-only, and /tmp is not.
const dir = "/tmp/tenfold"

const (
	cmdShell = "CMD-SHELL"
	stale    = "120" // seconds
)

//go:embed tenfold_worker.py
var module string

//go:embed tenfold_sqs.py
var sqsModule string

//go:embed tenfold_redis.py
var redisModule string

//go:embed start.sh
var startScript string

// config is what the module reads. The first three fields are for workers, beat and Flower alike.
type config struct {
	App          string         `json:"app"`
	Kind         string         `json:"kind"`
	Settings     map[string]any `json:"settings"`
	Queues       []string       `json:"queues,omitempty"`
	Pool         string         `json:"pool,omitempty"`
	SoftShutdown int            `json:"soft_shutdown,omitempty"`
	MaxRetries   *int           `json:"max_retries,omitempty"`
	Protection   *protection    `json:"protection,omitempty"`
	// Later is, with SQS, in how many seconds a task must be due that a worker holds until then.
	Later int `json:"later,omitempty"`
	// QueueArguments are, with RabbitMQ, the arguments of a queue, with {} where its name stands.
	QueueArguments map[string]any `json:"queue_arguments,omitempty"`
	// Limit is, with Redis, how many messages a worker may have at a time.
	Limit int `json:"limit,omitempty"`
}

// protection is, in seconds, from which age of a task on a worker is protected from scale-in, for how long, and for how
// long it then is not.
type protection struct {
	After   int `json:"after"`
	Longest int `json:"longest"`
	Window  int `json:"window"`
}

func (c config) environment() map[string]string {
	if c.Kind == RabbitMQ {
		c.QueueArguments = queueArguments("{}")
	}
	all := map[string]string{"TENFOLD_DIR": dir, "TENFOLD_MODULE": module, "TENFOLD_WORKER": marshal(c)}
	if c.Kind == SQS {
		all["TENFOLD_SQS"] = sqsModule
	}
	if c.Limit > 0 {
		all["TENFOLD_REDIS"] = redisModule
	}
	return all
}

// command is Celery with the module as its application, and without its banner, which is no line of a log. The name
// before the arguments is the shell's own.
func command(args ...string) []string {
	return append([]string{"sh", "-c", startScript, "celery", "--app=tenfold_worker", "--quiet"}, args...)
}

// isAlive is a health check by the age of the file that the module touches every 10 seconds. It is in Python, which
// every image has that has Celery.
func isAlive() []string {
	return []string{cmdShell, `python3 -c "import os, time; age = time.time() - os.path.getmtime('$TENFOLD_DIR/alive'); ` +
		`exit(age > ` + stale + `)"`}
}

func marshal(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps, strings, numbers and JSON that somebody else has made
	}
	return string(text)
}
