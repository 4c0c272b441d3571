package events_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/events"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// padded returns a pattern of a given length.
func padded(length int) string {
	const head, tail = `{"source":["`, `"]}`
	return head + strings.Repeat("a", length-len(head)-len(tail)) + tail
}

func TestRuleRules(t *testing.T) {
	long := strings.Repeat("a", 65)
	pattern := func(text string) props { return rule(props{"eventPattern": text}) }
	every := func(text string) props { return rule(props{"eventPattern": nil, "scheduleExpression": text}) }
	const form = `doesn't comply with restrictions ("^[0-9A-Za-z_.-]+$"): `
	const invalid, over = "ValidationException: Parameter ScheduleExpression is not valid.", "exceeds limit of 2048."
	checkRules(t, events.Rule, map[string]ruleCase{
		"fits":           {rule(nil), ""},
		"fits unnamed":   {rule(props{"name": nil}), ""},
		"fits by prefix": {rule(props{"name": nil, "namePrefix": long[:38]}), ""},
		"EB1 longest":    {rule(props{"name": long[:64]}), ""},
		"EB1 length":     {rule(props{"name": long}), `"name" cannot be longer than 64 characters: "` + long + `"`},
		"EB1 characters": {rule(props{"name": "a b"}), `"name" ` + form + `"a b"`},
		"EB1 prefix":     {rule(props{"name": nil, "namePrefix": "a/"}), `"name_prefix" ` + form + `"a/"`},
		"EB1 prefix's length": {
			rule(props{"name": nil, "namePrefix": long[:39]}),
			"expected length of name_prefix to be in the range (1 - 38), got " + long[:39],
		},
		"EB1 both":       {rule(props{"namePrefix": "a"}), `"name": conflicts with name_prefix`},
		"EB3 both":       {rule(props{"scheduleExpression": "rate(1 hour)"}), ""},
		"EB4 JSON":       {pattern("{"), `"event_pattern" contains an invalid JSON: `},
		"EB4 fits":       {pattern(padded(2048)), ""},
		"EB4 spaces":     {pattern(padded(2048) + "   "), ""},
		"EB4 API":        {pattern(padded(2049)), "LimitExceededException: Parameter EventPattern for rule failed " + over},
		"EB4 most":       {pattern(padded(4096)), over},
		"EB4 provider":   {pattern(padded(4097)), `"event_pattern" cannot be longer than 4096 characters: "`},
		"EB6":            {rule(props{"eventBusName": "none"}), "ResourceNotFoundException: Event bus none does not exist."},
		"EB6 fits":       {rule(props{"eventBusName": "orders"}), ""},
		"EB6 ARN":        {rule(props{"eventBusName": ownARN + "event-bus/orders"}), ""},
		"EB6 wrong ARN":  {rule(props{"eventBusName": ownARN + "event-bus/none"}), "Event bus none does not exist."},
		"EB7 minute":     {every("rate(1 minute)"), ""},
		"EB7 minutes":    {every("rate(10 minutes)"), ""},
		"EB7 cron":       {every("cron(0/5 3 * * ? *)"), ""},
		"EB7 one":        {every("rate(1 minutes)"), ", api error " + invalid},
		"EB7 two":        {every("rate(2 minute)"), invalid},
		"EB7 none":       {every("rate(0 minutes)"), invalid},
		"EB7 five":       {every("cron(0 3 * * ?)"), invalid},
		"EB7 length":     {every(strings.Repeat("a", 257)), "schedule_expression to be in the range (0 - 256)"},
		"EB8 length":     {rule(props{"description": strings.Repeat("a", 513)}), "description to be in the range (0 - 512)"},
		"EB8 state":      {rule(props{"state": "OFF"}), `state to be one of ["ENABLED" "DISABLED" "ENABLED_WITH_ALL_`},
		"EB8 both":       {rule(props{"state": "DISABLED", "isEnabled": false}), `"is_enabled": conflicts with state`},
		"EB8 role":       {rule(props{"roleArn": "role"}), `"role_arn" (role) is an invalid ARN: arn: invalid prefix`},
		"EB8 with reads": {rule(props{"state": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}), ""},
		"EB7 bus": {
			simtest.With(every("rate(1 hour)"), props{"eventBusName": "orders"}),
			", api error ValidationException: ScheduleExpression is supported only on the default event bus.",
		},
		"EB3": {
			rule(props{"eventPattern": nil}),
			"\"event_pattern\": one of `event_pattern,schedule_expression` must be specified",
		},
		"EB5": {
			pattern(`{"source":[]}`), "creating EventBridge Rule (x): operation error EventBridge: PutRule, https response " +
				"error StatusCode: 400, RequestID: ",
		},
		"EB5 reason": {
			pattern(`{"source":[]}`),
			", InvalidEventPatternException: Event pattern is not valid. Reason: Empty arrays are not allowed",
		},
	})
}

func TestRule(t *testing.T) {
	a := world(t)
	id, state := a.MustCreate(events.Rule, "failed", rule(props{"name": nil, "tags": map[string]any{"a": "b"}}))
	require.Regexp(t, "^failed-[0-9a-f]{7}$", id)
	require.Equal(t, id, state["name"])
	require.Equal(t, ownARN+"rule/"+id, state["arn"])
	require.Equal(t, "default", state["eventBusName"])
	require.Equal(t, "ENABLED", state["state"])
	require.Equal(t, true, state["isEnabled"])
	for _, bus := range []string{"orders", ownARN + "event-bus/orders"} {
		id, state = a.MustCreate(events.Rule, "elsewhere", rule(props{"eventBusName": bus, "state": "DISABLED"}))
		require.Equal(t, bus+"/failed", id)
		require.Equal(t, ownARN+"rule/orders/failed", state["arn"])
		require.Equal(t, false, state["isEnabled"])
	}
	id, state = a.MustCreate(events.Rule, "other", rule(props{"name": "off", "isEnabled": false}))
	require.Equal(t, "DISABLED", state["state"])
	state, err := a.Update(events.Rule, id, rule(props{"name": "off", "isEnabled": true}))
	require.NoError(t, err)
	require.Equal(t, "ENABLED", state["state"])
	require.Equal(t, state, a.Read(events.Rule, id))
}

