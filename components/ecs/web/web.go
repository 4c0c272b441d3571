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

// Web is a web application on Fargate (ARM64, never Spot) behind an application load balancer. It creates, for a
// service called web:
//
//  1. a log group (web-logs) with a retention;
//  2. the execution role (web-execution), which may pull the image from its own repository, write this log and read the
//     given secrets, and the task role (web-task), which may do what TaskPolicies say (web-policy-<name>), and with
//     EnableExec what ECS Exec needs (web-exec);
//  3. a security group (web-tasks) that lets in Port from the load balancer (web-alb), and out port 443 to everywhere
//     (web-https), where AWS and other APIs are, and to EgressTo (web-to-<name>); and the rules at the other ends that
//     let the load balancer out to it (web-alb) and the tasks into EgressTo (web-to-<name>);
//  4. the task definition (web-task), of family <stack>-web: one container with a read-only root and a bounded disk at
//     /tmp that ends with the task; an init process, which reaps children and passes signals on;
//  5. the service (web): new tasks beside the old ones, spread over the zones and kept so, rolled back by the circuit
//     breaker and by AlarmNames;
//  6. with MaxTasks the autoscaler: a scaling target (web), policies on CPU (web-cpu) and on requests (web-requests),
//     and Schedules (web-schedule-<name>). Updates then leave the number of tasks alone.
//
// # The container
//
// The application logs to its standard output, one JSON object per line, as LOG_FORMAT=json asks of it. When the log is
// slow 25 MB of it are held, and then lines are lost: requests never wait.
//
// It listens on PORT, ends within GRACEFUL_TIMEOUT seconds of SIGTERM, and keeps connections longer than the load
// balancer. Gunicorn and Uvicorn's command line do so by GUNICORN_CMD_ARGS and the variables UVICORN_*, which are set:
// it is enough to start them without options for these. A name in Variables or Secrets replaces the one set here. A
// shell as the command must exec the server, or the signal ends at the shell.
//
// # The deploy gate
//
// An update waits until the service is steady. When ECS rolled the new version back, it is steady too, with the old
// one. So each update asks in the end what the service runs and fails when that is not what was requested; the error
// names both. The next update tries again; where an alarm rolled back after the update was over, it does so with
// --refresh or a new image. RunningTaskDefinition is what the gate saw, in a preview what was requested.
//
// # Cost
//
// At its defaults 57.83 USD a month (us-east-1, 730 hours, prices as of 2026-10):
//
//	vCPU    2 tasks × 1 × 0.03238 × 730  = 47.27
//	memory  2 tasks × 2 GB × 0.00356 × 730 = 10.40
//	disk    2 tasks × 1 GB above 20 × 0.000111 × 730 = 0.16
//
// Each further task while it runs 28.92 a month. With autoscaling 0.20 for the alarms of each policy. By use: logs at
// 0.50 per GB written and 0.03 per GB and month kept; and Container Insights, see Cluster.
//
// # How it fails
//
//   - A task fails: the load balancer takes it out, ECS replaces it in one to two minutes.
//   - A zone fails: its tasks start in the other zones; until then the rest carries the load.
//   - A deployment fails: the circuit breaker stops after three to 200 failed tasks, half of MinTasks in between, and
//     rolls back; the gate fails the update. The very first deployment has nothing to go back to: its update fails
//     after 40 minutes of waiting; look at the tasks' logs meanwhile.
//   - The account's quota of Fargate vCPUs is reached: tasks stay pending. New accounts have few; ask for MaxTasks
//     twice, because deployments double the tasks.
//   - A secret is missing or has no value: tasks do not start, and running ones go on.
//
// # What it does not do
//
//   - The load balancer, its target group and its health check; alarms, dashboards and the image.
//   - Anything on AMD64, Spot, EFS or EBS; sidecars; Service Connect.
//   - Pulls through an ECR pull-through cache, or from private registries other than ECR: the execution role may not.
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

	u := task.New(ctx, "web", name, w, args.Task)
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
		Command: a.Command, Variables: variables, Port: a.Port, StopTimeout: a.StopTimeout,
		HealthCheck: a.HealthCheckCommand, StartPeriod: a.HealthCheckGracePeriod,
	}
}
