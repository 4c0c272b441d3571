package test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// A preview of a release shows what it changes and no more: nothing that comes after a gate becomes unknown by that.
func TestThePreviewOfARelease(t *testing.T) {
	t.Parallel()
	o := options(t, "staging")
	o.Config["tenfold:jobs"] = `[{"name": "nightly", "schedule": "rate(1 day)", "command": ["python", "nightly.py"]}]`
	mustUp(t, openEnvironment(t, o))
	r := reopened(t, o, "tenfold:image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:2.0.0")
	preview, err := r.Preview(t.Context())
	require.NoError(t, err)
	var changed []string
	for _, change := range preview.Changed {
		if !strings.HasPrefix(change.Type, "tenfold:") {
			changed = append(changed, change.Operation+" "+change.Type+" "+change.Name)
		}
	}
	slices.Sort(changed)
	require.Equal(t, []string{
		"replace aws:ecs/taskDefinition:TaskDefinition beat-task",
		"replace aws:ecs/taskDefinition:TaskDefinition flower-task",
		"replace aws:ecs/taskDefinition:TaskDefinition job-nightly-task",
		"replace aws:ecs/taskDefinition:TaskDefinition release-task",
		"replace aws:ecs/taskDefinition:TaskDefinition web-task",
		"replace aws:ecs/taskDefinition:TaskDefinition worker-bulk-task",
		"replace aws:ecs/taskDefinition:TaskDefinition worker-celery-task",
		"replace aws:lambda/invocation:Invocation release-run-1",
		"replace aws:lambda/invocation:Invocation release-run-2",
		"update aws:ecs/service:Service beat",
		"update aws:ecs/service:Service flower",
		"update aws:ecs/service:Service web",
		"update aws:ecs/service:Service worker-bulk",
		"update aws:ecs/service:Service worker-celery",
		"update aws:lambda/function:Function release",
		"update aws:scheduler/schedule:Schedule job-nightly",
	}, changed)
}

// What the function writes into the parameter stays, through a refresh and through updates.
func TestTheMemoryOfReleasesStays(t *testing.T) {
	t.Parallel()
	const parameter, memory = "aws:ssm/parameter:Parameter", `{"runs":1,"done":["0123456789abcdef"]}`
	o := options(t, "staging")
	r := openEnvironment(t, o)
	mustUp(t, r)
	stored := func() account.Resource {
		i := slices.IndexFunc(resources(t, r), func(res account.Resource) bool { return res.Type == parameter })
		return resources(t, r)[i]
	}
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Change(ctx, "us-east-1", parameter, stored().ID, map[string]any{
			"value": memory, "insecureValue": memory, "version": 2.0,
		})
	})
	require.Zero(t, mustUp(t, r).Counts.Changes())
	_, err := r.Refresh(t.Context())
	require.NoError(t, err)
	require.Zero(t, mustUp(t, r).Counts.Changes())
	r = reopened(t, o, "tenfold:image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:2.0.0")
	mustUp(t, r)
	require.Equal(t, memory, stored().Properties["value"])
}
