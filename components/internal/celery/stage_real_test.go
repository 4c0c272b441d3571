package celery_test

import (
	_ "embed" // for the application
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

//go:embed testdata/shop.py
var shop string

// stage is where one test has its workers: a broker of its own, and a journal in which the tasks note what they do.
type stage struct {
	parts     *servers.Parts
	kind      string
	store     *servers.Redis // with Redis
	sqs       *sqsQueues     // with SQS
	dir       string
	journal   *servers.Journal
	variables []string
	queues    []string
}

func newStage(t *testing.T, parts *servers.Parts, kind, brokerURL string, variables ...string) *stage {
	t.Helper()
	s := &stage{parts: parts, kind: kind, dir: parts.Dir(t), queues: []string{"celery"}}
	parts.Write(t, s.dir, "shop.py", shop)
	s.journal = parts.NewJournal(t, s.dir)
	s.variables = append(variables, "BROKER_URL="+brokerURL, "JOURNAL="+s.journal.Inside(),
		"PYTHONPATH="+parts.Inside(s.dir), "PYTHONDONTWRITEBYTECODE=1")
	return s
}

// worker is one that every pool and broker can run, with times that a test can wait for.
func (s *stage) worker() celery.Worker {
	return celery.Worker{
		App: "shop", Kind: s.kind, Queues: s.queues, QueueOrder: celery.RoundRobin, Pool: celery.Prefork, Concurrency: 2,
		Prefetch: 1, MaxRetries: 2, LongestTask: 100, SoftShutdownTimeout: 4, StopTimeout: 14, VisibilityTimeout: 900,
	}
}

// worker is a container of the service.
type worker struct {
	*servers.Process
	parts *servers.Parts
	env   []string
	check []string
	alive string
}

// container is what a worker, beat and Flower have in common.
type container interface {
	Command() []string
	Environment() map[string]string
	HealthCheck() []string
}

// launch runs the very command in the very environment; only what edits say of the variables is replaced, in pairs.
func (s *stage) launch(t *testing.T, c container, edits ...string) *worker {
	t.Helper()
	command, environment := c.Command(), c.Environment()
	require.Equal(t, "sh", command[0])
	dir := s.parts.Dir(t)
	require.Contains(t, environment, "TENFOLD_DIR")
	environment["TENFOLD_DIR"] = s.parts.Inside(dir)
	env := append(s.variables[:len(s.variables):len(s.variables)], "TMPDIR="+s.parts.Inside(dir))
	if s.sqs != nil {
		env = append(env, s.sqs.variables(t, s.queues, c)...)
	}
	for name, value := range environment {
		for i := 0; i < len(edits); i += 2 {
			value = strings.ReplaceAll(value, edits[i], edits[i+1])
		}
		env = append(env[:len(env):len(env)], name+"="+value)
	}
	process := s.parts.Start(t, dir, env, "/bin/sh", command[1:]...)
	return &worker{process, s.parts, env, c.HealthCheck(), filepath.Join(dir, "alive")}
}

// healthy runs the health check as Docker runs it.
func (w *worker) healthy(t *testing.T) bool {
	t.Helper()
	require.Len(t, w.check, 2)
	require.Equal(t, "CMD-SHELL", w.check[0])
	_, err := w.parts.Run(t, w.env, "/bin/sh", "-c", w.check[1])
	return err == nil
}

// awaitReady waits until the worker is connected.
func (w *worker) awaitReady(t *testing.T) {
	t.Helper()
	servers.Within(t, servers.Timeout, func() bool { return exists(w.alive) || !w.Running() }, "it is not ready\n%s", servers.Lazy(w.Log))
	require.True(t, w.Running(), "%s", w.Log())
}

// end wants the worker to end within the stop timeout, in seconds, once it gets SIGTERM.
func (w *worker) end(t *testing.T, stopTimeout int) time.Duration {
	t.Helper()
	return w.End(t, time.Duration(stopTimeout)*time.Second)
}

// message is a task to send: its name, its arguments, and options of apply_async.
type message [3]any

func work(number int, seconds float64, queue string) message {
	return message{"work", []any{number, seconds}, map[string]any{"queue": queue}}
}

// send sends tasks as the web tier does.
func (s *stage) send(t *testing.T, messages ...message) {
	t.Helper()
	text, err := json.Marshal(messages)
	require.NoError(t, err)
	producer := celery.Producer{Kind: s.kind, Queues: s.queues, VisibilityTimeout: 900}
	if s.sqs != nil {
		producer.PredefinedQueues, producer.Region = s.sqs.predefined(t, s.queues), servers.SQSRegion
	}
	settings := producer.Settings()
	s.parts.MustRun(t, append(s.variables[:len(s.variables):len(s.variables)],
		celery.ProducerVariable+"="+settings, "CELERY_BROKER_URL="+s.variable("BROKER_URL"), "MESSAGES="+string(text)),
		"/bin/sh", "-c", `printf %s "$MESSAGES" | exec python3 -m shop`)
}

func (s *stage) variable(name string) string {
	for _, v := range s.variables {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
