package web

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// minimal is the required arguments and no more.
func minimal() Args {
	return Args{
		Task:                        tasktest.Args(),
		LoadBalancerSecurityGroupID: pulumi.String("sg-alb"), TargetGroupARN: pulumi.String("arn:aws:tg"),
	}
}

// maximal is every argument set, so that every child exists.
func maximal() Args {
	a := minimal()
	a.LoadBalancerCIDRs = pulumi.ToStringArray([]string{"10.0.240.0/22", "10.0.244.0/22"})
	a.RequestCountLabel = pulumi.String("app/lb/1/targetgroup/tg/2")
	a.MinTasks, a.MaxTasks, a.RequestsPerTarget = 3, 9, 5400
	a.Schedules = []Schedule{
		{Name: "morning", Expression: "cron(0 7 ? * MON-FRI *)", Timezone: "Europe/Berlin", MinTasks: 6},
		{Name: "sale", Expression: "at(2026-11-27T05:00:00)", MinTasks: 8, MaxTasks: 20},
	}
	a.Task, a.Command = tasktest.MaximalArgs(), []string{"gunicorn", "shop.asgi"}
	a.HealthCheckCommand = []string{"CMD", "python", "-m", "shop.health"}
	a.AlarmNames = []pulumi.StringInput{pulumi.String("errors"), pulumi.String("latency")}
	return a
}

// program makes a Web called "web" and probes its outputs.
func program(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		w, err := New(ctx, "web", args)
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", tasktest.ServiceOutputs(w.ServiceOutputs))
	}
}

func runWeb(t *testing.T, args Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, program(args), opts...)
}

// unused makes a Web and takes no notice of its outputs.
func unused(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		_, err := New(ctx, "web", args)
		return err
	}
}