func TestRuleChanges(t *testing.T) {
	a := world(t)
	id, _ := a.MustCreate(events.Rule, "failed", rule(props{"state": "DISABLED"}))
	for name, c := range map[string]struct {
		inputs    props
		property  string
		replaces  bool
		unchanged bool
	}{
		"EB2 name":      {rule(props{"name": "other"}), "name", true, false},
		"EB2 bus":       {rule(props{"eventBusName": "orders"}), "eventBusName", true, false},
		"pattern":       {rule(props{"eventPattern": `{"source":["aws.ec2"]}`}), "eventPattern", false, false},
		"schedule":      {rule(props{"scheduleExpression": "rate(1 day)"}), "scheduleExpression", false, false},
		"state":         {rule(props{"state": "ENABLED"}), "state", false, false},
		"EB8 left out":  {rule(nil), "", false, true},
		"spaces":        {rule(props{"eventPattern": ` {"source": ["aws.ecs"]}`}), "", false, true},
		"written down":  {rule(props{"eventBusName": "default"}), "", false, true},
		"forced delete": {rule(props{"forceDestroy": true}), "forceDestroy", false, false},
	} {
		changed, replaced, _, err := a.Diff(events.Rule, id, c.inputs)
		require.NoError(t, err)
		require.Equal(t, c.unchanged, len(changed) == 0, name)
		if !c.unchanged {
			require.Equal(t, []string{c.property}, changed, name)
		}
		require.Equal(t, c.replaces, len(replaced) == 1, name)
	}
	prefixed, _ := a.MustCreate(events.Rule, "p", rule(props{"name": nil, "namePrefix": "p-"}))
	_, replaced, _, err := a.Diff(events.Rule, prefixed, rule(props{"name": nil, "namePrefix": "q-"}))
	require.NoError(t, err)
	require.Equal(t, []string{"namePrefix"}, replaced, "EB2")
	_, err = a.Update(events.Rule, id, rule(props{"eventPattern": `{"source":"aws.ec2"}`}))
	require.ErrorContains(t, err, "updating EventBridge Rule (failed): operation error EventBridge: PutRule")
	require.ErrorContains(t, err, `Event pattern is not valid. Reason: "source" must be an object or an array`)
}

func TestRuleIsLeftWhileItHasTargets(t *testing.T) {
	a := world(t)
	onDefault, _ := a.MustCreate(events.Target, "t", target(nil))
	a.MustCreate(events.Rule, "same", props{"name": "stopped", "eventBusName": "orders", "eventPattern": stopped})
	onOrders, _ := a.MustCreate(events.Target, "u", target(props{"eventBusName": "orders"}))
	require.Equal(t, []string{"stopped-q", "orders-stopped-q"}, []string{onDefault, onOrders})
	err := a.Delete(events.Rule, "stopped")
	require.ErrorContains(t, err, "deleting EventBridge Rule (stopped): operation error EventBridge: DeleteRule")
	require.ErrorContains(t, err, ", api error ValidationException: Rule can't be deleted since it has targets.", "EB10")
	require.NoError(t, a.Delete(events.Target, onDefault))
	require.NoError(t, a.Delete(events.Rule, "stopped"))
	require.ErrorContains(t, a.Delete(events.Rule, "orders/stopped"), "since it has targets.", "EB10")
	require.NoError(t, a.Delete(events.Target, onOrders))
	require.NoError(t, a.Delete(events.Rule, "orders/stopped"))
}

func TestQuotas(t *testing.T) {
	const over = ", LimitExceededException: The requested resource exceeds the maximum number allowed."
	a := world(t)
	require.NoError(t, a.SetQuota(t.Context(), "eventRules", 1))
	_, _, err := a.Create(events.Rule, "r", rule(nil))
	require.ErrorContains(t, err, over, "EB11")
	a.MustCreate(events.Rule, "r", rule(props{"eventBusName": "orders"}))
	a.MustCreate(events.Rule, "again", props{"name": "stopped", "eventPattern": `{"source":["aws.ec2"]}`})
	require.JSONEq(t, `{"source":["aws.ec2"]}`, a.Read(events.Rule, "stopped").String("eventPattern"), "EB9")
	for _, id := range []string{"1", "2", "3", "4", "5"} {
		a.MustCreate(events.Target, "t"+id, target(props{"targetId": id}))
	}
	_, _, err = a.Create(events.Target, "t6", target(props{"targetId": "6"}))
	require.ErrorContains(t, err, over, "EB20")
	_, _, err = a.Create(events.Target, "t5", target(props{"targetId": "5", "arn": queue + "2"}))
	require.NoError(t, err, "EB9")
	require.Len(t, given(t, a, events.Target), 5)
}

func TestRuleIsCheckedInPreviews(t *testing.T) {
	unknown := rule(props{"eventPattern": simtest.Unknown, "roleArn": simtest.Unknown})
	require.Empty(t, world(t).Check(events.Rule, "r", unknown))
	require.Len(t, world(t).Check(events.Rule, "r", simtest.With(unknown, props{"state": "x", "name": "a b"})), 2)
	require.Empty(t, world(t).Check(events.Target, "t", target(props{"rule": simtest.Unknown, "arn": simtest.Unknown})))
}
