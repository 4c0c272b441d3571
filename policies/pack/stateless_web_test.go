package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

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
