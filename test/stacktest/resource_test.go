package stacktest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// service has an input of every kind.
func service(ctx *pulumi.Context, parent pulumi.Resource) error {
	_, err := register(ctx, serviceType, "main", pulumi.Map{
		"desiredCount":   pulumi.Int(2),
		"weight":         pulumi.Float64(0.5),
		"propagateTags":  pulumi.String(""),
		"enableExec":     pulumi.Bool(false),
		"platform":       pulumi.StringPtrFromPtr(nil),
		"tags":           pulumi.StringMap{"app.kubernetes.io/name": pulumi.String("web")},
		"password":       pulumi.ToSecret(pulumi.String("hunter2")),
		"loadBalancers":  pulumi.Array{pulumi.Map{"containerPort": pulumi.Int(8000)}},
		"subnets":        pulumi.ToStringArray([]string{"a", "b"}),
		"configuration":  pulumi.Map{"token": pulumi.ToSecret(pulumi.String("s3cr3t")), "level": pulumi.String("info")},
		"secretSettings": pulumi.ToSecret(pulumi.Map{"user": pulumi.String("admin")}),
	}, pulumi.Parent(parent))
	return err
}

func TestInput(t *testing.T) {
	r := inMain(t, service).One(t, serviceType)
	for path, want := range map[string]any{
		"desiredCount":                   2,
		"weight":                         0.5,
		"propagateTags":                  "",
		"enableExec":                     false,
		"platform":                       nil,
		"absent":                         nil,
		`tags["app.kubernetes.io/name"]`: "web",
		"password":                       "hunter2",
		"loadBalancers[0].containerPort": 8000,
		"loadBalancers[1].containerPort": nil,
		"loadBalancers":                  []any{map[string]any{"containerPort": 8000}},
		"subnets":                        []any{"a", "b"},
		"subnets[1]":                     "b",
		"configuration.token":            "s3cr3t",
		"secretSettings.user":            "admin",
		"secretSettings":                 map[string]any{"user": "admin"},
		"subnets.a":                      nil,
		"a[":                             nil,
	} {
		require.Equal(t, want, r.Input(path), path)
		require.Equal(t, want != nil, r.Has(path), path)
	}
}

func TestIsSecret(t *testing.T) {
	r := inMain(t, service).One(t, serviceType)
	for path, want := range map[string]bool{
		"password":            true,
		"configuration.token": true,
		"configuration":       true,
		"configuration.level": false,
		"secretSettings.user": true,
		"secretSettings":      true,
		"desiredCount":        false,
		"absent":              false,
		"a[":                  false,
	} {
		require.Equal(t, want, r.IsSecret(path), path)
	}
}

func TestPackageName(t *testing.T) {
	require.Equal(t, "aws", stacktest.Resource{Type: vpcType}.PackageName())
	require.Equal(t, "bare", stacktest.Resource{Type: "bare"}.PackageName())
}

