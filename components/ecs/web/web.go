// Package web is a web service on Fargate behind a load balancer.
package web

import (
	"maps"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Web.
const Type = "tenfold:ecs:Web"

// Web is a web application on Fargate (never Spot) behind an application load balancer. For a service called web
// it creates:
//
//  1. a log group (web-logs);
//  2. the execution role (web-execution), and the task role (web-task) with the policies of TaskPolicies
//     (web-policy-<name>);
//  3. a security group (web-tasks) that admits the load balancer (web-alb) and allows egress to port 443 (web-https)
//     and to EgressTo (web-to-<name>);
//  4. the task definition (web-task) and the service (web), which the circuit breaker and AlarmNames roll back;
//  5. with MaxTasks an autoscaler on CPU (web-cpu), on requests (web-requests) and by Schedules (web-schedule-<name>).
//
// The application listens on PORT and exits within GRACEFUL_TIMEOUT seconds after SIGTERM. Gunicorn and Uvicorn do so
// by the variables that are set.
//
// Cost: 57.67 USD a month at its defaults, 28.84 for each further task.
//
// How it fails: ECS replaces a failed task in one to two minutes. If ECS rolls a deployment back, the update fails: the
// deploy gate compares the running task definition with the requested one. The very first deployment has nothing to
// roll back to and fails after 11 minutes.
//
// It does not make the load balancer, the target group or alarms, and it knows no sidecars and no Service Connect.
// docs/web.md has the arithmetic and every detail.
type Web struct {
	pulumi.ResourceState
	ecs.ServiceOutputs
}

// builder makes the children of a Web.
type builder struct {
	*task.Builder
	args Args
}

// New creates a web service. Its update fails when ECS rolls the deployment back.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Web, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("web", name); err != nil {
		return nil, err
	}
	w := &Web{}
	if err := component.Register(ctx, Type, name, args, w, opts...); err != nil {
		return nil, err
	}

	u := task.New(ctx, "web", name, w, args.task())
	u.Size, u.Container = task.Size{CPU: args.CPU, Memory: args.Memory}, args.container()
	b := &builder{u, args}
	if err := component.InOrder(u.NewPrerequisites, b.newIngress, u.NewTaskDefinition, b.newService, b.newAutoscaling); err != nil {
		return nil, err
	}

	w.ServiceOutputs = u.Outputs()
	return w, component.Publish(ctx, w)
}

// container is that of a web server.
func (a Args) container() task.Container {
	port := strconv.Itoa(a.Port)
	variables := map[string]string{
		"PORT":         port, // Gunicorn binds to it
		"UVICORN_HOST": "0.0.0.0",
		"UVICORN_PORT": port,
	}
	maps.Copy(variables, a.shutdown().environment())
	return task.Container{
		Command: a.Command, KeepEntryPoint: true, Variables: variables, Port: a.Port, StopTimeout: a.StopTimeout,
		HealthCheck: a.HealthCheckCommand, StartPeriod: a.HealthCheckGracePeriod,
	}
}
