package scheduler_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/scheduler"
)

func TestGroupRules(t *testing.T) {
	named := func(name string) props { return props{"name": name} }
	checkRules(t, scheduler.ScheduleGroup, map[string]ruleCase{
		"fits":         {named("reports"), ""},
		"fits unnamed": {props{}, ""},
		"SC1 length":   {named(strings.Repeat("a", 65)), "expected length of name to be in the range (1 - 64)"},
		"SC1":          {named("a/b"), "invalid value for name (The name must consist of alphanumerics"},
		"SC22": {
			named("default"),
			", ValidationException: This operation cannot be performed on schedule group default.",
		},
		"SC4": {named("jobs"), ", ConflictException: Schedule group jobs already exists."},
	})
}

func TestGroup(t *testing.T) {
	a := world(t)
	id, state := a.MustCreate(scheduler.ScheduleGroup, "g", props{"name": "reports", "tags": map[string]any{"a": "b"}})
	require.Equal(t, "reports", id)
	require.Equal(t, "arn:aws:scheduler:us-east-1:123456789012:schedule-group/reports", state["arn"])
	require.Equal(t, "ACTIVE", state["state"])
	require.NotEmpty(t, state["creationDate"])
	tagged := func(name, value string) props { return props{"name": name, "tags": map[string]any{"a": value}} }
	changed, replaced, _, err := a.Diff(scheduler.ScheduleGroup, id, tagged("other", "b"))
	require.NoError(t, err)
	require.Equal(t, []string{"name"}, changed)
	require.Equal(t, []string{"name"}, replaced, "SC2")
	changed, replaced, _, err = a.Diff(scheduler.ScheduleGroup, id, tagged("reports", "c"))
	require.NoError(t, err)
	require.Equal(t, []string{"tags", "tagsAll"}, changed)
	require.Empty(t, replaced)
}

func TestGroupTakesItsSchedulesWithIt(t *testing.T) {
	a := world(t)
	inside, _ := a.MustCreate(scheduler.Schedule, "in", schedule(nil))
	outside, _ := a.MustCreate(scheduler.Schedule, "out", schedule(props{"groupName": nil}))
	require.NoError(t, a.Delete(scheduler.ScheduleGroup, "jobs"))
	require.Nil(t, a.Read(scheduler.Schedule, inside), "SC23")
	require.NotNil(t, a.Read(scheduler.Schedule, outside))
	require.NoError(t, a.Delete(scheduler.Schedule, inside), "SC23: one that is gone is deleted")
	_, err := a.Update(scheduler.Schedule, outside, schedule(props{"groupName": nil, "state": "DISABLED"}))
	require.NoError(t, err)
}

func TestQuotas(t *testing.T) {
	a := world(t)
	require.NoError(t, a.SetQuota(t.Context(), "scheduleGroups", 1))
	_, _, err := a.Create(scheduler.ScheduleGroup, "g", props{"name": "reports"})
	require.ErrorContains(t, err, "StatusCode: 402", "SC24")
	require.ErrorContains(t, err, "ServiceQuotaExceededException: The request exceeds the quota of schedule groups.",
		"SC24")
	require.NoError(t, a.SetQuota(t.Context(), "schedules", 1))
	a.MustCreate(scheduler.Schedule, "s", schedule(nil))
	_, _, err = a.Create(scheduler.Schedule, "t", schedule(props{"name": "hourly"}))
	require.ErrorContains(t, err, "ServiceQuotaExceededException: The request exceeds the quota of schedules.", "SC24")
}