func TestOptions(t *testing.T) {
	rec := inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
		provider := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource("pulumi:providers:aws", "main-east", pulumi.Map{}, provider); err != nil {
			return err
		}
		vpc, err := register(ctx, vpcType, "main", nil, pulumi.Parent(c), pulumi.Provider(provider))
		if err != nil {
			return err
		}
		_, err = register(ctx, subnetType, "main-a", pulumi.Map{"vpcId": vpc.ID()}, pulumi.Parent(c),
			pulumi.Protect(true), pulumi.RetainOnDelete(true), pulumi.DeleteBeforeReplace(true),
			pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "1m", Update: "2m", Delete: "3m"}),
			pulumi.IgnoreChanges([]string{"tags"}), pulumi.ReplaceOnChanges([]string{"vpcId"}),
			pulumi.AdditionalSecretOutputs([]string{"arn"}), pulumi.DependsOn([]pulumi.Resource{vpc}),
			pulumi.DeletedWith(vpc), pulumi.Aliases([]pulumi.Alias{
				{Name: pulumi.String("old")},
				{URN: pulumi.URN("urn:pulumi:test::tenfold::" + subnetType + "::older")},
				{Type: pulumi.String("aws:ec2/old:Old"), NoParent: pulumi.Bool(true)},
			}))
		return err
	})
	vpc, subnet := rec.One(t, vpcType), rec.One(t, subnetType)
	provider := rec.One(t, "pulumi:providers:aws")

	require.Equal(t, provider.URN+"::"+provider.ID, vpc.Provider)
	require.Equal(t, rec.One(t, networkType).URN, vpc.Parent)
	require.False(t, vpc.Protect || vpc.RetainOnDelete || vpc.DeleteBeforeReplace || vpc.Read)
	require.Empty(t, vpc.DependsOn)
	require.True(t, vpc.Custom)
	require.False(t, rec.One(t, networkType).Custom)

	require.True(t, subnet.Protect)
	require.True(t, subnet.RetainOnDelete)
	require.True(t, subnet.DeleteBeforeReplace)
	require.Equal(t, []string{"tags"}, subnet.IgnoreChanges)
	require.Equal(t, pulumi.CustomTimeouts{Create: "1m", Update: "2m", Delete: "3m"}, subnet.CustomTimeouts)
	require.Equal(t, []string{"vpcId"}, subnet.ReplaceOnChanges)
	require.Equal(t, []string{"arn"}, subnet.SecretOutputs)
	require.Equal(t, []string{vpc.URN}, subnet.DependsOn)
	require.Equal(t, vpc.URN, subnet.DeletedWith)
	require.Equal(t, []string{
		"name=old", "urn:pulumi:test::tenfold::aws:ec2/subnet:Subnet::older", "type=aws:ec2/old:Old parent=none",
	}, subnet.Aliases)
}

// registered waits until a resource is registered. The SDK makes it its parent's child only then.
func registered(r pulumi.Resource) {
	done := make(chan struct{})
	r.URN().ApplyT(func(pulumi.URN) bool {
		close(done)
		return true
	})
	<-done
}

func TestDependsOnAComponentIsOnItsChildren(t *testing.T) {
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		c, err := group(ctx, "main")
		if err != nil {
			return err
		}
		for _, name := range []string{"main-b", "main-a"} {
			vpc, err := register(ctx, vpcType, name, nil, pulumi.Parent(c))
			if err != nil {
				return err
			}
			registered(vpc)
		}
		other, err := group(ctx, "other")
		if err != nil {
			return err
		}
		_, err = register(ctx, subnetType, "other", nil, pulumi.Parent(other), pulumi.DependsOn([]pulumi.Resource{c}))
		return err
	})
	require.Equal(t, []string{
		rec.Named(t, vpcType, "main-a").URN, rec.Named(t, vpcType, "main-b").URN,
	}, rec.One(t, subnetType).DependsOn)
}

func TestReadResource(t *testing.T) {
	read := func(ctx *pulumi.Context) error {
		r := &thing{}
		if err := ctx.ReadResource(vpcType, "shared", pulumi.ID("vpc-1"), nil, r); err != nil {
			return err
		}
		return stacktest.Probe(ctx, "id", pulumi.Map{"id": r.ID()})
	}
	for name, c := range map[string]struct {
		opts []stacktest.Option
		id   any
	}{
		"update":  {nil, "vpc-1"},
		"preview": {[]stacktest.Option{stacktest.Preview()}, stacktest.Unknown}, // the SDK's mocks do not return it
	} {
		t.Run(name, func(t *testing.T) {
			rec := stacktest.Run(t, read, c.opts...)
			require.True(t, rec.One(t, vpcType).Read)
			require.True(t, rec.One(t, vpcType).Custom)
			require.Equal(t, "vpc-1", rec.One(t, vpcType).ID)
			require.Equal(t, c.id, rec.Probed(t, "id").Input("id"))
		})
	}
}

func TestImportedResourceHasItsID(t *testing.T) {
	rec := inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
		_, err := register(ctx, vpcType, "main", nil, pulumi.Parent(c), pulumi.Import(pulumi.ID("vpc-1")))
		return err
	})
	require.Equal(t, "vpc-1", rec.One(t, vpcType).ID)
}

func TestCallInput(t *testing.T) {
	c := stacktest.Call{Inputs: resource.PropertyMap{
		"filters": resource.NewProperty([]resource.PropertyValue{resource.NewProperty(1.0)}),
	}}
	require.Equal(t, 1, c.Input("filters[0]"))
	require.Nil(t, c.Input("owner"))
}
