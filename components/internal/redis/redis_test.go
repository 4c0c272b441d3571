package redis

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// awsLists is what AWS's own lists say can be ordered.
func awsLists(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../../../test/simulator/facts/orderable-us-east-1.json")
	require.NoError(t, err)
	var raw map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(text, &raw))
	lists := map[string][]string{}
	for key, value := range raw {
		var list []string
		if json.Unmarshal(value, &list) == nil {
			lists[key] = list
		}
	}
	return lists
}

func TestNodeTypesAreThoseOfAWS(t *testing.T) {
	var want, got []string
	for _, nodeType := range awsLists(t)["elasticache_node_types"] {
		family, _ := split(nodeType)
		if !slices.Contains([]string{"t2", "m4", "r4", "r6gd"}, family) {
			want = append(want, nodeType)
		}
	}
	for family, sizes := range orderable {
		for _, size := range sizes {
			got = append(got, "cache."+family+"."+size)
		}
	}
	require.Len(t, want, 74)
	require.ElementsMatch(t, want, got)
}

func TestVersionsAreThoseOfAWS(t *testing.T) {
	lists := awsLists(t)
	for engine, versions := range families {
		require.Subset(t, lists["elasticache_"+engine+"_versions"], slices.Collect(maps.Keys(versions)))
		require.Contains(t, versions, DefaultVersion(engine))
	}
}

func TestFamilies(t *testing.T) {
	require.Equal(t, map[string]map[string]string{
		"valkey": {"7.2": "valkey7", "8.0": "valkey8", "8.1": "valkey8", "8.2": "valkey8", "9.0": "valkey9", "9.1": "valkey9"},
		"redis":  {"7.0": "redis7", "7.1": "redis7"},
	}, families)
}

// messages are the problems that a check adds, without their prefix.
func messages(check func(*component.Problems)) string {
	var p component.Problems
	check(&p)
	if err := p.Err("x", "y"); err != nil {
		return err.Error()
	}
	return ""
}

func TestNodeThatCannotBeOrderedNamesTheNearest(t *testing.T) {
	for nodeType, nearest := range map[string]string{
		"cache.t4g.large":    "cache.t4g.medium",
		"cache.t4g.nano":     "cache.t4g.micro",
		"cache.m7g.medium":   "cache.m7g.large",
		"cache.m7g.24xlarge": "cache.m7g.16xlarge",
		"cache.m5.8xlarge":   "cache.m5.12xlarge",
		"cache.m7.large":     "cache.m7g.large",
		"cache.r6gd.xlarge":  "cache.r6g.xlarge",
		"cache.t2.small":     "cache.t3.small",
		"m7g.large":          "cache.m7g.large",
	} {
		got := messages(func(p *component.Problems) { validateNode(p, "nodeType", nodeType) })
		require.Equal(t, `x "y": nodeType is "`+nodeType+
			`"; want a node type that can be ordered; the nearest is `+nearest, got)
	}
	require.Empty(t, messages(func(p *component.Problems) { validateNode(p, "nodeType", "cache.t4g.medium") }))
}

func TestNodeThatCannotBeScaled(t *testing.T) {
	const tail = `; want a node type that AWS scales: large, xlarge, 2xlarge of r7g, r6g, r5, m7g, m6g, m5, c7gn; ` +
		`leave autoscaling out, or use cache.m7g.large`
	for nodeType, refused := range map[string]bool{
		"cache.t4g.medium": true, "cache.m7g.4xlarge": true, "cache.m8g.large": true,
		"cache.m7g.large": false, "cache.c7gn.2xlarge": false,
		"cache.m7g.medium": false, // it cannot be ordered, which is said elsewhere
	} {
		want := ""
		if refused {
			want = `x "y": nodeType is "` + nodeType + `"` + tail
		}
		require.Equal(t, want, messages(func(p *component.Problems) { ValidateScalingNode(p, "nodeType", nodeType) }))
	}
}

