package postgres

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"
)

func TestMajorProblems(t *testing.T) {
	const upgrade = `postgres "main": engineVersion is "18"; want the major version 17; 17.9 runs; to upgrade it now, set ` +
		"allowMajorVersionUpgrade and applyImmediately"
	for name, c := range map[string]struct {
		running, version string
		allowed, now     bool
		want             string
	}{
		"same":             {"17.9", "17", false, false, ""},
		"newer minor":      {"17.9", "17.10", false, false, ""},
		"older minor":      {"17.9", "17.7", false, false, ""}, // RDS refuses it, and nothing was replaced before
		"neither key":      {"17.9", "18", false, false, upgrade},
		"waits":            {"17.9", "18", true, false, upgrade},
		"not allowed":      {"17.9", "18", false, true, upgrade},
		"allowed and now":  {"17.9", "18", true, true, ""},
		"keys left behind": {"18.3", "18", true, false, ""},
		"keys removed":     {"18.3", "18", false, false, ""},
		"back": {"18.3", "17", true, true, `postgres "main": engineVersion is "17"; want 18 or newer; 18.3 runs, and only a snapshot has ` +
			"an older one"},
	} {
		a := Args{EngineVersion: c.version, AllowMajorVersionUpgrade: c.allowed, ApplyImmediately: c.now}
		err := a.majorProblems(resource.NewProperty(c.running)).Err("postgres", "main")
		if c.want == "" {
			require.NoError(t, err, name)
		} else {
			require.EqualError(t, err, c.want, name)
		}
	}
	a := Args{EngineVersion: "18", AllowMajorVersionUpgrade: true, ApplyImmediately: true, Replicas: 2}
	require.EqualError(t, a.majorProblems(resource.NewProperty("17.9")).Err("postgres", "main"), `postgres "main": replicas is 2; want 0; `+
		"set it in an update before that to 18, and back after it: a replica of the old version cannot have the new parameter group")
	require.Empty(t, Args{EngineVersion: "18"}.majorProblems(resource.PropertyValue{}), "an unknown version")
}
