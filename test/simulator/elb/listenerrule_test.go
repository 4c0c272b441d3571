package elb_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// rule are the inputs of a listener's rule for a path, with changes.
func rule(listener, group string, changes model.Props) model.Props {
	return simtest.With(model.Props{
		"listenerArn": listener, "actions": forward(group),
		"conditions": []any{map[string]any{"pathPattern": map[string]any{"values": []any{"/api/*"}}}},
	}, changes)
}

func TestListenerRuleRules(t *testing.T) {
	f := newFixture(t)
	group := f.mustGroup("web")
	listener := f.mustListener("http", http(f.mustALB("web"), group, nil))
	condition := func(kind string, value any) model.Props {
		return model.Props{"conditions": []any{map[string]any{kind: value}}}
	}
	each(t, f, elb.ListenerRule, rule(listener, group, nil), []errorCase{
		{"L40 priority", model.Props{"priority": 40}, ""},
		{"L40 taken", model.Props{"priority": 40}, ", PriorityInUse: Priority '40' is currently in use"},
		{"L40 0", model.Props{"priority": 0}, "expected priority to be in the range (1 - 50000), got 0"},
		{"L40 50001", model.Props{"priority": 50001}, "expected priority to be in the range (1 - 50000), got 50001"},
		{"L41 none", model.Props{"conditions": []any{}}, "ValidationError: A condition value must be specified"},
		{
			"L41 no value", condition("hostHeader", map[string]any{"values": []any{}}),
			"ValidationError: A condition value must be specified",
		},
		{"L41 host", condition("hostHeader", map[string]any{"values": []any{"example.com"}}), ""},
		{"L41 query", condition("queryStrings", []any{map[string]any{"key": "v", "value": "1"}}), ""},
		{"L42 weight", model.Props{"actions": []any{map[string]any{"type": "forward", "forward": map[string]any{
			"targetGroups": []any{map[string]any{"arn": group, "weight": -1}},
		}}}}, "expected action.0.forward.0.target_group.0.weight to be in the range (0 - 999), got -1"},
		{"no listener", model.Props{"listenerArn": "arn:x"}, "ListenerNotFound: One or more listeners not found: arn:x"},
	})
}

func TestListenerRuleOrder(t *testing.T) {
	f := newFixture(t)
	group := f.mustGroup("web")
	alb := f.mustALB("web")
	listener := f.mustListener("http", http(alb, group, nil))
	other := f.mustListener("more", http(alb, group, model.Props{"port": 81}))
	id, state := f.MustCreate(elb.ListenerRule, "one", rule(listener, group, model.Props{"priority": 7}))
	require.Regexp(t, `:listener-rule/app/web-[0-9a-f]{7}/[0-9a-f]{16}/[0-9a-f]{16}/[0-9a-f]{16}$`, id)
	require.Equal(t, 7.0, state["priority"])
	_, state = f.MustCreate(elb.ListenerRule, "two", rule(listener, group, nil))
	require.Equal(t, 8.0, state["priority"], "behind the last one")
	f.MustCreate(elb.ListenerRule, "three", rule(other, group, model.Props{"priority": 7}))

	t.Run("L40 update", func(t *testing.T) {
		_, err := f.Update(elb.ListenerRule, id, rule(listener, group, model.Props{"priority": 8}))
		require.ErrorContains(t, err, "PriorityInUse: Priority '8' is currently in use")
		_, err = f.Update(elb.ListenerRule, id, rule(listener, group, model.Props{"priority": 9}))
		require.NoError(t, err)
	})
	t.Run("replacement", func(t *testing.T) {
		_, replaced, _, err := f.Diff(elb.ListenerRule, id, rule(other, group, model.Props{"priority": 9}))
		require.NoError(t, err)
		require.Equal(t, []string{"listenerArn"}, replaced)
	})
	t.Run("L43 rules of all listeners", func(t *testing.T) {
		require.NoError(t, f.SetQuota(context.Background(), "rulesPerLoadBalancer", 3))
		_, _, err := f.Create(elb.ListenerRule, "four", rule(listener, group, nil))
		require.ErrorContains(t, err, "TooManyRules")
	})
}
