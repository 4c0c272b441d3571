package stacktest_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// TestTransformsAreRefused: a recording would not show what a transform changes.
func TestTransformsAreRefused(t *testing.T) {
	transform := func(context.Context, *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult { return nil }
	option := pulumi.Transforms([]pulumi.ResourceTransform{transform})
	const hint = `, or rehearse the program (package rehearsal)`
	for name, c := range map[string]struct {
		program pulumi.RunFunc
		want    string
	}{
		"resources": {func(ctx *pulumi.Context) error {
			if _, err := register(ctx, vpcType, "a", nil, option); err != nil {
				return err
			}
			_, err := register(ctx, vpcType, "b", nil, option)
			return err
		}, `aws:ec2/vpc:Vpc "a" uses pulumi.Transforms, which mocks do not run; use pulumi.Transformations` + hint + "\n" +
			`aws:ec2/vpc:Vpc "b" uses pulumi.Transforms, which mocks do not run; use pulumi.Transformations` + hint},
		"a component": {func(ctx *pulumi.Context) error {
			_, err := group(ctx, "main", option)
			return err
		}, `shop:network:Network "main" uses pulumi.Transforms, which mocks do not run; use pulumi.Transformations` + hint},
		"the stack": {func(ctx *pulumi.Context) error {
			return ctx.RegisterResourceTransform(transform)
		}, `the program uses Context.RegisterResourceTransform, which mocks do not run; ` +
			`use Context.RegisterStackTransformation` + hint},
		"functions": {func(ctx *pulumi.Context) error {
			return ctx.RegisterInvokeTransform(func(context.Context, *pulumi.InvokeTransformArgs) *pulumi.InvokeTransformResult {
				return nil
			})
		}, `the program uses Context.RegisterInvokeTransform, which mocks do not run; ` +
			`answer the function with stacktest.Function` + hint},
	} {
		t.Run(name, func(t *testing.T) {
			require.EqualError(t, stacktest.RunErr(t, c.program), c.want)
			require.Equal(t, "the program failed: "+c.want, failureOf(t, func(t testing.TB) { stacktest.Run(t, c.program) }))
		})
	}
}

// TestTransformationsRun, of a resource, of a component's children, and of the whole stack.
func TestTransformationsRun(t *testing.T) {
	tagged := func(key string) pulumi.ResourceTransformation {
		return func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
			if args.Type != vpcType {
				return nil
			}
			props := args.Props.(pulumi.Map)
			props[key] = pulumi.Bool(true)
			return &pulumi.ResourceTransformationResult{Props: props, Opts: args.Opts}
		}
	}
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		if err := ctx.RegisterStackTransformation(tagged("stack")); err != nil {
			return err
		}
		c, err := group(ctx, "main", pulumi.Transformations([]pulumi.ResourceTransformation{tagged("component")}))
		if err != nil {
			return err
		}
		_, err = register(ctx, vpcType, "main", pulumi.Map{}, pulumi.Parent(c),
			pulumi.Transformations([]pulumi.ResourceTransformation{tagged("resource")}))
		return err
	})
	stacktest.RequireInputs(t, rec.One(t, vpcType), map[string]any{"stack": true, "component": true, "resource": true})
}
