package stacktest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// RequireInputs compares inputs of a resource, by their paths, with what they should be, and fails the test at the
// first that differs. An input that must not be set is nil.
func RequireInputs(t testing.TB, r Resource, want map[string]any) {
	t.Helper()
	for path, value := range want {
		require.Equal(t, value, r.Input(path), "%s %s: %s", r.Type, r.Name, path)
	}
}

// RequireAutonamed fails the test when a resource has a physical name of the program's choice: its successor could not
// be made beside it. Types that are nothing but a name, such as a DNS record, can be left out.
func RequireAutonamed(t testing.TB, rec *Recording, leaveOut ...string) {
	t.Helper()
	for _, r := range rec.All() {
		if slices.Contains(leaveOut, r.Type) {
			continue
		}
		for _, input := range []string{"name", "namePrefix", "bucketPrefix"} {
			require.False(t, r.Has(input), "%s %s: %s", r.Type, r.Name, input)
		}
		require.False(t, r.Type == "aws:s3/bucketV2:BucketV2" && r.Has("bucket"), "%s %s: bucket", r.Type, r.Name)
	}
}
