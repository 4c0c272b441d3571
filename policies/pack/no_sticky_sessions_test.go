package pack_test

import (
	"testing"
)

const (
	sticky = "; want false: any task must be able to serve any request; keep sessions in the cache, and remove stickiness"
	volume = " is set; want no persistent volume: a web task must be replaceable at any moment; " +
		"keep files in S3 and state in the database or the cache"
	writable = "; want true: what a task writes is lost with it; " +
		"write to a scratch volume, or send it to S3, the database or the log"
)

func TestNoStickySessions(t *testing.T) {
	forward := func(enabled any) []any {
		return []any{props{"type": "forward", "forward": props{"stickiness": props{"duration": 60, "enabled": enabled}}}}
	}
	checkBreaches(t, []breach{
		{name: "target group", do: put("targets", "stickiness.enabled", true), want: []string{
			"no-sticky-sessions · targets · stickiness.enabled is true" + sticky,
		}},
		{name: "target group's default", do: put("targets", "stickiness", props{"type": "lb_cookie"}), want: []string{
			"no-sticky-sessions · targets · stickiness.enabled is not set" + sticky,
		}},
		{name: "target group without the block", do: put("targets", "stickiness", nil), want: []string{}},
		{name: "old name of the type", do: func(f fixture) {
			f["targets"].token = "aws:alb/targetGroup:TargetGroup"
			f.set("targets", "stickiness.enabled", true)
		}, want: []string{"no-sticky-sessions · targets · stickiness.enabled is true" + sticky}},
		{name: "listener", do: put("https", "defaultActions", forward(true)), want: []string{
			"no-sticky-sessions · https · defaultActions[0].forward.stickiness.enabled is true" + sticky,
		}},
		{name: "listener's default", do: put("https", "defaultActions", forward(nil)), want: []string{}},
		{name: "listener rule", do: func(f fixture) {
			f.add("rule", "aws:lb/listenerRule:ListenerRule", props{
				"listenerArn": ref{"https", "arn"}, "actions": forward("true"),
			})
		}, want: []string{
			`no-sticky-sessions · rule · actions[0].forward.stickiness.enabled is "true"` + sticky,
		}},
	})
}
