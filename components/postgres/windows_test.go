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

func TestDailySchedule(t *testing.T) {
	require.Equal(t, "cron(0 6 * * ? *)", dailySchedule("06:00"))
	require.Equal(t, "cron(45 23 * * ? *)", dailySchedule("23:45"))
}
