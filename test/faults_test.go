package test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// Each create of an environment fails once. The next up must end in the same account as an undisturbed one, and a
// destroy must leave nothing.
func TestAFaultAtEachCreateConverges(t *testing.T) {
	o := options(t, "dev")
	o.PolicyPack = "" // policies look at a stack, not at how it came about
	r := openEnvironment(t, o)
	mustUp(t, r)
	want := shape(t, r)
	creates := len(resources(t, r))
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
	require.Equal(t, want, shape(t, r))
	_, err = r.Destroy(t.Context())
	require.NoError(t, err)
	require.Empty(t, resources(t, r))
	require.NoError(t, os.RemoveAll(filepath.Join(o.WorkDir, "state"))) // dozens of these run
}

// random is what differs from one account to the next: IDs, suffixes of names, addresses.
var random = regexp.MustCompile(`[0-9a-f]{7,}|\d{7,}`)

// shape is what an account holds, without what is random.
func shape(t *testing.T, r *rehearsal.Rehearsal) []string {
	t.Helper()
	var lines []string
	for _, res := range resources(t, r) {
		lines = append(lines, random.ReplaceAllString(fmt.Sprintf("%s %s %v", res.Type, res.Name, res.Properties), "…"))
	}
	slices.Sort(lines)
	return lines
}
