package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	uncheckable = " could not be checked: its value is unknown or malformed; set a plain value, or check it by hand"

	noWorkers = "worker-tier · web · no service without a load balancer runs workers; want one beside this: " +
		"a request that does all of its work itself is slow, and is lost with its task; run Celery or RQ in a service " +
		"of its own"
	noRequests = "a worker answers no requests, and scales on its queues; give it a service without load balancer"
)

// command replaces what the first container of a task definition starts.
func command(task string, all ...string) func(fixture) {
	return put(task, "containerDefinitions.0.command", words(all...))
}

// removeWorkers takes away what is there for the workers, which are then none.
func removeWorkers(f fixture) {
	delete(f, "workers")
	delete(f, "workers-scaling")
}

func TestWorkerTier(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "no service of workers", do: removeWorkers, want: []string{noWorkers}},
		{
			name: "a service of something else", onlyUpdate: true,
			do:   command("worker", "celery", "-A", "shop", "flower"),
			want: []string{noWorkers},
		},
		{name: "beat alone", do: func(f fixture) {
			removeWorkers(f)
			f.set("beat-task", "family", "beat")
		}, want: []string{noWorkers}},
		{name: "RQ", do: func(f fixture) {
			command("worker", "rq", "worker", "celery")(f)
		}, want: []string{}},
		{name: "no web service", do: func(f fixture) {
			removeWorkers(f)
			f.set("web", "loadBalancers", []any{})
		}, want: []string{}},
		{name: "a service behind an NLB is no web service", do: func(f fixture) {
			removeWorkers(f)
			f.set("targets", "protocol", "TCP")
		}, want: []string{}},
		{name: "a target group of another stack is an ALB's", do: func(f fixture) {
			removeWorkers(f)
			f.set("web", "loadBalancers.0.targetGroupArn", "arn:aws:elasticloadbalancing:::targetgroup/other")
		}, want: []string{noWorkers}},
		{name: "the component is a worker whatever it runs", do: func(f fixture) {
			f["workers"].under = "tenfold:ecs:Worker$"
			command("worker", "./work.sh")(f)
		}, want: []string{}},
	})
}

// A service that shares its task definition with the web service is none of its own.
func TestWorkersOfTheWebServicesTask(t *testing.T) {
	f := compliant()
	f.set("task", "containerDefinitions.1.command", words("celery", "worker"))
	f.set("workers", "taskDefinition", ref{"task", "arn"})
	require.Equal(t, []string{
		noWorkers,
		"workers-not-behind-alb · task · containerDefinitions[1] runs a worker of Celery, and web has a load balancer: " +
			noRequests,
	}, only(violations(t, f, pack.Options{}), pack.WorkerTier, pack.WorkersNotBehindALB))
}

func TestWorkerTierSettings(t *testing.T) {
	f := compliant()
	command("worker", "./work.sh")(f)
	require.Equal(t, []string{noWorkers}, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Settings: map[string]map[string]any{
		pack.WorkerTier: {"workers": []any{"workers"}},
	}}))
}

func TestWorkersNotBehindALB(t *testing.T) {
	behind := func(service string) func(fixture) {
		return func(f fixture) {
			f.set(service, "loadBalancers", []any{props{"targetGroupArn": ref{"targets", "arn"}, "containerName": "x"}})
			f.set("worker", "containerDefinitions.0.readonlyRootFilesystem", true)
			f.set("beat-task", "containerDefinitions.0.readonlyRootFilesystem", true)
		}
	}
	const rule = "workers-not-behind-alb · "
	for _, tc := range []struct {
		name string
		do   func(fixture)
		want []string
	}{
		{"a worker", behind("workers"), []string{
			rule + "worker · containerDefinitions[0] runs a worker of Celery, and workers has a load balancer: " + noRequests,
		}},
		{"RQ", func(f fixture) {
			behind("workers")(f)
			command("worker", "rq", "worker", "celery")(f)
		}, []string{
			rule + "worker · containerDefinitions[0] runs a worker of RQ, and workers has a load balancer: " + noRequests,
		}},
		{"beat", behind("beat"), []string{
			rule + "beat-task · containerDefinitions[0] runs beat, and beat has a load balancer: " + noRequests,
		}},
		{"beside the web server", func(f fixture) {
			f.set("task", "containerDefinitions.1.command", words("sh", "-c", "exec celery -A shop worker"))
		}, []string{
			rule + "task · containerDefinitions[1] runs a worker of Celery, and web has a load balancer: " + noRequests,
		}},
		{"the component", func(f fixture) {
			behind("workers")(f)
			f["workers"].under = "shop:index:Shop$tenfold:ecs:Worker$"
		}, []string{rule + "workers · loadBalancers is set; want none: " + noRequests}},
		{"an empty list", put("workers", "loadBalancers", []any{}), nil},
		{"a list that is not known", put("workers", "loadBalancers", unknownValue{}), []string{
			rule + "workers · loadBalancers" + uncheckable,
		}},
		{"a list that is not known, of no worker", put("web", "loadBalancers", unknownValue{}), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := compliant()
			tc.do(f)
			require.Equal(t, tc.want, only(violations(t, f, pack.Options{}), pack.WorkersNotBehindALB))
		})
	}
}

