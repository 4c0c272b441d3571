package postgres

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

func TestParseWindows(t *testing.T) {
	for text, want := range map[string]window{
		"00:00-00:30": {0, 30}, "02:00-03:00": {120, 60}, "23:30-00:30": {23*60 + 30, 60}, "02:00-02:00": {120, 0},
	} {
		got, ok := parseDaily(text)
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]window{
		"mon:00:00-mon:00:30": {0, 30}, "sun:04:00-sun:05:00": {6*1440 + 240, 60}, "sun:23:30-mon:00:30": {7*1440 - 30, 60},
		"mon:05:00-mon:04:00": {300, 7*1440 - 60},
	} {
		got, ok := parseWeekly(text)
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", "2:00-3:00", "24:00-01:00", "02:60-03:00", "02:00", "02:00-03:00 ", "sun:02:00-03:00",
	} {
		_, ok := parseDaily(text)
		require.False(t, ok, text)
	}
	for _, text := range []string{"", "02:00-03:00", "Sun:04:00-Sun:05:00", "so:04:00-so:05:00", "sun:04:00-05:00"} {
		_, ok := parseWeekly(text)
		require.False(t, ok, text)
	}
}

func TestWindowsMeet(t *testing.T) {
	for _, tc := range []struct {
		maintenance, backup string
		want                bool
	}{
		{"sun:04:00-sun:05:00", "02:00-03:00", false},
		{"sun:04:00-sun:05:00", "03:00-04:00", false},
		{"sun:04:00-sun:05:00", "05:00-06:00", false},
		{"sun:04:00-sun:05:00", "03:30-04:01", true},
		{"sun:04:00-sun:05:00", "04:59-05:30", true},
		{"wed:04:00-wed:05:00", "04:15-04:45", true},
		{"sun:23:30-mon:00:30", "00:00-01:00", true},
		{"sun:23:00-sun:23:30", "23:30-00:30", false},
		{"mon:00:00-mon:00:30", "23:45-00:15", true},
		{"sat:20:00-sun:19:00", "19:00-20:00", false},
		{"sat:20:00-sun:19:00", "18:59-20:00", true},
	} {
		maintenance, _ := parseWeekly(tc.maintenance)
		backup, _ := parseDaily(tc.backup)
		require.Equal(t, tc.want, maintenance.meetsDaily(backup), "%s, %s", tc.maintenance, tc.backup)
	}
}

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
