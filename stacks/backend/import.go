package backend

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// refuseSecondBucket refuses to import a bucket for uploads when the environment has made one: the engine would import
// the other in its place, and delete the own one with all uploads. Protection does not prevent that.
func refuseSecondBucket(ctx *pulumi.Context, c config.Config) error {
	if c.Import.Uploads == "" {
		return nil
	}
	stack := fmt.Sprintf("%s/%s/%s", ctx.Organization(), ctx.Project(), ctx.Stack())
	last, err := pulumi.NewStackReference(ctx, "last", &pulumi.StackReferenceArgs{Name: pulumi.String(stack)})
	if err != nil {
		return err
	}
	found, err := last.GetOutputDetails("uploadsBucket")
	if err != nil {
		return err
	}
	if own, _ := found.Value.(string); own != "" && own != c.Import.Uploads {
		const key = importKey + "uploads"
		return config.Problem(ctx, key, fmt.Sprintf("%s is %q; want none: the bucket %s has been created already, and its objects would be "+
			"deleted; copy the objects of %s to it instead", key, c.Import.Uploads, own, c.Import.Uploads))
	}
	return nil
}
