package postgres

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"
)

func TestWaiting(t *testing.T) {
	asked := resource.NewPropertyMapFromMap(map[string]any{
		"instanceClass": "db.m7g.2xlarge", "multiAz": true, "allocatedStorage": 200, "iops": nil, "backupRetentionPeriod": 7,
	})
	actual := resource.NewPropertyMapFromMap(map[string]any{
		"instanceClass": "db.m7g.large", "multiAz": true, "allocatedStorage": 100, "iops": 3000, "backupRetentionPeriod": 1,
		"maintenanceWindow": "sun:04:00-sun:05:00",
	})
	require.Equal(t, []string{
		`postgres "main": allocatedStorage 200 waits for the maintenance window sun:04:00-sun:05:00 UTC, and 100 runs until ` +
			"then; set applyImmediately to make it now",
		`postgres "main": instanceClass db.m7g.2xlarge waits for the maintenance window sun:04:00-sun:05:00 UTC, and ` +
			"db.m7g.large runs until then; set applyImmediately to make it now",
	}, waiting("main", asked, actual))
	require.Empty(t, waiting("main", actual, actual))
}

// Of the version the provider reads what waits.
func TestWaitingVersion(t *testing.T) {
	text := func(version, actual string) []string {
		read := map[string]any{"engineVersion": version, "engineVersionActual": actual, "maintenanceWindow": "sun:04:00-sun:05:00"}
		return waiting("main", resource.NewPropertyMapFromMap(map[string]any{"engineVersion": version}),
			resource.NewPropertyMapFromMap(read))
	}
	require.Equal(t, []string{
		`postgres "main": engineVersion 17.10 waits for the maintenance window sun:04:00-sun:05:00 UTC, and 17.9 runs until ` +
			"then; set applyImmediately to make it now",
	}, text("17.10", "17.9"))
	require.Empty(t, text("17.9", "17.9"))
	require.Empty(t, text("17", "17.9"))
	require.Len(t, text("17.1", "17.10"), 1, "17.10 is no 17.1")
}
