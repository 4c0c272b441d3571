package pack_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

// rendered puts the containers that a component of Tenfold renders into the fixture's task of workers: the text is
// what ecs.NewWorker, NewBeat and NewFlower hand to ECS.
func rendered(t *testing.T, name string, edits ...string) fixture {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name + ".json")
	require.NoError(t, err)
	edited := string(text)
	for i := 0; i < len(edits); i += 2 {
		require.Contains(t, edited, edits[i])
		edited = strings.Replace(edited, edits[i], edits[i+1], 1)
	}
	f := compliant()
	f.set("worker", "containerDefinitions", edited)
	return f
}

// Nothing says that the service is a component's: all is read from its container.
func TestTheWorkerThatTenfoldRenders(t *testing.T) {
	const (
		mail  = `backlog-alarm · workers · its queue "mail"` + without + "Queue" + learns
		state = "containerDefinitions[0].environment[5].value."
	)
	require.Equal(t, []string{mail}, violations(t, rendered(t, "worker-redis"), pack.Options{}))
	stated := rendered(t, "worker-redis", `"--queues=celery,mail",`, "")
	require.Equal(t, []string{mail}, violations(t, stated, pack.Options{}), "TENFOLD_WORKER names the queues too")
	for name, tc := range map[string]struct {
		edits []string
		want  string
	}{
		"processes": {
			nil, "worker-processes · workers · all workers together have 4 processes at the minimum (tasks × processes of " +
				"workers: 1 × 4); want at least 5" + burst,
		},
		"visibility": {
			[]string{`\"visibility_timeout\":900`, `\"visibility_timeout\":300`},
			"visibility-timeout · worker · " + state + "settings.broker_transport_options.visibility_timeout is 300; " +
				"want more than the longest task of workers, 300" + atOnce,
		},
		"retries": {
			[]string{`\"max_retries\":3`, `\"max_retries\":300`},
			"retry-limit · worker · " + state + "max_retries is 300; want 1 to 10" + times,
		},
		"beat": {
			[]string{`"--pool=prefork"`, `"--beat"`},
			"single-beat · worker · containerDefinitions[0].command starts a worker with beat in it (-B); want beat in a " +
				"service of its own: every task of workers sends every periodic task; remove -B",
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Subset(t, violations(t, rendered(t, "worker-redis", tc.edits...), atLeast(5)), []string{tc.want})
		})
	}
}

func TestTheWorkerOnSQSThatTenfoldRenders(t *testing.T) {
	const address = "https://sqs.us-east-1.amazonaws.com/123456789012/broker-mail"
	f := rendered(t, "worker-sqs")
	require.Empty(t, violations(t, f, pack.Options{}))
	f.set("queue", "url", address)
	f.set("queue", "visibilityTimeoutSeconds", 300)
	delete(f, "queue-age")
	require.Equal(t, []string{
		ofSQS,
		"visibility-timeout · queue · visibilityTimeoutSeconds is 300; want more than the longest task of workers, 300" + atOnce,
	}, violations(t, f, pack.Options{}))
}

// Neither is a worker, and beat is one beside the fixture's.
func TestBeatAndFlowerThatTenfoldRenders(t *testing.T) {
	const several = " · is one of 2 services that run beat; want one: each sends every periodic task; keep one of them"
	found := violations(t, rendered(t, "beat"), pack.Options{})
	require.Subset(t, found, []string{"single-beat · beat" + several, "single-beat · workers" + several, noWorkers})
	require.Equal(t, []string{noWorkers}, violations(t, rendered(t, "flower"), pack.Options{}))
}
