package job

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFromCrontab(t *testing.T) {
	for text, want := range map[string]string{
		"0 3 * * *": "cron(0 3 * * ? *)", "*/5 * * * *": "cron(*/5 * * * ? *)", "0 3 1 * *": "cron(0 3 1 * ? *)",
		"0 3 * * 1-5": "cron(0 3 ? * MON-FRI *)", "0 3 * * 0": "cron(0 3 ? * SUN *)", "0 3 * * 7": "cron(0 3 ? * SUN *)",
		"0 3 * * mon,3": "cron(0 3 ? * MON,WED *)", "30 22 1,15 jan *": "cron(30 22 1,15 JAN ? *)",
		"@daily": "cron(0 0 * * ? *)", "@weekly": "cron(0 0 ? * SUN *)", " 0  3 * * * ": "cron(0 3 * * ? *)",

		"0 3 1 * 1": "", "60 3 * * *": "", "0 3 * *": "", "@reboot": "", "daily": "", "0 3 * * 8": "", "": "",
	} {
		require.Equal(t, want, fromCrontab(text), text)
	}
	require.Equal(t, []string{wantKind + "; write cron(0 3 * * ? *)"}, expressionWants("0 3 * * *"))
	require.Equal(t, []string{wantKind}, expressionWants("0 3 1 * 1"))
}