// only is the violations of some policies.
func only(found []string, policies ...string) []string {
	var some []string
	for _, v := range found {
		for _, policy := range policies {
			if len(v) > len(policy) && v[:len(policy)+1] == policy+" " {
				some = append(some, v)
			}
		}
	}
	return some
}

// What cannot be known of a service may be that it works.
func TestServicesOfUnknownWork(t *testing.T) {
	f := compliant()
	f.set("worker", "containerDefinitions", unknownValue{})
	require.Equal(t, []string{
		"backlog-alarm · worker · containerDefinitions" + uncheckable,
		"broker-not-clustered · worker · containerDefinitions" + uncheckable,
		"retry-limit · worker · containerDefinitions" + uncheckable,
		"single-beat · worker · containerDefinitions" + uncheckable,
		"visibility-timeout · worker · containerDefinitions" + uncheckable,
		"worker-tier · worker · containerDefinitions" + uncheckable,
	}, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))

	f["workers"].under = "tenfold:ecs:Worker$"
	require.Equal(t, []string{
		"backlog-alarm · worker · containerDefinitions" + uncheckable,
		"broker-not-clustered · worker · containerDefinitions" + uncheckable,
		"retry-limit · worker · containerDefinitions" + uncheckable,
		"single-beat · worker · containerDefinitions" + uncheckable,
		"visibility-timeout · worker · containerDefinitions" + uncheckable,
		"worker-processes · worker · containerDefinitions" + uncheckable,
	}, violations(t, f, pack.Options{}), "it is certain to be a worker, and to have an unknown number of processes")
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
}

// A command that cannot be decided may be a worker's or beat's. Its text is known in a preview too.
func TestUndecidedCommands(t *testing.T) {
	const text = `containerDefinitions[0].command runs "exec \"$JOB\"", which cannot be checked: only running it would ` +
		"tell whether it is a worker or beat, and of which kind; write the program and its options out, or set the " +
		"variables in environment"
	f := compliant()
	f.add("jobs-task", "aws:ecs/taskDefinition:TaskDefinition", props{"containerDefinitions": asJSON{[]any{
		props{"name": "jobs", "command": words("sh", "-c", `exec "$JOB"`)},
	}}})
	f.add("jobs", "aws:ecs/service:Service", props{"taskDefinition": ref{"jobs-task", "arn"}, "desiredCount": 1})
	want := []string{
		"backlog-alarm · jobs-task · " + text, "retry-limit · jobs-task · " + text,
		"single-beat · jobs-task · " + text, "visibility-timeout · jobs-task · " + text,
	}
	require.Equal(t, want, violations(t, f, pack.Options{}))
	want = append(want, "worker-tier · jobs-task · "+text) // the worker's own definition is not known yet
	require.Equal(t, want, violations(t, f, pack.Options{Preview: true}))

	f.set("jobs-task", "containerDefinitions.0.environment", []any{props{"name": "JOB", "value": "./clean.sh"}})
	require.Empty(t, violations(t, f, pack.Options{}), "the task definition says what runs")

	f.set("jobs-task", "containerDefinitions", secret{asJSON{[]any{props{"command": words("sh", "-c", "exec $JOB")}}}})
	for _, v := range violations(t, f, pack.Options{}) {
		require.NotContains(t, v, "$JOB")
	}
}

func TestUndecidedCommandsBehindALB(t *testing.T) {
	f := compliant()
	f.set("task", "containerDefinitions.0.command", words("sh", "-c", "$(cat command) & gunicorn shop"))
	require.Equal(t, []string{
		"workers-not-behind-alb · task · containerDefinitions[0].command runs \"$(cat command)\", which cannot be checked: " +
			"only running it would tell whether it is a worker or beat, and of which kind; write the program and its " +
			"options out, or set the variables in environment",
	}, violations(t, f, pack.Options{}))
	f.set("task", "containerDefinitions.0.command", []any{"celery", 7})
	require.Equal(t, []string{"workers-not-behind-alb · task · containerDefinitions[0].command[1]" + uncheckable},
		violations(t, f, pack.Options{}))
}

func TestTaskDefinitionsOfUnknownWork(t *testing.T) {
	f := compliant()
	f.set("workers", "taskDefinition", unknownValue{})
	require.Equal(t, []string{
		"backlog-alarm · workers · taskDefinition" + uncheckable,
		"retry-limit · workers · taskDefinition" + uncheckable,
		"single-beat · workers · taskDefinition" + uncheckable,
		"visibility-timeout · workers · taskDefinition" + uncheckable,
		"worker-tier · workers · taskDefinition" + uncheckable,
	}, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
}
