package ecs

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// gate is the deploy gate of a service.
type gate struct {
	// kind and name are the component's, as errors name it: web "web".
	kind, name string
	component  pulumi.Resource
	clusterARN pulumi.StringInput
	service    *awsecs.Service
	task       *awsecs.TaskDefinition
	logs       *cloudwatch.LogGroup
	// advice says where to look and what to do; it takes the log group.
	advice string
}

// running asks ECS, once the service is updated, which task definition it runs, and fails the update when that is not the
// requested one. Without it an update that ECS rolled back looks like a success: the old tasks are steady again, and
// nobody learns that the new version never served.
//
// It asks in every update, also when nothing changed, because an alarm can roll a deployment back after the update is
// over. It does not ask in a preview, which would show the state before the update and stand in the way of the fix.
func (g gate) running(ctx *pulumi.Context) pulumi.StringOutput {
	if ctx.DryRun() {
		return g.task.Arn
	}
	found := awsecs.LookupServiceOutput(ctx, awsecs.LookupServiceOutputArgs{
		ClusterArn: g.clusterARN, ServiceName: g.service.Name,
	}, pulumi.Parent(g.component), pulumi.DependsOn([]pulumi.Resource{g.service}))
	return pulumi.All(found.TaskDefinition(), g.task.Arn, g.logs.Name).ApplyT(func(v []any) (string, error) {
		return g.deployed(v[0].(string), v[1].(string), v[2].(string))
	}).(pulumi.StringOutput)
}

// deployed returns the running task definition, or an error that tells what to do when it is not the requested one.
func (g gate) deployed(running, requested, logGroup string) (string, error) {
	if revision(running) == revision(requested) {
		return running, nil
	}
	return "", fmt.Errorf("%s %q: ECS rolled the deployment back: the service runs %s and not the requested %s; %s",
		g.kind, g.name, revision(running), revision(requested), fmt.Sprintf(g.advice, logGroup))
}

const taskAdvice = "look at the service's events and the tasks' logs in %s, fix the image or its configuration, " +
	"and run pulumi up again"

func (u *unit) gate() pulumi.StringOutput {
	return gate{u.kind, u.name, u.owner, u.args.ClusterARN, u.service, u.task, u.logs, taskAdvice}.running(u.ctx)
}

const bouncerAdvice = "look at the logs of bootstrap and pgbouncer in %s, and run pulumi up again"

func (b *pgBouncerBuilder) gate() pulumi.StringOutput {
	return gate{"pgbouncer", b.name, b.pool, b.args.ClusterARN, b.service, b.task, b.logs, bouncerAdvice}.running(b.ctx)
}

// revision shortens the ARN of a task definition to "family:revision", the other form in which ECS names it. Both are
// unique within the account and region that a service can use.
func revision(taskDefinition string) string {
	return taskDefinition[strings.LastIndex(taskDefinition, "/")+1:]
}
