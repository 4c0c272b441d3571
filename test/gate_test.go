package test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const serviceType = "aws:ecs/service:Service"

// reopened opens an environment again, with other configuration.
func reopened(t *testing.T, o rehearsal.Options, key, value string) *rehearsal.Rehearsal {
	t.Helper()
	o.Config[key] = value
	r, err := rehearsal.Open(t.Context(), o)
	require.NoError(t, err)
	return r
}

// The provider reports success when ECS rolled the deployment back. The deploy gate does not.
func TestARolledBackDeploymentFailsTheUpdate(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	r := openEnvironment(t, o)
	mustUp(t, r)

	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Inject(ctx, account.Fault{Action: "update", Type: serviceType, Effect: account.RollBack, Nth: 1})
	})
	r = reopened(t, o, "tenfold:image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:broken")
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, "ECS rolled the deployment back")
	require.ErrorContains(t, err, ":1 and not the requested")

	// The same broken image is still not what runs: another up says so again, and a working image mends it.
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.ClearFaults(ctx) })
	r = reopened(t, o, "tenfold:image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:mended")
	mustUp(t, r)
	require.Zero(t, mustUp(t, r).Counts.Changes())
}

// The autoscaler's count survives deployments, also the one after the engine has seen it.
func TestDeploymentsKeepTheAutoscalersCount(t *testing.T) {
	t.Parallel()
	o := options(t, "staging")
	r := openEnvironment(t, o)
	mustUp(t, r)
	for i, count := range []float64{5, 3} {
		inAccount(t, r, func(ctx context.Context, a *account.Account) error {
			return a.Change(ctx, "us-east-1", serviceType, service(t, r).ID, map[string]any{"desiredCount": count})
		})
		image := fmt.Sprintf("123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:2.0.%d", i)
		r = reopened(t, o, "tenfold:image", image)
		mustUp(t, r)
		require.EqualValues(t, count, service(t, r).Properties["desiredCount"])
	}
	require.Zero(t, mustUp(t, r).Counts.Changes())
}

func service(t *testing.T, r *rehearsal.Rehearsal) account.Resource {
	t.Helper()
	for _, res := range resources(t, r) {
		if res.Type == serviceType {
			return res
		}
	}
	t.Fatal("the account has no ECS service")
	return account.Resource{}
}
