package test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
)

// running is the revision of the task definition that each service runs, by the logical name of the service.
func running(t *testing.T, r *rehearsal.Rehearsal) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, res := range resources(t, r) {
		if res.Type == serviceType {
			arn := res.Properties.String("taskDefinition")
			all[res.Name] = arn[strings.LastIndex(arn, ":")+1:]
		}
	}
	return all
}

// At night a person goes back by ECS alone. An earlier revision is still active, and the next updates do as docs say.
func TestAnEarlierRevisionGivenByHand(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	r := openEnvironment(t, o)
	mustUp(t, r)
	r = reopened(t, o, "tenfold:image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:2.0.0")
	mustUp(t, r)
	require.Equal(t, "2", running(t, r)["web"])

	web := serviceNamed(t, r, "web")
	earlier := strings.TrimSuffix(web.Properties.String("taskDefinition"), ":2") + ":1"
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		err := a.Do(ctx, func(tx *account.Tx) error {
			require.NotNil(t, tx.Get("us-east-1", ecs.TaskDefinition+"/revision", earlier), "ECS refuses an inactive revision")
			return nil
		})
		require.NoError(t, err)
		return a.Change(ctx, "us-east-1", serviceType, web.ID, map[string]any{"taskDefinition": earlier})
	})

	// The engine does not look, so that an update changes nothing. Only the gate sees it.
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, "the service runs backend:1.0.0 (dev-web:1) and not the requested backend:2.0.0 (dev-web:2)")
	require.Equal(t, "1", running(t, r)["web"])

	// After a refresh, an update sets the service to what the program says.
	_, err = r.Refresh(t.Context())
	require.NoError(t, err)
	mustUp(t, r)
	require.Equal(t, "2", running(t, r)["web"])
	require.Zero(t, mustUp(t, r).Counts.Changes())
}

func serviceNamed(t *testing.T, r *rehearsal.Rehearsal, name string) account.Resource {
	t.Helper()
	for _, res := range resources(t, r) {
		if res.Type == serviceType && res.Name == name {
			return res
		}
	}
	t.Fatalf("the account has no service %s", name)
	return account.Resource{}
}

// A task reads its secrets when it starts, so a new version of one starts new tasks of what reads it, and of nothing else.
func TestANewSecretReachesTheTasks(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	r := openEnvironment(t, o)
	mustUp(t, r)
	everything := resources(t, r)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Do(ctx, func(tx *account.Tx) error {
			for _, res := range everything {
				if res.Type == "aws:secretsmanager/secretVersion:SecretVersion" && res.Name == "cache-url" {
					tx.Delete(res.Region, res.Type, res.ID)
				}
			}
			return nil
		})
	})
	_, err := r.Refresh(t.Context())
	require.NoError(t, err)
	mustUp(t, r)
	want := map[string]string{
		"web": "2", "worker-celery": "2", "worker-bulk": "2", "beat": "2", "flower": "2", "queuedepth": "1", "pgbouncer": "1",
	}
	require.Equal(t, want, running(t, r))

	// Nobody tells Tenfold of the team's own secrets but the file.
	r = reopened(t, o, "tenfold:secretsGeneration", "1")
	mustUp(t, r)
	for _, name := range []string{"web", "worker-celery", "worker-bulk", "beat", "flower"} {
		want[name] = "3"
	}
	require.Equal(t, want, running(t, r))
	require.Zero(t, mustUp(t, r).Counts.Changes())
}
