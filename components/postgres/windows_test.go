package postgres

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// RDS takes no snapshot of AWS Backup in its windows and in the hour before each.
func TestCopyStart(t *testing.T) {
	for start, ok := range map[string]bool{
		"00:59": true, "01:00": false, "02:59": false, "03:00": false, "04:59": false, "05:00": true, "06:00": true,
	} {
		a := good()
		a.BackupCopy = &BackupCopy{VaultARN: pulumi.String("arn"), Start: start}
		err := a.withDefaults().problems("main").Err("postgres", "main")
		if ok {
			require.NoError(t, err, start)
			continue
		}
		require.EqualError(t, err, `postgres "main": backupCopy.start is "`+start+`"; want a time outside of `+
			"backupWindow, 02:00-03:00, of maintenanceWindow, sun:04:00-sun:05:00, and of the hour before each")
	}
}

// No two of six replicas share the day of a restart with each other or with the primary, and RDS accepts each window.
func TestReplicasRestartOnOtherDays(t *testing.T) {
	a := Args{MaintenanceWindow: "sun:23:30-mon:00:30"}
	windows := []string{
		"sat:23:30-sun:00:30", "fri:23:30-sat:00:30", "thu:23:30-fri:00:30", "wed:23:30-thu:00:30", "tue:23:30-wed:00:30",
		"mon:23:30-tue:00:30", "sat:23:30-sun:00:30",
	}
	for i, want := range windows {
		require.Equal(t, want, a.replicaWindow(i))
	}
}

func TestDailySchedule(t *testing.T) {
	require.Equal(t, "cron(0 6 * * ? *)", dailySchedule("06:00"))
	require.Equal(t, "cron(45 23 * * ? *)", dailySchedule("23:45"))
}
