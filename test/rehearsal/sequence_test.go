package rehearsal

import (
	"context"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

func TestRehearse(t *testing.T) {
	r := open(t, network)
	report, err := r.Rehearse(t.Context())
	require.NoError(t, err)
	var names []string
	var counts []Counts
	for _, step := range report.Steps {
		names, counts = append(names, step.Name), append(counts, step.Counts)
	}
	require.Equal(t, []string{"up", "second up", "refresh", "destroy"}, names)
	require.Equal(t, []Counts{{Create: 4}, {Same: 4}, {Same: 4}, {Delete: 4}}, counts)
	require.Empty(t, held(t, r))
}

// inSecondUp is the network; from the plan of the second up on it first does something else: the plan and the up itself
// are a run of the program each.
func inSecondUp(do func(*pulumi.Context) error) pulumi.RunFunc {
	runs := 0
	return func(ctx *pulumi.Context) error {
		if runs++; runs > 2 {
			if err := do(ctx); err != nil {
				return err
			}
		}
		return network(ctx)
	}
}

func TestRehearseFindsAProgramThatIsNeverDone(t *testing.T) {
	r := open(t, inSecondUp(func(ctx *pulumi.Context) error {
		_, err := register(ctx, vpcType, "late", pulumi.Map{"cidrBlock": pulumi.String("10.1.0.0/16")})
		return err
	}))
	report, err := r.Rehearse(t.Context())
	require.EqualError(t, err, `rehearsal of "dev": the second up changed what it should have left alone: `+
		"1 created, 4 unchanged\n  create aws:ec2/vpc:Vpc \"late\"")
	require.Len(t, report.Steps, 2)
	require.Len(t, held(t, r), 4, "it is left to be looked at")
}

func TestRehearseFindsDrift(t *testing.T) {
	var r *Rehearsal
	r = open(t, inSecondUp(func(ctx *pulumi.Context) error {
		inAccount(t, r, func(ctx context.Context, a *account.Account) {
			resources, err := a.Resources(ctx)
			require.NoError(t, err)
			require.NoError(t, a.Change(ctx, "us-east-1", vpcType, resources[0].ID, map[string]any{"tags": map[string]any{}}))
		})
		return nil
	}))
	_, err := r.Rehearse(t.Context())
	require.ErrorContains(t, err, `rehearsal of "dev": the refresh found drift: 1 updated, 3 unchanged`)
}

func TestRehearseFindsWhatADestroyLeaves(t *testing.T) {
	var r *Rehearsal
	put := func(ctx context.Context, a *account.Account, id, urn string) {
		require.NoError(t, a.Do(ctx, func(tx *account.Tx) error {
			tx.Put(&account.Resource{Region: "us-east-1", Type: "aws:ec2/eip:Eip", ID: id, URN: urn, Created: time.Now()}, nil)
			return nil
		}))
	}
	r = open(t, inSecondUp(func(ctx *pulumi.Context) error {
		inAccount(t, r, func(ctx context.Context, a *account.Account) {
			put(ctx, a, "eipalloc-mine", "urn:pulumi:dev::shop::aws:ec2/eip:Eip::x")
			put(ctx, a, "eipalloc-nobodys", "")
			put(ctx, a, "eipalloc-theirs", "urn:pulumi:staging::shop::aws:ec2/eip:Eip::x")
		})
		return nil
	}))
	inAccount(t, r, func(ctx context.Context, a *account.Account) { put(ctx, a, "eipalloc-before", "") })
	_, err := r.Rehearse(t.Context())
	require.EqualError(t, err, "rehearsal of \"dev\": the destroy left resources in the account:\n"+
		"  aws:ec2/eip:Eip eipalloc-mine in us-east-1\n  aws:ec2/eip:Eip eipalloc-nobodys in us-east-1")
}

func TestRehearseWantsAnEnvironmentThatIsDown(t *testing.T) {
	r := open(t, network)
	_, err := r.Up(t.Context())
	require.NoError(t, err)
	_, err = r.Rehearse(t.Context())
	require.EqualError(t, err, `environment "dev" is up already, with 5 resources; destroy it before a rehearsal`)
	require.Len(t, held(t, r), 3)
}

func TestProtected(t *testing.T) {
	r := open(t, func(ctx *pulumi.Context) error {
		_, err := register(ctx, vpcType, "kept", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")}, pulumi.Protect(true))
		if err == nil {
			_, err = register(ctx, vpcType, "other", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")})
		}
		return err
	})
	_, err := r.Up(t.Context())
	require.NoError(t, err)
	list, err := r.Protected()
	require.NoError(t, err)
	require.Equal(t, []string{`aws:ec2/vpc:Vpc "kept" (protect)`}, list)
	_, err = r.Destroy(t.Context())
	require.ErrorContains(t, err, "kept")
}
