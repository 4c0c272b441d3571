package rehearsal

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const (
	vpcType    = "aws:ec2/vpc:Vpc"
	subnetType = "aws:ec2/subnet:Subnet"
)

func TestUp(t *testing.T) {
	var progress bytes.Buffer
	var planned Result
	r := open(t, network, func(o *Options) { o.Progress, o.Planned = &progress, func(r Result) { planned = r } })
	result, err := r.Up(t.Context())
	require.NoError(t, err)
	require.ElementsMatch(t, planned.Components, result.Components, "the plan told it before, and steps end in any order")
	require.Equal(t, Counts{Create: 4}, result.Counts, "the stack, a VPC and two subnets")
	require.Len(t, result.Changed, 3)
	const vpc = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::main"
	require.Equal(t, Change{Operation: "create", URN: vpc, Type: vpcType, Name: "main", Component: vpc}, result.Changed[0])
	require.Equal(t, Component{URN: vpc, Type: vpcType, Name: "main", Counts: Counts{Create: 1}}, result.Components[0])
	require.Regexp(t, "^vpc-[0-9a-f]{17}$", result.Outputs["vpcId"].Value)
	require.Equal(t, Output{Value: []any{1.0, 2.0}}, result.Outputs["sizes"])
	require.Equal(t, Output{Value: "hunter2", Secret: true}, result.Outputs["password"])
	require.Len(t, result.Outputs, 3)
	require.Empty(t, result.Warnings)
	require.Positive(t, result.Duration)
	require.Equal(t, []string{vpcType, subnetType, subnetType}, held(t, r))
	require.Contains(t, progress.String(), "create aws:ec2/vpc:Vpc \"main\"\n")

	again, err := r.Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Same: 4}, again.Counts)
	require.Empty(t, again.Changed)

	outputs, err := r.Outputs(t.Context())
	require.NoError(t, err)
	require.Equal(t, result.Outputs, outputs)
}

func TestPreviewChangesNothing(t *testing.T) {
	r := open(t, network)
	result, err := r.Preview(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Create: 4}, result.Counts)
	require.Len(t, result.Changed, 3)
	require.Empty(t, held(t, r))
}

func TestUpdateAndReplace(t *testing.T) {
	r := open(t, network)
	_, err := r.Up(t.Context())
	require.NoError(t, err)

	o := r.options
	o.Config = map[string]string{"aws:region": "us-east-1", "owner": "them"}
	result, err := reopen(t, o).Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Update: 1, Same: 3}, result.Counts)
	require.Equal(t, "update", result.Changed[0].Operation)
	require.Contains(t, result.Changed[0].Properties, "tags")

	o.Config = map[string]string{"aws:region": "us-east-1", "owner": "them", "range": "10.9.0.0/16", "net": "9"}
	result, err = reopen(t, o).Up(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Replace: 3, Same: 1}, result.Counts)
	require.Equal(t, `replace aws:ec2/vpc:Vpc "main" (cidrBlock)`, result.Changed[0].String())
	require.Equal(t, []Difference{{Path: "cidrBlock", Old: "10.0.0.0/16", New: "10.9.0.0/16"}}, result.Changed[0].Differences)
	require.Equal(t, []string{vpcType, subnetType, subnetType}, held(t, r))
}

func TestRefreshFindsDrift(t *testing.T) {
	r := open(t, network)
	up, err := r.Up(t.Context())
	require.NoError(t, err)
	result, err := r.Refresh(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Same: 4}, result.Counts)

	inAccount(t, r, func(ctx context.Context, a *account.Account) {
		id := up.Outputs["vpcId"].String()
		require.NoError(t, a.Change(ctx, "us-east-1", vpcType, id, map[string]any{"tags": map[string]any{"owner": "me"}}))
	})
	result, err = r.Refresh(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Update: 1, Same: 3}, result.Counts)
	require.Len(t, result.Changed, 1)
	require.Equal(t, "main", result.Changed[0].Name)
}

