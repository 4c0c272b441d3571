package scheduler_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/scheduler"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestScheduleRules(t *testing.T) {
	long := strings.Repeat("a", 65)
	window := func(mode string, minutes any) props {
		return schedule(props{"flexibleTimeWindow": map[string]any(simtest.With(props{
			"mode": mode, "maximumWindowInMinutes": minutes,
		}, nil))})
	}
	checkRules(t, scheduler.Schedule, map[string]ruleCase{
		"fits":             {schedule(nil), ""},
		"fits by default":  {schedule(props{"groupName": nil, "name": nil}), ""},
		"fits by prefix":   {schedule(props{"name": nil, "namePrefix": long[:38]}), ""},
		"SC1 length":       {schedule(props{"name": long}), "expected length of name to be in the range (1 - 64)"},
		"SC1 longest":      {schedule(props{"name": long[:64]}), ""},
		"SC1 prefix":       {schedule(props{"name": nil, "namePrefix": long[:39]}), "name_prefix to be in the range (1 -"},
		"SC1 both":         {schedule(props{"namePrefix": "a"}), `"name": conflicts with name_prefix`},
		"SC3 length":       {schedule(props{"groupName": long}), "expected length of group_name to be in the range (1 - 64)"},
		"SC20 one":         {schedule(props{"endDate": "2030-01-02T00:00:00Z"}), ""},
		"SC6 length":       {schedule(props{"scheduleExpressionTimezone": long}), "in the range (1 - 50)"},
		"SC6 fits":         {schedule(props{"scheduleExpressionTimezone": "Europe/Berlin"}), ""},
		"SC7 fits":         {window("FLEXIBLE", 15), ""},
		"SC7 longest":      {window("FLEXIBLE", 1440), ""},
		"SC21 fits":        {schedule(props{"state": "DISABLED"}), ""},
		"SC21 description": {schedule(props{"description": strings.Repeat("a", 513)}), "in the range (0 - 512)"},
		"SC21 state":       {schedule(props{"state": "OFF"}), `expected state to be one of ["ENABLED" "DISABLED"], got OFF`},
		"SC21 key":         {schedule(props{"kmsKeyArn": "key"}), `"kms_key_arn" (key) is an invalid ARN: arn: invalid`},
		"SC1 characters": {
			schedule(props{"name": "a b"}),
			"invalid value for name (The name must consist of alphanumerics, hyphens, and underscores.)",
		},
		"SC6": {
			schedule(props{"scheduleExpressionTimezone": "Mars"}),
			"ValidationException: Invalid Schedule Expression Timezone Mars.",
		},
		"SC7 mode":  {window("ON", nil), `expected flexible_time_window.mode to be one of ["OFF" "FLEXIBLE"], got ON`},
		"SC7 range": {window("FLEXIBLE", 1441), "to be in the range (1 - 1440), got 1441"},
		"SC7 missing": {
			window("FLEXIBLE", nil),
			"ValidationException: MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.",
		},
		"SC7 too much": {
			window("OFF", 15),
			"ValidationException: MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.",
		},
		"SC3": {
			schedule(props{"groupName": "none"}),
			", ResourceNotFoundException: Schedule group none does not exist.",
		},
		"SC20 fits": {
			schedule(props{"startDate": "2030-01-01T00:00:00Z", "endDate": "2030-01-02T00:00:00Z"}), "",
		},
		"SC20 date": {
			schedule(props{"startDate": "2030-01-01"}),
			`expected "start_date" to be a valid RFC3339 date, got "2030-01-01": `,
		},
		"SC20 order": {
			schedule(props{"startDate": "2030-01-02T00:00:00Z", "endDate": "2030-01-02T00:00:00Z"}),
			"ValidationException: The StartDate you specify must come before the EndDate.",
		},
	})
}

func TestExpressions(t *testing.T) {
	for text, valid := range map[string]bool{
		"rate(1 minute)": true, "rate(1 minutes)": true, "rate(5minutes)": true, "rate(12 hours)": true,
		"RATE(1 day)":     true,
		"rate(0 minutes)": false, "rate(-1 minutes)": false, "rate(1.5 hours)": false, "rate(10)": false,
		"rate(10 seconds)": false, "rate(1 week)": false, "rate( 10 minutes )": false, " rate(10 minutes)": false,
		"rate(10 minutess)": false, "rate()": false,
		"cron(0 3 * * ? *)": true, "cron(*/5 8-18 ? * MON-FRI *)": true, "cron(0 9 L * ? *)": true,
		"cron(0 9 1W * ? *)": true, "cron(0 9 ? * 6L *)": true, "cron(0 9 ? JAN,JUN 2#1 2030)": true,
		"cron(0 3 * * ?)": true, "cron(0 0/6 1,15 * ? *)": true,
		"cron(0 1 * * * *)": false, "cron(0 1 ? * ? *)": false, "cron(0 1 1 * 1 *)": false, "cron(71 8 1 * ? *)": false,
		"cron(0 24 1 * ? *)": false, "cron(0 1 0 * ? *)": false, "cron(0 1 32 * ? *)": false, "cron(0 1 1 13 ? *)": false,
		"cron(0 1 ? * 8 *)": false, "cron(0 1 ? * 2#6 *)": false, "cron(0 dummy ? * MON-FRI *)": false,
		"cron(7 20 * * NOT *)": false,
		"cron(0/0 1 * * ? *)":  false, "cron(1- 1 * * ? *)": false, "cron(0 1 * * ? 1969)": false,
		"cron(0 3 * *)": false, "cron(0 3 * * ? * *)": false, "cron(INVALID)": false, "cron()": false,
		"at(2030-01-01T00:00:00)": true, "at(2030-01-01T00:00)": true, "at(2030-01-01)": false,
		"at(2030-01-01T00:00:00Z)": false, "at(2030-13-01T00:00:00)": false, "at(2030-01-01 00:00:00)": false,
		"0 3 * * *": false, "every(1 hour)": false,
	} {
		_, _, err := world(t).Create(scheduler.Schedule, "x", schedule(props{"scheduleExpression": text}))
		if valid {
			require.NoError(t, err, text)
		} else {
			require.ErrorContains(t, err, "ValidationException: Invalid Schedule Expression "+text+".", "SC5")
		}
	}
	_, _, err := world(t).Create(scheduler.Schedule, "x", schedule(props{"scheduleExpression": strings.Repeat("a", 257)}))
	require.ErrorContains(t, err, "expected length of schedule_expression to be in the range (1 - 256)", "SC5")
}

