package rehearsal

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// binDir holds what the tests run: the simulated provider and a policy pack, built from the sources as they are, and
// the Pulumi CLI of the repository or the PATH.
var binDir string

func TestMain(m *testing.M) {
	code, err := build(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func build(m *testing.M) (code int, err error) {
	if binDir, err = os.MkdirTemp("", "rehearsal"); err != nil {
		return 1, err
	}
	defer os.RemoveAll(binDir)
	err = Install(context.Background(), binDir, "../../.tenfold/bin/pulumi", map[string]string{
		"policies": "./testdata/policies", "costcenter": "./testdata/costcenter",
	})
	if err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// open opens a rehearsal of a program in an account of its own. change may change the options. Each test waits for its
// engine most of the time, so they run in parallel.
func open(t *testing.T, program pulumi.RunFunc, change ...func(*Options)) *Rehearsal {
	t.Helper()
	t.Parallel()
	o := Options{
		Project: "shop", Environment: "dev", Program: program, WorkDir: t.TempDir(), BinDir: binDir,
		Config: map[string]string{"aws:region": "us-east-1"},
	}
	for _, c := range change {
		c(&o)
	}
	return reopen(t, o)
}

func reopen(t *testing.T, o Options) *Rehearsal {
	t.Helper()
	r, err := Open(t.Context(), o)
	require.NoError(t, err)
	return r
}

func withConfig(key, value string) func(*Options) {
	return func(o *Options) { o.Config[key] = value }
}

// anything is a resource that is registered by its token.
type anything struct{ pulumi.CustomResourceState }

func register(
	ctx *pulumi.Context, token, name string, props pulumi.Map, opts ...pulumi.ResourceOption,
) (*anything, error) {
	res := &anything{}
	return res, ctx.RegisterResource(token, name, props, res, opts...)
}

// network is the program of most tests: a VPC with two subnets, whose range, tag and subnets can be configured.
func network(ctx *pulumi.Context) error {
	setting := func(key, fallback string) pulumi.String {
		if value, ok := ctx.GetConfig("shop:" + key); ok {
			return pulumi.String(value)
		}
		return pulumi.String(fallback)
	}
	vpc, err := register(ctx, "aws:ec2/vpc:Vpc", "main", pulumi.Map{
		"cidrBlock": setting("range", "10.0.0.0/16"), "tags": pulumi.Map{"owner": setting("owner", "us")},
	})
	if err != nil {
		return err
	}
	for i := range 2 {
		_, err := register(ctx, "aws:ec2/subnet:Subnet", fmt.Sprintf("main-%d", i), pulumi.Map{
			"vpcId": vpc.ID(), "cidrBlock": pulumi.Sprintf("10.%s.%d.0/24", setting("net", "0"), i),
		})
		if err != nil {
			return err
		}
	}
	ctx.Export("vpcId", vpc.ID())
	ctx.Export("sizes", pulumi.ToArray([]any{1, 2}))
	ctx.Export("password", pulumi.ToSecret(pulumi.String("hunter2")))
	return nil
}

// inAccount is the rehearsal's account.
func inAccount(t *testing.T, r *Rehearsal, fn func(context.Context, *account.Account)) {
	t.Helper()
	a, err := account.Open(r.Account())
	require.NoError(t, err)
	defer func() { require.NoError(t, a.Close()) }()
	fn(t.Context(), a)
}

// held lists the types that the account holds.
func held(t *testing.T, r *Rehearsal) []string {
	t.Helper()
	types := []string{}
	inAccount(t, r, func(ctx context.Context, a *account.Account) {
		resources, err := a.Resources(ctx)
		require.NoError(t, err)
		for _, res := range resources {
			types = append(types, res.Type)
		}
	})
	return types
}

func inject(t *testing.T, r *Rehearsal, f account.Fault) {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) { require.NoError(t, a.Inject(ctx, f)) })
}
