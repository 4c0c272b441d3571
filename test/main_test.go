package test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/calendar"
	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// binDir holds what rehearsals run: the simulated provider and the policy pack, built from the sources as they are, and
// the Pulumi CLI of the repository, unless the PATH's is used.
var binDir string

func TestMain(m *testing.M) {
	code, err := build(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func build(m *testing.M) (code int, err error) {
	if binDir, err = os.MkdirTemp("", "tenfold"); err != nil {
		return 1, err
	}
	defer os.RemoveAll(binDir)
	commands := map[string]string{"tenfold-policies": "../policies"}
	if err := rehearsal.Install(context.Background(), binDir, "../.tenfold/bin/pulumi", commands); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// hostedZone is the public zone that the environments' domains live in. A company has its zone before it deploys.
const hostedZone = "example.com"

// options are those of an environment of this repository, in an account of its own. A preview before each up and the
// policies are for the tests that are about them: they double the time of an up.
func options(t testing.TB, environment string) rehearsal.Options {
	t.Helper()
	return rehearsal.Options{
		Environment: environment, Program: backend.On(calendar.Day()), ProjectDir: "..", WorkDir: t.TempDir(), BinDir: binDir,
		SkipPreview: true, SkipCheckpoints: true, // no engine is killed here
		Config: map[string]string{"tenfold:allowDestroy": "true", "tenfold:skipFinalSnapshot": "true"},
	}
}

// checked are the options with the policies and with a preview before each up.
func checked(t testing.TB, environment string) rehearsal.Options {
	t.Helper()
	o := options(t, environment)
	o.PolicyPack, o.SkipPreview = filepath.Join(binDir, "tenfold-policies"), false
	return o
}

// openEnvironment opens an environment and gives its account the hosted zone.
func openEnvironment(t testing.TB, o rehearsal.Options) *rehearsal.Rehearsal {
	t.Helper()
	r, err := rehearsal.Open(t.Context(), o)
	require.NoError(t, err)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Seed(ctx, account.Global, "aws:route53/zone:Zone", "Z0123456789EXAMPLE", map[string]any{"name": hostedZone})
	})
	return r
}

// openProgram opens a small program without files, in an account of its own.
func openProgram(t testing.TB, program pulumi.RunFunc) *rehearsal.Rehearsal {
	t.Helper()
	r, err := rehearsal.Open(t.Context(), rehearsal.Options{
		Project: "sample", Environment: "test", Program: program, WorkDir: t.TempDir(), BinDir: binDir,
		Config: map[string]string{"aws:region": "us-east-1"},
	})
	require.NoError(t, err)
	return r
}

func inAccount(t testing.TB, r *rehearsal.Rehearsal, fn func(context.Context, *account.Account) error) {
	t.Helper()
	a, err := account.Open(r.Account())
	require.NoError(t, err)
	defer func() { require.NoError(t, a.Close()) }()
	require.NoError(t, fn(t.Context(), a))
}

// resources are what the account holds of everything that an up made, without the records that validate certificates: a
// destroy leaves them.
func resources(t testing.TB, r *rehearsal.Rehearsal) []account.Resource {
	t.Helper()
	var list []account.Resource
	inAccount(t, r, func(ctx context.Context, a *account.Account) (err error) {
		list, err = a.Resources(ctx)
		return err
	})
	return slices.DeleteFunc(list, func(res account.Resource) bool {
		return res.Type == recordType && strings.Contains(res.Properties.String("records.0"), ".acm-validations.aws")
	})
}

func mustUp(t testing.TB, r *rehearsal.Rehearsal) rehearsal.Result {
	t.Helper()
	result, err := r.Up(t.Context())
	require.NoError(t, err)
	return result
}
