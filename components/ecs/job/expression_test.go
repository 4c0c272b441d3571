package job

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	wantKind   = "cron(…) with six fields, at(yyyy-mm-ddThh:mm:ss) or rate(…)"
	wantRate   = "rate(n minutes), rate(n hours) or rate(n days), n at least 1"
	wantAt     = "at(yyyy-mm-ddThh:mm:ss), with a date and a time that exist"
	wantSix    = "six fields, one space apart: minutes, hours, day of month, month, day of week and year"
	wantOneDay = "? as exactly one of day of month and day of week"
	asList     = ", or lists, ranges and steps, not "
	wantMinute = "minutes 0-59 or *" + asList
	wantHour   = "hours 0-23 or *" + asList
	wantDay    = "day of month 1-31, L, LW, nW, * or ?" + asList
	wantMonth  = "month 1-12, JAN-DEC or *" + asList
	wantWeek   = "day of week 1-7, SUN-SAT, L, nL, n#m, * or ?" + asList
	wantYear   = "year 1970-2199 or *" + asList
)

func TestExpressionsThatEventBridgeTakes(t *testing.T) {
	for _, expression := range []string{
		"cron(0 3 * * ? *)", "cron(0/5 8-17 ? * MON-FRI *)", "cron(*/10 * ? * 1-7/2 *)", "cron(0,30 22-2 1,15 * ? *)",
		"cron(59 23 31 12 ? 2199)", "cron(0 0 L * ? 2026)", "cron(0 0 LW JAN,jun-AUG ? 1970-2199/2)",
		"cron(0 0 1W * ? *)", "cron(0 0 31W * ? *)", "cron(0 0 ? 1 L *)", "cron(0 0 ? * 6L *)", "cron(0 0 ? * 7#5 *)",
		"rate(1 minute)", "rate(1 minutes)", "rate(12 hours)", "rate(30 days)",
		"at(2026-11-27T05:00:00)", "at(2028-02-29T23:59:59)",
	} {
		require.Empty(t, expressionWants(expression), expression)
	}
}

func TestExpressionsThatEventBridgeRefuses(t *testing.T) {
	for expression, want := range map[string][]string{
		"every(1 hour)": {wantKind}, "CRON(0 3 * * ? *)": {wantKind},
		"cron(0 3 * * ? *": {wantKind}, "cron": {wantKind}, "cron)": {wantKind},

		"cron()": {wantSix}, "cron(0 3 * * ?)": {wantSix}, "cron(0  3 * * ? *)": {wantSix},
		"cron(0 3 * * ? * *)": {wantSix}, "cron( 0 3 * * ? *)": {wantSix},
		"cron(0 3 * * * *)": {wantOneDay}, "cron(0 3 ? * ? *)": {wantOneDay}, "cron(0 3 1 * MON *)": {wantOneDay},
		"cron(99 3 * * ? *)": {wantMinute + `"99"`}, "cron(60 3 * * ? *)": {wantMinute + `"60"`},
		"cron(? 3 * * ? *)": {wantMinute + `"?"`}, "cron(-1 3 * * ? *)": {wantMinute + `"-1"`},
		"cron(+1 3 * * ? *)": {wantMinute + `"+1"`}, "cron(1- 3 * * ? *)": {wantMinute + `"1-"`},
		"cron(1,,2 3 * * ? *)": {wantMinute + `"1,,2"`}, "cron(1-60 3 * * ? *)": {wantMinute + `"1-60"`},
		"cron(0/0 3 * * ? *)": {wantMinute + `"0/0"`}, "cron(0/ 3 * * ? *)": {wantMinute + `"0/"`},
		"cron(*/x 3 * * ? *)": {wantMinute + `"*/x"`}, "cron(*-5 3 * * ? *)": {wantMinute + `"*-5"`},
		"cron(0 24 * * ? *)": {wantHour + `"24"`}, "cron(0 L * * ? *)": {wantHour + `"L"`},
		"cron(0 3 0 * ? *)": {wantDay + `"0"`}, "cron(0 3 32 * ? *)": {wantDay + `"32"`},
		"cron(0 3 32W * ? *)": {wantDay + `"32W"`}, "cron(0 3 1,? * ? *)": {wantDay + `"1,?"`},
		"cron(0 3 * 0 ? *)": {wantMonth + `"0"`}, "cron(0 3 * 13 ? *)": {wantMonth + `"13"`},
		"cron(0 3 * MON ? *)": {wantMonth + `"MON"`}, "cron(0 3 * JANUARY ? *)": {wantMonth + `"JANUARY"`},
		"cron(0 3 ? * 0 *)": {wantWeek + `"0"`}, "cron(0 3 ? * 2#6 *)": {wantWeek + `"2#6"`},
		"cron(0 3 ? * 8#1 *)": {wantWeek + `"8#1"`}, "cron(0 3 ? * 8L *)": {wantWeek + `"8L"`},
		"cron(0 3 ? * 3#1,6#3 *)": {wantWeek + `"3#1,6#3"`}, "cron(0 3 ? * MON-FRY *)": {wantWeek + `"MON-FRY"`},
		"cron(0 3 * * ? 1969)": {wantYear + `"1969"`}, "cron(0 3 * * ? 2200)": {wantYear + `"2200"`},
		"cron(0 3 ? * 8 *)": {wantWeek + `"8"`},
		"cron(99 24 32 13 8 1969)": {
			wantMinute + `"99"`, wantHour + `"24"`, wantDay + `"32"`, wantMonth + `"13"`, wantWeek + `"8"`,
			wantYear + `"1969"`, wantOneDay,
		},

		"rate()": {wantRate}, "rate(0 hours)": {wantRate}, "rate(-1 hours)": {wantRate}, "rate(1.5 hours)": {wantRate},
		"rate(1 week)": {wantRate}, "rate(10 seconds)": {wantRate}, "rate(10)": {wantRate}, "rate( 1 hour )": {wantRate},
		"rate(10 hourss)": {wantRate},

		"at(2026-13-40T25:00:00)": {wantAt}, "at(2026-02-29T05:00:00)": {wantAt}, "at(2026-11-27)": {wantAt},
		"at(2026-11-27T24:00:00)": {wantAt}, "at(2026-11-27T05:00:00Z)": {wantAt}, "at(2026-11-27 05:00:00)": {wantAt},
		"at(2026-11-27T5:00:00)": {wantAt}, "at(2026-11-27T05:00:00.5)": {wantAt}, "at()": {wantAt},
	} {
		require.Equal(t, want, expressionWants(expression), expression)
	}
}

func TestTimezones(t *testing.T) {
	for zone, want := range map[string]bool{
		"UTC": true, "Europe/Berlin": true, "America/Argentina/Buenos_Aires": true, "Etc/GMT+5": true,
		"Africa/Porto-Novo": true, "EST5EDT": true, "America/Port_of_Spain": true,
		"": false, "Local": false, "Mars/Phobos": false, "europe/berlin": false, "Europe/berlin": false, "UTC+2": false,
		"+01:00": false, "Europe/": false, "Europe": false, "posix/Europe/Berlin": false, "../Europe/Berlin": false,
	} {
		require.Equal(t, want, isZone(zone), zone)
	}
}
