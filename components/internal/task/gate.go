package task

import (
	"errors"
	"fmt"
	"strings"

	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// newGate looks up, after the update of the service, which task definition the service runs, and fails the update if it
// is not the requested one. Without the gate, an update that ECS rolled back looks like a success: the old tasks are
// steady again, and the new version never served.
//
// The gate runs in every update, even if nothing changed, because an alarm can roll a deployment back after the update
// has ended. It does not run in a preview: that would show the state before the update, and block the fix.
//
// The gate compares only task definitions. If ECS rolls back a deployment that changes nothing but the capacity provider
// (Spot), the gate does not notice; the next update tries again.
func (b *Builder) newGate() {
	if b.Ctx.DryRun() {
		b.Running = b.Definition.Arn
		b.Deployed = pulumi.NewResourceArrayOutput(pulumi.NewResourceOutput(b.Service))
		return
	}
	found := awsecs.LookupServiceOutput(b.Ctx, awsecs.LookupServiceOutputArgs{
		ClusterArn: b.Task.ClusterARN, ServiceName: b.Service.Name,
	}, pulumi.Parent(b.Parent), pulumi.DependsOn([]pulumi.Resource{b.Service}))
	b.Running = pulumi.All(found.TaskDefinition(), b.Definition.Arn, b.Logs.Name, b.image()).
		ApplyT(func(v []any) (string, error) {
			return b.deployed(version{task: v[0].(string)}, version{task: v[1].(string), image: v[3].(string)}, v[2].(string))
		}).(pulumi.StringOutput)
	b.Deployed = b.Running.ApplyT(func(string) []pulumi.Resource {
		return []pulumi.Resource{b.Service}
	}).(pulumi.ResourceArrayOutput)
}

// image is empty for a component whose containers have several.
func (b *Builder) image() pulumi.StringOutput {
	if b.Task.Image == nil {
		return pulumi.String("").ToStringOutput()
	}
	return b.Task.Image.ToStringOutput()
}

// deployed returns the running task definition, or an error if it is not the requested one. The error is logged as well:
// of all errors that end a program, the SDK reports only the first.
func (b *Builder) deployed(running, requested version, logGroup string) (string, error) {
	if running.revision() == requested.revision() {
		return running.task, nil
	}
	err := errors.New(b.rolledBack(b.withImage(running, requested), requested, logGroup))
	return "", errors.Join(err, b.Ctx.Log.Error(err.Error(), &pulumi.LogArgs{Resource: b.Parent}))
}

// withImage looks the image of a task definition up, unless the requested one has none. Without an answer the error does
// without it.
func (b *Builder) withImage(running, requested version) version {
	if requested.image == "" {
		return running
	}
	found, err := awsecs.GetContainerDefinition(b.Ctx, &awsecs.GetContainerDefinitionArgs{
		TaskDefinition: running.task, ContainerName: b.Name,
	}, pulumi.Parent(b.Parent))
	if err == nil {
		running.image = found.Image
	}
	return running
}

// rolledBack says which version runs, what that means for others, and what to do next.
func (b *Builder) rolledBack(running, requested version, logGroup string) string {
	text := fmt.Sprintf("%s %q: ECS rolled the deployment back: the service runs %s and not the requested %s; ",
		b.Kind, b.Name, running, requested)
	if b.Task.RollbackNote != "" {
		text += b.Task.RollbackNote + "; "
	}
	if b.Hint != "" {
		return text + fmt.Sprintf(b.Hint, logGroup)
	}
	text += "look at the service's events and the tasks' logs in " + logGroup
	if running.image == "" || running.image == requested.image {
		return text + ", fix the image or its configuration, and run pulumi up again"
	}
	return text + fmt.Sprintf("; set the image back to %s and run pulumi up, or fix it and release a new tag", running.image)
}

// version is a task definition and the image of its container, if that is known.
type version struct{ task, image string }

// String reads "shop:1.0.3 (prod-web:41)", or "prod-web:41" without an image.
func (v version) String() string {
	if v.image == "" {
		return v.revision()
	}
	return fmt.Sprintf("%s (%s)", v.shortImage(), v.revision())
}

// revision shortens the ARN of a task definition to "family:revision", the other form in which ECS names it. Both are
// unique within the account and region that a service can use.
func (v version) revision() string { return v.task[strings.LastIndex(v.task, "/")+1:] }

// maxDigest is how many characters of a digest a person needs to recognize it, with its sha256 in front.
const maxDigest = len("sha256:") + 12

// shortImage is the image without its registry.
func (v version) shortImage() string {
	short := v.image[strings.LastIndex(v.image, "/")+1:]
	name, digest, pinned := strings.Cut(short, "@")
	if !pinned {
		return short
	}
	return name + "@" + digest[:min(len(digest), maxDigest)]
}
