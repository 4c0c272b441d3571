package backend

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// No two environments share a database, and every name fits PostgreSQL.
func TestDatabaseName(t *testing.T) {
	for environment, want := range map[string]string{
		"pr-42":                 "app_pr_42",
		"pr_42":                 "app_pr_42_eadbb43f",
		"Staging":               "app_staging_72efb0b9",
		strings.Repeat("x", 51): "app_" + strings.Repeat("x", 51),
		strings.Repeat("x", 52): "app_" + strings.Repeat("x", 42) + "_dea18d90",
	} {
		require.Equal(t, want, databaseName(environment), environment)
		require.LessOrEqual(t, len(databaseName(environment)), maxDatabaseName)
	}
}
