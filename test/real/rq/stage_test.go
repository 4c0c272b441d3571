// Package rq proves that a Worker of the component library runs RQ: real workers on a real Valkey.
package rq

import (
	_ "embed" // for the application
	"encoding/json"
	"fmt"
	"net"
	osexec "os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs"
	ecsworker "github.com/tenfold-iac/tenfold/components/ecs/worker"
	"github.com/tenfold-iac/tenfold/test/real/servers"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

//go:embed testdata/shop.py
var shop string

// stage is where one test has its workers: a broker as ElastiCache has them, and RQ's application.
type stage struct {
	parts     *servers.Parts
	store     *servers.Redis
	port      int // where workers find the broker
	journal   *servers.Journal
	variables []string // of the application
}

func newStage(t *testing.T, parts *servers.Parts) *stage {
	t.Helper()
	store, dir := parts.StartRedis(t, servers.RedisSettings{Engine: "valkey"}), parts.Dir(t)
	parts.Write(t, dir, "rq_shop.py", shop)
	s := &stage{parts: parts, store: store, port: store.Nodes[0].Port, journal: parts.NewJournal(t, dir)}
	s.variables = []string{
		"SSL_CERT_FILE=" + parts.Inside(store.CA), "JOURNAL=" + s.journal.Inside(),
		"PYTHONPATH=" + parts.Inside(dir), "PYTHONDONTWRITEBYTECODE=1",
	}
	return s
}

// url is the broker's, as the component Broker writes it.
func (s *stage) url(password string) string {
	return fmt.Sprintf("rediss://:%s@127.0.0.1:%d/0?ssl_cert_reqs=required", password, s.port)
}

// rendered is what the component Worker tells ECS of its container.
type rendered struct {
	EntryPoint  []string
	Command     []string
	Environment []struct{ Name, Value string }
	Secrets     []struct{ Name, ValueFrom string }
	StopTimeout int
	HealthCheck struct{ Command []string }
}

const (
	urlSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:broker-url-a1b2c3"
	inECR     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1.0.0"
)

// render makes a Worker of RQ, with nothing said that need not be.
func (s *stage) render(t *testing.T, command []string) rendered {
	t.Helper()
	text := func(v string) pulumi.StringOutput { return pulumi.String(v).ToStringOutput() }
	args := ecsworker.Args{
		Task: ecs.TaskArgs{
			ClusterName: text("main"), ClusterARN: text("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
			VPCID: text("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
			Region: "us-east-1", Image: text(inECR),
		},
		Broker: broker.Connection{
			Kind: broker.Redis, URLSecret: text(urlSecret + ":url::"), KMSKeyARN: text("arn:aws:kms:us-east-1:123456789012:key/1"),
			SecurityGroupID: text("sg-1"), Port: s.port, VisibilityTimeout: 3600,
		},
		Library: "rq", Command: command, MinTasks: 1,
		Queues: []ecsworker.Queue{{Name: "celery", AcceptableLatency: 30, SecondsPerTask: 0.5}},
	}
	recording := stacktest.Run(t, func(ctx *pulumi.Context) error {
		_, err := ecsworker.New(ctx, "jobs", args)
		return err
	})
	var all []rendered
	definitions := recording.One(t, "aws:ecs/taskDefinition:TaskDefinition").Input("containerDefinitions").(string)
	require.NoError(t, json.Unmarshal([]byte(definitions), &all))
	require.Len(t, all, 2, "and the one that prepares /tmp")
	return all[0]
}

// worker is a container of RQ.
type worker struct {
	*servers.Process
	rendered
}

// launch runs a command as ECS runs it, with the password that ECS reads from the secret.
func (s *stage) launch(t *testing.T, password string, command ...string) *worker {
	t.Helper()
	c := s.render(t, command)
	env := slices.Clone(s.variables)
	for _, v := range c.Environment {
		env = append(env, v.Name+"="+v.Value)
	}
	for _, secret := range c.Secrets {
		require.Equal(t, urlSecret+":url::", secret.ValueFrom)
		env = append(env, secret.Name+"="+s.url(password))
	}
	return &worker{s.parts.Start(t, s.parts.Dir(t), env, "/usr/bin/env", slices.Concat(c.EntryPoint, c.Command)...), c}
}

// start is launch with the right password.
func (s *stage) start(t *testing.T, command ...string) *worker {
	t.Helper()
	return s.launch(t, servers.RedisPassword, command...)
}

// end sends SIGTERM, and wants the worker to end by itself within the stop timeout of the component.
func (w *worker) end(t *testing.T) time.Duration {
	t.Helper()
	return w.End(t, time.Duration(w.StopTimeout)*time.Second)
}

// healthy runs the health check as Docker runs it, but on this system: the folder of the real parts has no /proc.
func (w *worker) healthy(t *testing.T) bool {
	t.Helper()
	check := w.HealthCheck.Command
	require.Len(t, check, 2)
	require.Equal(t, "CMD-SHELL", check[0])
	return osexec.CommandContext(t.Context(), "/bin/sh", "-c", check[1]).Run() == nil
}

// enqueue enqueues jobs as the web tier does. The first argument of each is its number.
func (s *stage) enqueue(t *testing.T, jobs ...message) {
	t.Helper()
	text, err := json.Marshal(jobs)
	require.NoError(t, err)
	s.parts.MustRun(t, append(slices.Clone(s.variables), "BROKER_URL="+s.url(servers.RedisPassword), "MESSAGES="+string(text)),
		"/bin/sh", "-c", `printf %s "$MESSAGES" | exec python3 -m rq_shop`)
}

// message is a job to enqueue: its function, its arguments, and its options.
type message [3]any

// options are those of a job.
type options map[string]any

func job(number int, seconds float64, more options) message {
	return message{"work", []any{number, seconds}, more}
}

// again are options of a job that may be tried again.
func again(times int) options { return options{"retry": options{"max": times}} }

// in says whether a list or a sorted set of RQ holds a job.
func (s *stage) in(t *testing.T, key string, number int) bool {
	t.Helper()
	return slices.Contains(s.members(t, key), "job-"+strconv.Itoa(number))
}

// members are what a list or a sorted set holds.
func (s *stage) members(t *testing.T, key string) []string {
	t.Helper()
	client := s.store.Nodes[0].Client
	list := client.ZRange
	if client.Type(t.Context(), key).Val() == "list" {
		list = client.LRange
	}
	all, err := list(t.Context(), key, 0, -1).Result()
	require.NoError(t, err)
	return all
}

// behind puts a balancer before the broker, so that a port has the connections of its workers and no other ones.
func (s *stage) behind(t *testing.T) {
	t.Helper()
	_, port, err := net.SplitHostPort(servers.NewBalancer(t, s.store.Nodes[0].Address()).Address())
	require.NoError(t, err)
	s.port, err = strconv.Atoi(port)
	require.NoError(t, err)
}
