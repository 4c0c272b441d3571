package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
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

func TestStatelessWebHasNoVolumes(t *testing.T) {
	with := func(kind string, v any) func(fixture) {
		return put("task", "volumes", []any{props{"name": "scratch"}, props{"name": "data", kind: v}})
	}
	checkBreaches(t, []breach{
		{name: "EFS", do: with("efsVolumeConfiguration", props{"fileSystemId": unknownValue{}}), want: []string{
			"stateless-web · task · volumes[1].efsVolumeConfiguration" + volume,
		}},
		{name: "FSx", do: with("fsxWindowsFileServerVolumeConfiguration", props{}), want: []string{
			"stateless-web · task · volumes[1].fsxWindowsFileServerVolumeConfiguration" + volume,
		}},
		{name: "Docker", do: with("dockerVolumeConfiguration", props{"scope": "shared"}), want: []string{
			"stateless-web · task · volumes[1].dockerVolumeConfiguration" + volume,
		}},
		{name: "host path", do: with("hostPath", "/data"), want: []string{
			`stateless-web · task · volumes[1].hostPath is "/data"; want no persistent volume: ` +
				"a web task must be replaceable at any moment; keep files in S3 and state in the database or the cache",
		}},
		{name: "EBS in the task definition", do: with("configureAtLaunch", true), want: []string{
			"stateless-web · task · volumes[1].configureAtLaunch is true; want false: " +
				"a web task must be replaceable at any moment; keep files in S3 and state in the database or the cache",
		}},
		{name: "EBS in the service", do: put("web", "volumeConfiguration", props{"name": "data"}), want: []string{
			"stateless-web · web · volumeConfiguration" + volume,
		}},
	})
}

func TestStatelessWebHasReadOnlyRoots(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "writable", do: put("task", "containerDefinitions.0.readonlyRootFilesystem", false), want: []string{
			"stateless-web · task · containerDefinitions[0].readonlyRootFilesystem is false" + writable,
		}},
		{name: "sidecar without a word", do: put("task", "containerDefinitions.1.readonlyRootFilesystem", nil), want: []string{
			"stateless-web · task · containerDefinitions[1].readonlyRootFilesystem is not set" + writable,
		}},
		{name: "reported once for two services", do: func(f fixture) {
			web := *f["web"]
			f["web-2"] = &web
			f.set("task", "containerDefinitions.0.readonlyRootFilesystem", false)
		}, want: []string{
			"stateless-web · task · containerDefinitions[0].readonlyRootFilesystem is false" + writable,
		}},
		{name: "secret definitions stay secret", do: func(f fixture) {
			definitions := f["task"].props["containerDefinitions"]
			f.set("task", "containerDefinitions.0.readonlyRootFilesystem", false)
			f.set("task", "containerDefinitions", secret{definitions})
		}, want: []string{
			"stateless-web · task · containerDefinitions[0].readonlyRootFilesystem is [secret]" + writable,
		}},
		{name: "definition by family and revision", do: func(f fixture) {
			f.set("web", "taskDefinition", ref{"task", "arn:2"})
			f.set("task", "containerDefinitions.0.readonlyRootFilesystem", false)
		}, want: []string{
			"stateless-web · task · containerDefinitions[0].readonlyRootFilesystem is false" + writable,
		}},
		{name: "definition of another stack", do: put("web", "taskDefinition", "web:7"), want: []string{
			`stateless-web · web · taskDefinition is "web:7" and could not be checked: ` +
				"it is not part of this stack; define the task here",
		}},
	})
}

func TestStatelessWebAllowsNamedSidecars(t *testing.T) {
	f := compliant()
	f.set("task", "containerDefinitions.1.readonlyRootFilesystem", false)
	options := pack.Options{Settings: map[string]map[string]any{
		pack.StatelessWeb: {"writableContainers": []any{"agent"}},
	}}
	require.Empty(t, violations(t, f, options))
}

func TestStatelessWebLeavesWorkersAlone(t *testing.T) {
	f := compliant()
	f.set("web", "loadBalancers", nil)
	f.set("task", "containerDefinitions.0.readonlyRootFilesystem", false)
	require.Empty(t, violations(t, f, pack.Options{}))
}
