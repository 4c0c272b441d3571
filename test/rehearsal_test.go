package test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// Every environment's whole life with the real engine and the policies: up, a second up that changes nothing, a refresh
// without drift, and a destroy that leaves an empty account.
func TestRehearseEveryEnvironment(t *testing.T) {
	for _, environment := range environments(t) {
		t.Run(environment, func(t *testing.T) {
			t.Parallel()
			r := openEnvironment(t, options(t, environment))
			report, err := r.Rehearse(t.Context())
			require.NoError(t, err)
			require.Len(t, report.Steps, 4)
			require.Greater(t, report.Steps[0].Counts.Create, 40)
			require.Equal(t, report.Steps[0].Counts.Create, report.Steps[1].Counts.Same)
			require.Empty(t, resources(t, r))
			for _, violation := range report.Steps[0].Violations {
				require.Equal(t, "dev tls", environment+" "+violation.Policy)
			}
		})
	}
}

// Production is up in the same account as staging, and what one destroys the other keeps.
func TestEnvironmentsShareAnAccount(t *testing.T) {
	t.Parallel()
	staging := options(t, "staging")
	production := options(t, "production-100k")
	production.WorkDir = staging.WorkDir
	s, p := openEnvironment(t, staging), openEnvironment(t, production)

	mustUp(t, s)
	alone := len(resources(t, s))
	mustUp(t, p)
	require.Greater(t, len(resources(t, s)), 2*alone)

	_, err := p.Destroy(t.Context())
	require.NoError(t, err)
	require.Len(t, resources(t, s), alone)
	require.Zero(t, mustUp(t, s).Counts.Changes())
}

// What must not be lost by accident is protected until the environment's file says otherwise.
func TestProductionIsProtected(t *testing.T) {
	t.Parallel()
	o := options(t, "production-10k")
	o.Config = nil
	r := openEnvironment(t, o)
	mustUp(t, r)
	protected, err := r.Protected()
	require.NoError(t, err)
	require.Equal(t, []string{`aws:lb/loadBalancer:LoadBalancer "alb" (enableDeletionProtection)`}, protected)

	_, err = r.Destroy(t.Context())
	require.ErrorContains(t, err, "OperationNotPermitted: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:")
	require.ErrorContains(t, err, "cannot be deleted because deletion protection is enabled")

	// The documented way: allow it, up, destroy.
	o.Config = map[string]string{"tenfold:allowDestroy": "true"}
	r, err = rehearsal.Open(t.Context(), o)
	require.NoError(t, err)
	mustUp(t, r)
	_, err = r.Destroy(t.Context())
	require.NoError(t, err)
	require.Empty(t, resources(t, r))
}

// Growing from one tier to the next replaces nothing: the network keeps its addresses, the load balancer its name.
func TestGrowingReplacesNothing(t *testing.T) {
	t.Parallel()
	o := options(t, "production-10k")
	mustUp(t, openEnvironment(t, o))

	o.Config["tenfold:tier"] = "100k"
	o.Config["tenfold:zones"] = `["us-east-1a", "us-east-1b", "us-east-1c"]`
	grown := mustUp(t, openEnvironment(t, o))

	replaced := map[string]bool{}
	for _, change := range grown.Changed {
		if change.Operation == "replace" || change.Operation == "delete" {
			replaced[change.Type] = true
		}
	}
	require.Equal(t, map[string]bool{"aws:ecs/taskDefinition:TaskDefinition": true}, replaced,
		"a task definition is replaced by its next revision; nothing else may be")
	require.Greater(t, grown.Counts.Create, 10)
	require.Zero(t, mustUp(t, openEnvironment(t, o)).Counts.Changes())
}