func TestScheduleState(t *testing.T) {
	a := world(t)
	id, state := a.MustCreate(scheduler.Schedule, "s", schedule(props{"groupName": nil}))
	require.Equal(t, "default/nightly", id)
	require.Equal(t, "arn:aws:scheduler:us-east-1:123456789012:schedule/default/nightly", state["arn"])
	require.Equal(t, "default", state["groupName"])
	require.Equal(t, "UTC", state["scheduleExpressionTimezone"])
	require.Equal(t, "ENABLED", state["state"])
	require.Equal(t, 185, state.Int("target.retryPolicy.maximumRetryAttempts"))
	require.Equal(t, 86400, state.Int("target.retryPolicy.maximumEventAgeInSeconds"))
	require.Equal(t, 1, state.Int("target.ecsParameters.taskCount"))
	require.Equal(t, false, state.Get("target.ecsParameters.networkConfiguration.assignPublicIp"))

	same := map[string]props{
		"nothing": schedule(props{"groupName": nil}),
		"written down": schedule(props{
			"groupName": nil, "state": "ENABLED", "scheduleExpressionTimezone": "UTC",
			"target": target(props{
				"retryPolicy":   map[string]any{"maximumRetryAttempts": 185},
				"ecsParameters": tasks(props{"taskCount": 1}),
			}),
		}),
	}
	for name, inputs := range same {
		changed, _, _, err := a.Diff(scheduler.Schedule, id, inputs)
		require.NoError(t, err)
		require.Empty(t, changed, name)
	}
	require.Equal(t, state, a.Read(scheduler.Schedule, id))
	other, _ := a.MustCreate(scheduler.Schedule, "t", schedule(nil))
	require.Equal(t, "jobs/nightly", other, "a name is free in another group")
	_, _, err := a.Create(scheduler.Schedule, "u", schedule(nil))
	require.ErrorContains(t, err, "StatusCode: 409", "SC4")
	require.ErrorContains(t, err, ", ConflictException: Schedule nightly already exists.", "SC4")
}

func TestScheduleChanges(t *testing.T) {
	a := world(t)
	id, _ := a.MustCreate(scheduler.Schedule, "s", schedule(nil))
	once := onTarget(props{"retryPolicy": map[string]any{"maximumRetryAttempts": 0}})
	for name, c := range map[string]struct {
		inputs   props
		property string
		replaces bool
	}{
		"SC2 name":   {schedule(props{"name": "hourly"}), "name", true},
		"SC2 group":  {schedule(props{"groupName": "other"}), "groupName", true},
		"expression": {schedule(props{"scheduleExpression": "rate(1 hour)"}), "scheduleExpression", false},
		"state":      {schedule(props{"state": "DISABLED"}), "state", false},
		"retries":    {once, "target", false},
		"task":       {onTasks(props{"taskDefinitionArn": taskARN + "7"}), "target", false},
	} {
		changed, replaced, _, err := a.Diff(scheduler.Schedule, id, c.inputs)
		require.NoError(t, err)
		require.Equal(t, []string{c.property}, changed, name)
		require.Equal(t, c.replaces, len(replaced) == 1, name)
	}
	state, err := a.Update(scheduler.Schedule, id, once)
	require.NoError(t, err)
	require.Equal(t, 0, state.Int("target.retryPolicy.maximumRetryAttempts"))
	require.Equal(t, 86400, state.Int("target.retryPolicy.maximumEventAgeInSeconds"))
	state, err = a.Update(scheduler.Schedule, id, schedule(props{"state": "DISABLED"}))
	require.NoError(t, err)
	require.Equal(t, "DISABLED", state["state"])
	require.Equal(t, 185, state.Int("target.retryPolicy.maximumRetryAttempts"), "left out is the default")
}

func TestScheduleIsCheckedInPreviews(t *testing.T) {
	unknown := onTarget(props{
		"roleArn": simtest.Unknown, "ecsParameters": tasks(props{"taskDefinitionArn": simtest.Unknown}),
	})
	require.Empty(t, world(t).Check(scheduler.Schedule, "s", unknown))
	require.Len(t, world(t).Check(scheduler.Schedule, "s", simtest.With(unknown, props{"state": "x", "name": "a b"})), 2)
}
