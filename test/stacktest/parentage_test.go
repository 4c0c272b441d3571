package stacktest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const outOfOrder = "the resource tree is not in order:\n"

func TestParentage(t *testing.T) {
	orphan := func(typ, name string) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			_, err := register(ctx, typ, name, nil)
			return err
		}
	}
	child := func(name string) pulumi.RunFunc {
		return func(ctx *pulumi.Context) error {
			c, err := group(ctx, "main")
			if err != nil {
				return err
			}
			_, err = register(ctx, vpcType, name, nil, pulumi.Parent(c))
			return err
		}
	}
	badName := `aws:ec2/vpc:Vpc "%s" is a child of shop:network:Network "main"; want a name that begins with "main-"`
	for name, c := range map[string]struct {
		program pulumi.RunFunc
		opts    []stacktest.Option
		want    string
	}{
		"an orphan": {orphan(vpcType, "main"), nil, outOfOrder +
			`aws:ec2/vpc:Vpc "main" has no component above it; pass pulumi.Parent, or stacktest.TopLevel("aws:ec2/vpc:Vpc")`},
		"an orphan that may be": {
			orphan(vpcType, "main"), []stacktest.Option{stacktest.TopLevel(subnetType, vpcType)}, "",
		},
		"an orphan that a prefix allows": {orphan(vpcType, "main"), []stacktest.Option{stacktest.TopLevel("aws:ec2/*")}, ""},
		"an orphan of another prefix": {
			orphan(vpcType, "main"), []stacktest.Option{stacktest.TopLevel("aws:ecs/*", "ec2", "*Vpc")}, outOfOrder +
				`aws:ec2/vpc:Vpc "main" has no component above it; pass pulumi.Parent, or stacktest.TopLevel("aws:ec2/vpc:Vpc")`,
		},
		"an orphan where nothing is checked":  {orphan(vpcType, "main"), []stacktest.Option{stacktest.Strict(false)}, ""},
		"a bad name where nothing is checked": {child("vpc"), []stacktest.Option{stacktest.Strict(false)}, ""},
		"a provider":                          {orphan("pulumi:providers:aws", "east"), nil, ""},
		"the component's own name":            {child("main"), nil, ""},
		"a name that begins with it":          {child("main-vpc"), nil, ""},
		"a name without the hyphen":           {child("mainvpc"), nil, outOfOrder + sprintf(badName, "mainvpc")},
		"another name":                        {child("vpc"), nil, outOfOrder + sprintf(badName, "vpc")},
		"a child of a custom resource":        {grandchild("main-vpc-a"), nil, ""},
		"a bad name below a custom one":       {grandchild("vpc-a"), nil, outOfOrder + sprintf(badName, "vpc-a")},
		"a component in a component":          {nested("main-inner", "main-inner-vpc"), nil, ""},
		"a grandchild of the nearest name": {nested("main-inner", "main-vpc"), nil, outOfOrder +
			`aws:ec2/vpc:Vpc "main-vpc" is a child of shop:network:Network "main-inner"; ` +
			`want a name that begins with "main-inner-"`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, failureOf(t, func(t testing.TB) { stacktest.Run(t, c.program, c.opts...) }))
			require.NoError(t, stacktest.RunErr(t, c.program), "RunErr does not look at the tree")
		})
	}
}

// TestParentageTellsEverything at once, not only the first.
func TestParentageTellsEverything(t *testing.T) {
	text := failureOf(t, func(t testing.TB) {
		stacktest.Run(t, func(ctx *pulumi.Context) error {
			for _, name := range []string{"a", "b"} {
				if _, err := register(ctx, vpcType, name, nil); err != nil {
					return err
				}
			}
			return nil
		})
	})
	line := `aws:ec2/vpc:Vpc "%s" has no component above it; pass pulumi.Parent, or stacktest.TopLevel("aws:ec2/vpc:Vpc")`
	require.Equal(t, outOfOrder+sprintf(line, "a")+"\n"+sprintf(line, "b"), text)
}

// grandchild is a VPC whose parent is a VPC in a component.
func grandchild(name string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		c, err := group(ctx, "main")
		if err != nil {
			return err
		}
		vpc, err := register(ctx, vpcType, "main", nil, pulumi.Parent(c))
		if err != nil {
			return err
		}
		_, err = register(ctx, vpcType, name, nil, pulumi.Parent(vpc))
		return err
	}
}

// nested is a VPC in a component in a component.
func nested(inner, vpc string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		outer, err := group(ctx, "main")
		if err != nil {
			return err
		}
		c, err := group(ctx, inner, pulumi.Parent(outer))
		if err != nil {
			return err
		}
		_, err = register(ctx, vpcType, vpc, nil, pulumi.Parent(c))
		return err
	}
}
