package postgres

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/calendar"
)

// orderableHere is AWS's data for us-east-1.
type orderableHere struct {
	Classes  []string `json:"rds_postgres_instance_classes"`
	Versions []string `json:"rds_postgres_engine_versions"`
}

func orderables(t *testing.T) orderableHere {
	t.Helper()
	text, err := os.ReadFile("../../test/simulator/facts/orderable-us-east-1.json")
	require.NoError(t, err)
	var data orderableHere
	require.NoError(t, json.Unmarshal(text, &data))
	return data
}

// What AWS has closed is accepted too: what runs it goes on.
func TestEveryVersionThatAWSListsIsAccepted(t *testing.T) {
	accepted := 0
	for _, version := range orderables(t).Versions {
		a := good()
		a.EngineVersion = version
		require.Empty(t, a.withDefaults().problems("main"), version)
		if !calendar.Closed(calendar.PostgreSQL, version, calendar.Day()) {
			accepted++
		}
	}
	require.Equal(t, len(majors)+4+4+4+4+4, accepted)
}

func TestEveryClassCanBeOrdered(t *testing.T) {
	all := orderables(t).Classes
	require.Len(t, all, 278)
	require.Subset(t, all, slices.Collect(maps.Keys(classes)))
}

// What can be ordered and is not in the table is of a family that runs no supported version.
func TestNoClassIsMissing(t *testing.T) {
	missing := map[string]bool{}
	for _, name := range orderables(t).Classes {
		if _, ok := classes[name]; !ok {
			missing[strings.Split(name, ".")[1]] = true
		}
	}
	require.Equal(t, []string{"m1", "m2", "m3", "m4", "r3", "r4", "t1", "t2"}, slices.Sorted(maps.Keys(missing)))
}

func TestClassSizes(t *testing.T) {
	for name, want := range map[string]class{
		"db.t4g.micro": {2, 1}, "db.t3.2xlarge": {8, 32}, "db.m7g.large": {2, 8}, "db.m7g.xlarge": {4, 16},
		"db.m7g.2xlarge": {8, 32}, "db.m7i.48xlarge": {192, 768}, "db.m6i.32xlarge": {128, 512},
		"db.r5.24xlarge": {96, 768}, "db.r7g.2xlarge": {8, 64}, "db.x2g.large": {2, 32}, "db.x2iedn.xlarge": {4, 128},
	} {
		require.Equal(t, want, classes[name], name)
	}
	require.Len(t, classes, 243)
}

func TestMaxConnections(t *testing.T) {
	for name, want := range map[string]int{
		"db.t4g.micro": 112, "db.t4g.small": 225, "db.m7g.large": 901, "db.m7g.2xlarge": 3604, "db.r7g.xlarge": 3604,
		"db.m7g.4xlarge": 5000, "db.x2iedn.32xlarge": 5000,
	} {
		got, err := MaxConnections(name)
		require.NoError(t, err)
		require.Equal(t, want, got, name)
	}
	_, err := MaxConnections("db.m7g.3xlarge")
	require.EqualError(t, err, `instance class is "db.m7g.3xlarge"; want a class that RDS offers for PostgreSQL; `+
		"the nearest are db.m7g.xlarge, db.m7g.2xlarge, db.m7g.4xlarge")
}

func TestNearestClasses(t *testing.T) {
	for name, want := range map[string][]string{
		"m7g.large":      {"db.m7g.large", "db.m6g.large", "db.m7i.large"},
		"db.m7g.Large":   {"db.m7g.large", "db.m6g.large", "db.m7i.large"},
		"db.t2.micro":    {"db.t3.micro", "db.t4g.micro", "db.t3.small"},
		"db.r7g.4xlarge": {"db.r7g.4xlarge", "db.r7g.xlarge", "db.m7g.4xlarge"},
	} {
		require.Equal(t, want, nearestClasses(name), name)
	}
}
