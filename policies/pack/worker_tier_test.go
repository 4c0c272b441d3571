package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

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
