package ecs

import (
	"fmt"
	"strings"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// gate is the deploy gate: it asks ECS, once the service is updated, which task definition it runs, and fails the update
// when that is not the requested one. Without it an update that ECS rolled back looks like a success: the old tasks are
// steady again, and nobody learns that the new version never served.
//
// It asks in every update, also when nothing changed, because an alarm can roll a deployment back after the update is
// over. It does not ask in a preview, which would show the state before the update and stand in the way of the fix.
//
// It compares task definitions only. A deployment of nothing but another capacity provider (Spot) that ECS rolls back
// is not seen by it; the next update tries again.
func (u *unit) gate() pulumi.StringOutput {
	if u.ctx.DryRun() {
		return u.task.Arn
	}
	found := awsecs.LookupServiceOutput(u.ctx, awsecs.LookupServiceOutputArgs{
		ClusterArn: u.args.ClusterARN, ServiceName: u.service.Name,
	}, pulumi.Parent(u.owner), pulumi.DependsOn([]pulumi.Resource{u.service}))
	return pulumi.All(found.TaskDefinition(), u.task.Arn, u.logs.Name).ApplyT(func(v []any) (string, error) {
		return u.deployed(v[0].(string), v[1].(string), v[2].(string))
	}).(pulumi.StringOutput)
}

// deployed returns the running task definition, or an error that tells what to do when it is not the requested one.
func (u *unit) deployed(running, requested, logGroup string) (string, error) {
	if revision(running) == revision(requested) {
		return running, nil
	}
	return "", fmt.Errorf("%s %q: ECS rolled the deployment back: the service runs %s and not the requested %s; %s",
		u.kind, u.name, revision(running), revision(requested), fmt.Sprintf(u.advice, logGroup))
}

// revision shortens the ARN of a task definition to "family:revision", the other form in which ECS names it. Both are
// unique within the account and region that a service can use.
func revision(taskDefinition string) string {
	return taskDefinition[strings.LastIndex(taskDefinition, "/")+1:]
}
