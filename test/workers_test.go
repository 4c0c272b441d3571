package test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// otherBrokers are the keys that an environment changes to use another broker than Redis.
var otherBrokers = map[string]map[string]string{
	"rabbitmq": {
		"tenfold:overrides": `{"broker": {"kind": "rabbitmq", "nodeType": "mq.m7g.large"}}`, "tenfold:beat": "django",
	},
	"sqs": {
		"tenfold:overrides": `{"broker": {"kind": "sqs"}}`, "tenfold:beat": "django", "tenfold:flower": "false",
	},
}

// An up, a second up without changes and a destroy work on the other brokers too.
func TestWorkersOnEveryBroker(t *testing.T) {
	for kind, changes := range otherBrokers {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			o := checked(t, "dev")
			for key, value := range changes {
				o.Config[key] = value
			}
			r := openEnvironment(t, o)
			mustUp(t, r)
			require.Zero(t, mustUp(t, r).Counts.Changes())
			_, err := r.Destroy(t.Context())
			require.NoError(t, err)
			require.Empty(t, resources(t, r))
		})
	}
}

// AWS publishes the queue depth of SQS, and SQS has no worker events.
func TestWhatEachBrokerAdds(t *testing.T) {
	for kind, want := range map[string][]int{"redis": {1, 1}, "rabbitmq": {1, 1}, "sqs": {0, 0}} {
		values := config(t, "production-10k")
		for key, value := range otherBrokers[kind] {
			values[key] = value
		}
		rec := stacktest.Run(t, backend.Program, stacktest.Stack("production-10k"), stacktest.Config(values))
		require.Equal(t, want, []int{rec.Count("tenfold:ecs:QueueDepth"), rec.Count("tenfold:ecs:Flower")}, kind)
		require.Equal(t, 2, rec.Count("tenfold:ecs:Worker"), kind)
		require.Equal(t, 1, rec.Count("tenfold:ecs:Beat"), kind)
		require.Empty(t, violations(t, "production-10k", rec), kind)
	}
}

func TestFlowerWithSQSIsRefused(t *testing.T) {
	values := config(t, "production-10k")
	values["tenfold:overrides"], values["tenfold:beat"] = `{"broker": {"kind": "sqs"}}`, ""
	err := stacktest.RunErr(t, backend.Program, stacktest.Stack("production-10k"), stacktest.Config(values))
	require.ErrorContains(t, err, `tenfold:overrides.broker.kind is "sqs"; want "redis" or "rabbitmq"; `+
		"Flower lives on the events of workers, and SQS has none")
}

// RQ workers run their own command, and their queues have keys of their own in Redis.
func TestWorkersOfRQ(t *testing.T) {
	values := config(t, "production-10k")
	values["tenfold:library"], values["tenfold:celeryApp"] = "rq", ""
	values["tenfold:beat"], values["tenfold:flower"] = "", "false"
	values["tenfold:overrides"] = `{"workers": {"bulk": null, "celery": {"command": ["rq", "worker-pool", "--num-workers", "2", "celery"]}}}`
	rec := stacktest.Run(t, backend.Program, stacktest.Stack("production-10k"), stacktest.Config(values))
	require.Equal(t, "rq", rec.One(t, "tenfold:ecs:QueueDepth").Input("library"))
	worker := rec.Named(t, "aws:ecs/taskDefinition:TaskDefinition", "worker-celery-task")
	require.Contains(t, worker.Input("containerDefinitions"), `"command":["worker-pool","--num-workers","2","celery"]`)
	require.Contains(t, worker.Input("containerDefinitions"), `"name":"RQ_REDIS_URL"`)
	require.NotContains(t, worker.Input("containerDefinitions"), "TENFOLD_WORKER")
	require.Empty(t, violations(t, "production-10k", rec))
}
