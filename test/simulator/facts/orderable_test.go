package facts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/facts"
)

func TestOrderable(t *testing.T) {
	classes := facts.Orderable("rds_postgres_instance_classes")
	require.Contains(t, classes, "db.m7g.large")
	require.NotContains(t, classes, "db.m7g.huge")
	versions := facts.Orderable("rds_postgres_engine_versions")
	require.Len(t, versions, 73)
	require.Contains(t, versions, "17.6")
	require.Empty(t, facts.Orderable("_source"), "a text is no list")
	require.Empty(t, facts.Orderable("none"))
}
