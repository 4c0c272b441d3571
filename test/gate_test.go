package test

import (
	"context"
	"fmt"
	"strings"
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
	require.ErrorContains(t, err, "ECS rolled the deployment back: the service runs backend:1.0.0 (dev-worker-")
	require.ErrorContains(t, err, ":1) and not the requested backend:broken (dev-worker-")
	require.ErrorContains(t, err, "; set the image back to "+
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:1.0.0 and run pulumi up, or fix it and release a new tag")

	// The same broken image is still not what runs: another up says so again, and a working image mends it.
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.ClearFaults(ctx) })
	r = reopened(t, o, "tenfold:image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:mended")
	mustUp(t, r)
	require.Zero(t, mustUp(t, r).Counts.Changes())
}

// rollBack makes the account roll back the next deployment of services.
func rollBack(t *testing.T, r *rehearsal.Rehearsal, services ...string) {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		for _, name := range services {
			fault := account.Fault{Action: "update", Type: serviceType, Name: name, Effect: account.RollBack, Nth: 1}
			if err := a.Inject(ctx, fault); err != nil {
				return err
			}
		}
		return nil
	})
}

// versions are the revisions that the services of an application run.
func versions(t *testing.T, r *rehearsal.Rehearsal) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, res := range resources(t, r) {
		if res.Type == serviceType {
			definition, _ := res.Properties["taskDefinition"].(string)
			all[res.Name] = definition[strings.LastIndex(definition, ":")+1:]
		}
	}
	return all
}

const (
	broken = "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:broken"
	stay   = ") and not the requested backend:broken (staging-"
	back   = "; set the image back to 123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:1.0.0 and run pulumi up, or fix it and release a new tag"
)

// What a person sees is the text of the gate, for each part that was rolled back, and no error of a policy that follows
// from it. What comes after is not updated.
func TestAReleaseThatIsRolledBackOnTheWay(t *testing.T) {
	t.Parallel()
	o := options(t, "staging")
	r := openEnvironment(t, o)
	mustUp(t, r)

	rollBack(t, r, "worker-bulk", "worker-celery")
	r = reopened(t, o, "tenfold:image", broken)
	_, err := r.Up(t.Context())
	for _, part := range []string{"worker-bulk", "worker-celery"} {
		require.ErrorContains(t, err, `tenfold:ecs:Worker "`+part+`": worker "`+part+`": ECS rolled the deployment back: the `+
			`service runs backend:1.0.0 (staging-`+part+`:1`+stay+part+`:2); already at the new version: release; updated at the `+
			`same time`)
	}
	require.ErrorContains(t, err, "not updated: web, beat, flower; look at the service's events")
	require.ErrorContains(t, err, back)
	require.Equal(t, "1", versions(t, r)["web"])
	require.Equal(t, "1", versions(t, r)["beat"])

	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.ClearFaults(ctx) })
	rollBack(t, r, "web")
	_, err = r.Up(t.Context())
	require.ErrorContains(t, err, `tenfold:ecs:Web "web": web "web": ECS rolled the deployment back: the service runs `+
		`backend:1.0.0 (staging-web:1`+stay+`web:2); already at the new version: release, worker-bulk, worker-celery; not `+
		`updated: beat, flower; look at the service's events`)
	require.Equal(t, "1", versions(t, r)["beat"])
	require.Equal(t, "1", versions(t, r)["flower"])

	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.ClearFaults(ctx) })
	mustUp(t, r)
	require.Zero(t, mustUp(t, r).Counts.Changes())
	for part, version := range versions(t, r) {
		require.Equal(t, map[bool]string{true: "1", false: "2"}[part == "pgbouncer" || part == "queuedepth"], version, part)
	}
}

// Report: with another port the scaling policy failed as well, because the new target group was not attached, and its
// error was the only one that a person saw.
func TestTheErrorOfAnotherPortIsTheGates(t *testing.T) {
	t.Parallel()
	o := options(t, "staging")
	r := openEnvironment(t, o)
	mustUp(t, r)
	rollBack(t, r, "web")
	r = reopened(t, o, "tenfold:port", "9000")
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, `web "web": ECS rolled the deployment back: the service runs backend:1.0.0 (staging-web:1) and `+
		`not the requested backend:1.0.0 (staging-web:2)`)
	require.NotContains(t, err.Error(), "web-requests")
}

// A failed command stops the release, and the next up runs it again. One that succeeded is not run again.
func TestAReleaseCommandThatFails(t *testing.T) {
	t.Parallel()
	const invocation, payload = "aws:lambda/invocation:Invocation", `{"errorMessage": "exit code 1"}`
	o := options(t, "staging")
	r := openEnvironment(t, o)
	mustUp(t, r)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Inject(ctx, account.Fault{
			Action: "create", Type: invocation, Name: "release-run-1", Nth: 1, Effect: account.Raise, Message: payload,
		})
	})
	r = reopened(t, o, "tenfold:image", broken)
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, payload)
	for part, version := range versions(t, r) {
		require.Equal(t, "1", version, part)
	}
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.ClearFaults(ctx) })
	mustUp(t, r)
	require.Equal(t, "2", versions(t, r)["web"])
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
			return a.Change(ctx, "us-east-1", serviceType, serviceNamed(t, r, "web").ID, map[string]any{"desiredCount": count})
		})
		image := fmt.Sprintf("123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:2.0.%d", i)
		r = reopened(t, o, "tenfold:image", image)
		mustUp(t, r)
		require.EqualValues(t, count, serviceNamed(t, r, "web").Properties["desiredCount"])
	}
	require.Zero(t, mustUp(t, r).Counts.Changes())
}
