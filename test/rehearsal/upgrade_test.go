package rehearsal_test

import (
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// shop is the program of the README: a queue in a component.
func shop(queue pulumi.Map) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		tasks := &pulumi.ResourceState{}
		if err := ctx.RegisterComponentResource("shop:index:Tasks", "tasks", tasks); err != nil {
			return err
		}
		var res pulumi.CustomResourceState
		return ctx.RegisterResource("aws:sqs/queue:Queue", "tasks", queue, &res, pulumi.Parent(tasks))
	}
}

func options(t *testing.T, program pulumi.RunFunc) rehearsal.Options {
	return rehearsal.Options{
		Project: "shop", Environment: "dev", Program: program, WorkDir: t.TempDir(), BinDir: rehearsal.BinDir(),
		Config: map[string]string{"aws:region": "us-east-1"},
	}
}

func open(t *testing.T, o rehearsal.Options) *rehearsal.Rehearsal {
	t.Helper()
	r, err := rehearsal.Open(t.Context(), o)
	require.NoError(t, err)
	return r
}

// upgrade brings the old program up and tells what the new one would replace or delete.
func upgrade(t *testing.T, before, after pulumi.RunFunc) []rehearsal.Change {
	t.Helper()
	o := options(t, before)
	_, err := open(t, o).Up(t.Context())
	require.NoError(t, err)

	o.Program = after // the same WorkDir: the same state and the same account
	planned, err := open(t, o).Preview(t.Context())
	require.NoError(t, err)
	var lost []rehearsal.Change
	for _, change := range planned.Changed {
		if change.Operation == "replace" || change.Operation == "delete" {
			lost = append(lost, change)
		}
	}
	return lost
}

func TestUpgradeKeepsTheQueue(t *testing.T) {
	t.Parallel()
	before := shop(pulumi.Map{"name": pulumi.String("tasks")})
	after := shop(pulumi.Map{"name": pulumi.String("tasks"), "visibilityTimeoutSeconds": pulumi.Int(900)})
	require.Empty(t, upgrade(t, before, after))
}

func TestUpgradeSeesThatTheQueueIsReplaced(t *testing.T) {
	t.Parallel()
	before, after := shop(pulumi.Map{"name": pulumi.String("tasks")}), shop(pulumi.Map{"name": pulumi.String("jobs")})
	lost := upgrade(t, before, after)
	require.Len(t, lost, 1)
	require.Equal(t, `replace aws:sqs/queue:Queue "tasks" (name)`, lost[0].String())
}

// TestAPolicyOfOnesOwn: the pack in testdata/costcenter has one policy beside Tenfold's.
func TestAPolicyOfOnesOwn(t *testing.T) {
	t.Parallel()
	o := options(t, shop(pulumi.Map{"sqsManagedSseEnabled": pulumi.Bool(false)}))
	o.PolicyPack = filepath.Join(o.BinDir, "costcenter")
	_, err := open(t, o).Up(t.Context())
	require.ErrorContains(t, err,
		`policy cost-center (mandatory): aws:sqs/queue:Queue "tasks": tag cost-center is missing`)
	require.ErrorContains(t, err, `policy encrypted-data (mandatory): aws:sqs/queue:Queue "tasks"`)
}
