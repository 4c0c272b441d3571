package task

import (
	"fmt"
	"strings"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// DeployGate looks up, after the update of the service, which task definition the service runs, and fails the update if
// it is not the requested one. Without the gate, an update that ECS rolled back looks like a success: the old tasks are
// steady again, and the new version never served.
//
// The gate runs in every update, even if nothing changed, because an alarm can roll a deployment back after the update
// has ended. It does not run in a preview: that would show the state before the update, and block the fix.
//
// The gate compares only task definitions. If ECS rolls back a deployment that changes nothing but the capacity provider
// (Spot), the gate does not notice; the next update tries again.
func (b *Builder) DeployGate() pulumi.StringOutput {
	if b.Ctx.DryRun() {
		return b.Definition.Arn
	}
	found := awsecs.LookupServiceOutput(b.Ctx, awsecs.LookupServiceOutputArgs{
		ClusterArn: b.Task.ClusterARN, ServiceName: b.Service.Name,
	}, pulumi.Parent(b.Parent), pulumi.DependsOn([]pulumi.Resource{b.Service}))
	return pulumi.All(found.TaskDefinition(), b.Definition.Arn, b.Logs.Name).ApplyT(func(v []any) (string, error) {
		return b.deployed(v[0].(string), v[1].(string), v[2].(string))
	}).(pulumi.StringOutput)
}

// deployed returns the running task definition, or an error with a hint if it is not the requested one.
func (b *Builder) deployed(running, requested, logGroup string) (string, error) {
	if revision(running) == revision(requested) {
		return running, nil
	}
	return "", fmt.Errorf("%s %q: ECS rolled the deployment back: the service runs %s and not the requested %s; %s",
		b.Kind, b.Name, revision(running), revision(requested), fmt.Sprintf(b.Hint, logGroup))
}

// revision shortens the ARN of a task definition to "family:revision", the other form in which ECS names it. Both are
// unique within the account and region that a service can use.
func revision(taskDefinition string) string {
	return taskDefinition[strings.LastIndex(taskDefinition, "/")+1:]
}
