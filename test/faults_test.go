package test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// Each create of an environment fails once. The next up must end in the same account as an undisturbed one, and a
// destroy must leave nothing.
func TestAFaultAtEachCreateConverges(t *testing.T) {
	o := options(t, "dev")
	o.PolicyPack = "" // policies look at a stack, not at how it came about
	r := openEnvironment(t, o)
	mustUp(t, r)
	want := shape(t, r)
	creates := len(slices.DeleteFunc(resources(t, r), func(res account.Resource) bool { return res.URN == "" }))
	require.Greater(t, creates, 40)
	for n := 1; n <= creates; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			converges(t, n, want)
		})
	}
}

func converges(t *testing.T, n int, want []string) {
	t.Helper()
	o := options(t, "dev")
	o.PolicyPack = ""
	r := openEnvironment(t, o)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Inject(ctx, account.Fault{Action: "create", Nth: n, Effect: account.Fail})
	})
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, "InternalFailure")
	mustUp(t, r)
	got := shape(t, r)
	require.Empty(t, lacking(want, got), "an undisturbed up made this too")
	require.Empty(t, lacking(got, want), "an undisturbed up did not make this")
	require.Len(t, got, len(want))
	_, err = r.Destroy(t.Context())
	require.NoError(t, err)
	require.Empty(t, resources(t, r))
	require.NoError(t, os.RemoveAll(filepath.Join(o.WorkDir, "state"))) // dozens of these run
}

// random is what differs from one account to the next: IDs, suffixes of names, and addresses that are no ranges.
var random = regexp.MustCompile(
	`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{7,}|\d{7,}|(\d+\.){3}\d+(/\d+)?`)

// shape is what an account holds of what a program can ask for, without what is random.
func shape(t *testing.T, r *rehearsal.Rehearsal) []string {
	t.Helper()
	var lines []string
	for _, res := range resources(t, r) {
		line := res.Type + " " + res.Name
		for _, name := range slices.Sorted(maps.Keys(schema.Load().Resources[res.Type].Inputs)) {
			if value, ok := res.Properties[name]; ok {
				line += fmt.Sprintf(" %s=%v", name, value)
			}
		}
		lines = append(lines, random.ReplaceAllStringFunc(line, func(text string) string {
			if strings.Contains(text, "/") { // a range
				return text
			}
			return "…"
		}))
	}
	slices.Sort(lines)
	return lines
}

// lacking are the lines that only the first list has.
func lacking(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(line string) bool { return slices.Contains(b, line) })
}