func TestWindows(t *testing.T) {
	const (
		noSnapshot    = `want a window of at least 60 minutes in UTC, such as 03:00-04:00`
		noMaintenance = `want a window of 60 minutes to 24 hours in UTC, such as sun:05:00-sun:06:00`
	)
	for _, tc := range []struct{ snapshot, maintenance, want string }{
		{"03:00-04:00", "sun:05:00-sun:06:00", ""},
		{"05:00-06:00", "sun:06:00-sun:07:00", ""},
		{"06:00-07:00", "sun:05:00-sun:06:00", ""},
		{"05:30-06:30", "wed:06:00-wed:07:00", "overlap"},
		{"23:30-00:30", "mon:00:00-mon:01:00", "overlap"},
		{"00:00-01:00", "sun:23:30-mon:00:30", "overlap"},
		{"12:00-13:00", "sat:11:00-sat:14:00", "overlap"},
		{"10:00-15:00", "sat:11:00-sat:14:00", "overlap"},
		{"23:00-00:00", "mon:00:00-mon:01:00", ""},
		{"03:00-03:30", "sun:05:00-sun:06:00", `snapshotWindow is "03:00-03:30"; ` + noSnapshot},
		{"25:00-26:00", "sun:05:00-sun:06:00", `snapshotWindow is "25:00-26:00"; ` + noSnapshot},
		{"03:00-04:00", "sun:05:00-sun:05:30", `maintenanceWindow is "sun:05:00-sun:05:30"; ` + noMaintenance},
		{"03:00-04:00", "sun:05:00-tue:05:00", `maintenanceWindow is "sun:05:00-tue:05:00"; ` + noMaintenance},
		{"03:00-04:00", "Sun:05:00-Sun:06:00", `maintenanceWindow is "Sun:05:00-Sun:06:00"; ` + noMaintenance},
		{"03:00-04:00", "sun:5::00-sun:06:00", `maintenanceWindow is "sun:5::00-sun:06:00"; ` + noMaintenance},
	} {
		want := tc.want
		if want == "overlap" {
			want = `snapshotWindow is "` + tc.snapshot + `"; want a window that does not overlap maintenanceWindow, "` +
				tc.maintenance + `"`
		}
		if want != "" {
			want = `x "y": ` + want
		}
		got := messages(func(p *component.Problems) { validateWindows(p, tc.snapshot, tc.maintenance) })
		require.Equal(t, want, got, tc)
	}
}

func TestName(t *testing.T) {
	const form = `; want lower-case letters, digits and single inner hyphens, a letter first`
	long := "a-name-of-thirty-three-characters"
	for name, want := range map[string]string{
		"cache":                            "",
		"a-name-of-thirty-two-characters1": "",
		long: `x "y": name is "` + long + `"; want at most 32 characters; ` +
			`the ID of a replication group has at most 40, of which a random suffix needs 8`,
		"Cache":  `x "y": name is "Cache"` + form,
		"a--b":   `x "y": name is "a--b"` + form,
		"1cache": `x "y": name is "1cache"` + form,
		"cache-": `x "y": name is "cache-"` + form,
	} {
		require.Equal(t, want, messages(func(p *component.Problems) { ValidateName(p, name) }))
	}
}

func TestSettings(t *testing.T) {
	good := Settings{
		VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"a", "b"}),
		Engine: Valkey, EngineVersion: "8.1", NodeType: "cache.t4g.small",
		MaintenanceWindow: "sun:05:00-sun:06:00", SnapshotWindow: "03:00-04:00",
		SnapshotRetentionDays: 1, LogRetentionDays: 30, TokenGeneration: 1,
	}
	require.Empty(t, messages(good.Validate))
	for want, change := range map[string]func(*Settings){
		`vpcId is required`:     func(s *Settings) { s.VPCID = nil },
		`subnetIds is required`: func(s *Settings) { s.SubnetIDs = nil },
		`the number of subnetIds is 1; want at least 2, in different availability zones`: func(s *Settings) {
			s.SubnetIDs = pulumi.ToStringArray([]string{"a"})
		},
		`engine is "memcached"; want "valkey" or "redis"`: func(s *Settings) { s.Engine = "memcached" },
		`engineVersion is "9.9"; want a version of valkey: 7.2, 8.0, 8.1, 8.2, 9.0, 9.1`: func(s *Settings) {
			s.EngineVersion = "9.9"
		},
		`engineVersion is "6.2"; want a version of redis: 7.0, 7.1`: func(s *Settings) {
			s.Engine, s.EngineVersion = Redis, "6.2"
		},
		`snapshotRetentionDays is 36; want 1 to 35`: func(s *Settings) { s.SnapshotRetentionDays = 36 },
		`tokenGeneration is -1; want 1 to 9999`:     func(s *Settings) { s.TokenGeneration = -1 },
		`logRetentionDays is 31; want a number of days that CloudWatch Logs knows, 1 to 3653; the nearest is 30`: func(
			s *Settings,
		) {
			s.LogRetentionDays = 31
		},
	} {
		bad := good
		change(&bad)
		require.Equal(t, `x "y": `+want, messages(bad.Validate))
	}
}

func TestFinalSnapshotIsNamedByChance(t *testing.T) {
	require.Equal(t, "cache-final-1a2b3c4", finalSnapshot("cache", "cache-subnets-1a2b3c4"))
}
