package ecs

import (
	"fmt"
	"strings"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// gate asks ECS, once the service is updated, which task definition it runs, and fails the update when that is not the
// requested one. Without it an update that ECS rolled back looks like a success: the old tasks are steady again, and
// nobody learns that the new version never served.
//
// It asks in every update, also when nothing changed, because an alarm can roll a deployment back after the update is
// over. It does not ask in a preview, which would show the state before the update and stand in the way of the fix.
func (b *webBuilder) gate() pulumi.StringOutput {
	if b.ctx.DryRun() {
		return b.task.Arn
	}
	found := awsecs.LookupServiceOutput(b.ctx, awsecs.LookupServiceOutputArgs{
		ClusterArn: b.args.ClusterARN, ServiceName: b.service.Name,
	}, pulumi.Parent(b.web), pulumi.DependsOn([]pulumi.Resource{b.service}))
	return pulumi.All(found.TaskDefinition(), b.task.Arn, b.logs.Name).ApplyT(func(v []any) (string, error) {
		return deployed(b.name, v[0].(string), v[1].(string), v[2].(string))
	}).(pulumi.StringOutput)
}

// deployed returns the running task definition, or an error that tells what to do when it is not the requested one.
func deployed(name, running, requested, logGroup string) (string, error) {
	if revision(running) == revision(requested) {
		return running, nil
	}
	return "", fmt.Errorf("web %q: ECS rolled the deployment back: the service runs %s and not the requested %s; "+
		"look at the service's events and the tasks' logs in %s, fix the image or its configuration, "+
		"and run pulumi up again", name, revision(running), revision(requested), logGroup)
}

// revision shortens the ARN of a task definition to "family:revision", the other form in which ECS names it. Both are
// unique within the account and region that a service can use.
func revision(taskDefinition string) string {
	return taskDefinition[strings.LastIndex(taskDefinition, "/")+1:]
}
