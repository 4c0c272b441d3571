package test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// held are the resources of the account by type and name. Earlier revisions of task definitions stay, which cost nothing.
func held(t *testing.T, r *rehearsal.Rehearsal) []string {
	t.Helper()
	var names []string
	for _, one := range resources(t, r) {
		if one.Type != "aws:ecs/taskDefinition:TaskDefinition" {
			names = append(names, one.URN)
		}
	}
	slices.Sort(names)
	return names
}

// Both keys open the ways in, and replace nothing but task definitions and PgBouncer's users. A second up changes nothing.
// Without the keys nothing is left.
func TestTheWaysInOpenAndClose(t *testing.T) {
	t.Parallel()
	o := checked(t, "staging")
	o.Config["tenfold:overrides"] = `{"flower": {"port": 5600}}`
	r := openEnvironment(t, o)
	mustUp(t, r)
	closed := held(t, r)

	o.Config["tenfold:exec"] = "true"
	r = reopened(t, o, "tenfold:operator", "true")
	opened := mustUp(t, r)
	for _, change := range opened.Changed {
		replaced := change.Operation == "replace" || change.Operation == "delete"
		if replaced && change.Type != "aws:ecs/taskDefinition:TaskDefinition" {
			require.Equal(t, "pgbouncer-users", change.Name)
		}
	}
	for name, want := range map[string]any{ // what tenfold commands reads
		"databasePort": 5432.0, "flowerPort": 5600.0,
		"operatorCommands": []any{"reader", "owner", "master", "console", "cache", "broker"},
	} {
		require.Equal(t, want, opened.Outputs[name].Value, name)
	}
	require.Zero(t, mustUp(t, r).Counts.Changes())
	require.Greater(t, len(held(t, r)), len(closed)+15)

	delete(o.Config, "tenfold:exec")
	r = reopened(t, o, "tenfold:operator", "false")
	mustUp(t, r)
	require.Equal(t, closed, held(t, r))
}