func TestDestroyAndRemove(t *testing.T) {
	r := open(t, network)
	_, err := r.Up(t.Context())
	require.NoError(t, err)
	require.ErrorContains(t, r.Remove(t.Context()), `remove of "dev": `, "it still has resources")

	result, err := r.Destroy(t.Context())
	require.NoError(t, err)
	require.Equal(t, Counts{Delete: 4}, result.Counts)
	require.Empty(t, held(t, r))

	require.NoError(t, r.Remove(t.Context()))
	require.NoFileExists(t, r.options.work()+"/Pulumi.dev.yaml")
	state, err := r.state()
	require.NoError(t, err)
	require.Empty(t, state.Resources)
}

func TestFailuresCarryAWSsWords(t *testing.T) {
	r := open(t, func(ctx *pulumi.Context) error {
		_, err := register(ctx, vpcType, "main", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/8")})
		return err
	})
	result, err := r.Up(t.Context())
	require.EqualError(t, err, `up of "dev": aws:ec2/vpc:Vpc "main": creating EC2 VPC (main): `+
		`InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid.`)
	var failure *Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, []Failure{{
		URN: "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::main", Type: vpcType, Name: "main",
		Code: "InvalidVpc.Range", Message: "The CIDR '10.0.0.0/8' is invalid.",
		Doing: "creating EC2 VPC (main)", Call: "EC2 CreateVpc",
	}}, failure.Failures)
	require.Empty(t, failure.Messages)
	require.Equal(t, 0, result.Counts.Update)
	require.Empty(t, result.Changed)
}

func TestAPreviewFindsWhatTheProviderChecks(t *testing.T) {
	r := open(t, func(ctx *pulumi.Context) error {
		_, err := register(ctx, vpcType, "main", pulumi.Map{"cidrBlok": pulumi.String("10.0.0.0/16")})
		return err
	})
	_, err := r.Preview(t.Context())
	var failure *Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, "preview", failure.Operation)
	require.Len(t, failure.Failures, 1)
	require.Equal(t, "main", failure.Failures[0].Name)
	require.Contains(t, failure.Failures[0].Message, "cidrBlok")
	require.Empty(t, failure.Failures[0].Code)
}

func TestTheProgramsOwnError(t *testing.T) {
	r := open(t, func(*pulumi.Context) error {
		return errors.Join(
			errors.New(`network "main": zones is 1; want 2 to 3`), errors.New(`network "main": cidr is required`))
	})
	_, err := r.Up(t.Context())
	require.EqualError(t, err, "up of \"dev\": network \"main\": zones is 1; want 2 to 3\n"+
		"    network \"main\": cidr is required")
}

func TestPolicies(t *testing.T) {
	r := open(t, func(ctx *pulumi.Context) error {
		_, err := register(ctx, vpcType, "main", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")})
		return err
	}, func(o *Options) { o.PolicyPack = binDir + "/policies" })
	for name, operation := range map[string]func(context.Context) (Result, error){"preview": r.Preview, "up": r.Up} {
		result, err := operation(t.Context())
		require.EqualError(t, err,
			name+` of "dev": policy vpc-has-tags (mandatory): aws:ec2/vpc:Vpc "main": has no tags; set tags`)
		require.Len(t, result.Violations, 2)
		advisory := slices.IndexFunc(result.Violations, func(v Violation) bool { return !v.Mandatory })
		require.Equal(t, Violation{
			Policy: "vpc-has-dns", Pack: "test", URN: "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::main", Type: vpcType, Name: "main",
			Message: "has no DNS host names",
		}, result.Violations[advisory])
		require.Empty(t, held(t, r), "a mandatory violation comes before the create")
	}
}

func TestWarningsAndEvents(t *testing.T) {
	stream := make(chan events.EngineEvent)
	var created []string
	done := make(chan struct{})
	go func() {
		defer close(done)
		for e := range stream {
			if e.ResourcePreEvent != nil {
				created = append(created, e.ResourcePreEvent.Metadata.Type)
			}
		}
	}()
	r := open(t, func(ctx *pulumi.Context) error {
		return errors.Join(ctx.Log.Warn("mind the gap", nil), network(ctx))
	}, func(o *Options) { o.Events = stream })
	result, err := r.Up(t.Context())
	require.NoError(t, err)
	close(stream)
	<-done
	require.Equal(t, []string{"mind the gap"}, result.Warnings)
	require.Len(t, created, 5, "the stack, the default provider and three resources")
}
