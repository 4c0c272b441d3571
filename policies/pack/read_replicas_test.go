package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const reads = ": without one its reads wait behind its writes, and each costs as much as an instance; change their number"

func TestReadReplicas(t *testing.T) {
	none := func(f fixture) {
		delete(f, "db-a")
		delete(f, "db-b")
	}
	checkBreaches(t, []breach{
		{name: "none", do: none, want: []string{"read-replicas · db · the number of read replicas is 0; want 1 to 15" + reads}},
		{name: "one", do: remove("db-a"), want: []string{}},
		{name: "by identifier", do: put("db-a", "replicateSourceDb", "db-identifier"), want: []string{}},
		{name: "of another database", do: func(f fixture) {
			f.set("db-a", "replicateSourceDb", "arn:aws:rds:us-east-1:111122223333:db:other")
			f.set("db-b", "replicateSourceDb", "arn:aws:rds:us-east-1:111122223333:db:other")
		}, want: []string{"read-replicas · db · the number of read replicas is 0; want 1 to 15" + reads}},
		{name: "a promoted one is a primary", do: func(f fixture) {
			f["db-a"] = f["db"]
			f["db-a"].props["identifier"] = "db-a-identifier"
			delete(f, "db")
			f.set("db-b", "replicateSourceDb", "db-a-identifier")
		}, want: []string{}},
		{name: "one zone", do: put("db-b", "availabilityZone", "us-east-1a"), want: []string{
			"read-replicas · db · its 2 read replicas are in 1 availability zone (us-east-1a); want at least 2: " +
				"a zone can fail, and all of its reads with it; set availabilityZone",
		}},
	})
}

func TestReadReplicasSettings(t *testing.T) {
	options := func(low, high float64) pack.Options {
		return pack.Options{Settings: map[string]map[string]any{pack.ReadReplicas: {"min": low, "max": high}}}
	}
	require.Empty(t, violations(t, compliant(), options(2, 4)))
	require.Equal(t, []string{"read-replicas · db · the number of read replicas is 2; want 3 to 4" + reads},
		violations(t, compliant(), options(3, 4)))
	require.Equal(t, []string{"read-replicas · db · the number of read replicas is 2; want 0 to 1" + reads},
		violations(t, compliant(), options(0, 1)))
}

// One that may or may not belong to a primary can make its number right, and wrong.
func TestReadReplicasOfUnknownSource(t *testing.T) {
	f := compliant()
	f.set("db-a", "replicateSourceDb", unknownValue{})
	const text = "read-replicas · db-a · replicateSourceDb could not be checked: " +
		"its value is unknown or malformed; set a plain value, or check it by hand"
	for limits, want := range map[[2]float64][]string{
		{1, 2}: {},
		{2, 4}: {text},
		{0, 1}: {text},
		{0, 0}: {"read-replicas · db · the number of read replicas is 1; want 0 to 0" + reads},
		{3, 4}: {"read-replicas · db · the number of read replicas is 1; want 3 to 4" + reads},
	} {
		require.Equal(t, want, violations(t, f, pack.Options{Settings: map[string]map[string]any{
			pack.ReadReplicas: {"min": limits[0], "max": limits[1]},
		}}), "%v", limits)
	}
}
