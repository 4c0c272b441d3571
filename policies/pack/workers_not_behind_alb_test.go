package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

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
