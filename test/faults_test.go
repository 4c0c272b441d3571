package test

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// batches is how many environments share the faults. Each gets every so-many-th create, so that faults lie apart.
const batches = 3

// Each create of an environment fails once, and the next up goes on. When there is no fault left, the account must be as
// after an undisturbed up, and a destroy must leave nothing. The ups go on with what does not depend on a failure, so
// that many faults strike in one; a few faults strike ups that stop at the first failure, as an up does by itself.
// Staging has the replica and the firewall that dev lacks, so of dev only the creates of its own are left.
func TestAFaultAtEachCreateConverges(t *testing.T) {
	staging, shapeOfStaging := undisturbed(t, "staging")
	dev, shapeOfDev := undisturbed(t, "dev")
	require.Greater(t, len(staging), 200)
	sweep := func(name, environment string, continueOnError bool, faults []account.Fault, want []string) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			converges(t, openDisturbed(t, environment, continueOnError), faults, want)
		})
	}
	for n := range batches {
		sweep(fmt.Sprint("staging ", n), "staging", true, everyNth(staging, n, batches), shapeOfStaging)
	}
	sweep("dev", "dev", true, everyNth(without(dev, staging), 0, 1), shapeOfDev)
	sweep("dev stopping", "dev", false, everyNth(dev, 0, len(dev)/10), shapeOfDev)
}

// undisturbed returns what an environment creates, and the shape of its account.
func undisturbed(t *testing.T, environment string) (creates []account.Resource, want []string) {
	t.Helper()
	r := openDisturbed(t, environment, true)
	mustUp(t, r)
	for _, res := range resources(t, r) {
		if res.URN != "" { // what AWS itself makes is no create
			creates = append(creates, res)
		}
	}
	return creates, shape(t, r)
}

// without returns the creates that another environment does not make.
func without(creates, others []account.Resource) []account.Resource {
	return slices.DeleteFunc(slices.Clone(creates), func(one account.Resource) bool {
		return slices.ContainsFunc(others, func(other account.Resource) bool {
			return one.Type == other.Type && one.Name == other.Name
		})
	})
}

func everyNth(creates []account.Resource, first, step int) (faults []account.Fault) {
	for i := first; i < len(creates); i += step {
		faults = append(faults, account.Fault{
			Action: "create", Type: creates[i].Type, Name: creates[i].Name, Nth: 1, Effect: account.Fail,
		})
	}
	return faults
}

// openDisturbed opens an environment whose ups may go on after a failure.
func openDisturbed(t *testing.T, environment string, continueOnError bool) *rehearsal.Rehearsal {
	t.Helper()
	o := options(t, environment)
	o.ContinueOnError = continueOnError
	return openEnvironment(t, o)
}

func converges(t *testing.T, r *rehearsal.Rehearsal, faults []account.Fault, want []string) {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		for _, fault := range faults {
			if err := a.Inject(ctx, fault); err != nil {
				return err
			}
		}
		return nil
	})
	for failures := 0; ; failures++ {
		_, err := r.Up(t.Context())
		if err == nil {
			require.Positive(t, failures)
			break
		}
		require.ErrorContains(t, err, "InternalFailure")
		require.LessOrEqual(t, failures, len(faults), "each fault strikes once")
	}
	require.Equal(t, len(faults), struck(t, r))
	got := shape(t, r)
	require.Empty(t, lacking(want, got), "an undisturbed up made this too")
	require.Empty(t, lacking(got, want), "an undisturbed up did not make this")
	require.Len(t, got, len(want))
	_, err := r.Destroy(t.Context())
	require.NoError(t, err)
	require.Empty(t, resources(t, r))
}

// struck counts the creates that a fault let fail.
func struck(t *testing.T, r *rehearsal.Rehearsal) (n int) {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		calls, err := a.Calls(ctx)
		for _, call := range calls {
			if strings.Contains(call.Error, "InternalFailure") {
				n++
			}
		}
		return err
	})
	return n
}

// random is what differs from one account to the next: IDs, suffixes of names, passwords, and addresses that are no
// ranges.
var random = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{7,}|\d{7,}|(\d+\.){3}\d+(/\d+)?|` +
	`\b[0-9A-Z]{13,}\b|\bd[0-9a-z]{13}\b|\b[0-9A-Za-z]{24,}\b|-[0-9a-f]{6}\b|SCRAM-SHA-256[^"]*`)

// shape is what an account holds of what a program can ask for, without what is random.
func shape(t *testing.T, r *rehearsal.Rehearsal) []string {
	t.Helper()
	var lines []string
	for _, res := range resources(t, r) {
		line := res.Type + " " + res.Name
		for _, name := range slices.Sorted(maps.Keys(schema.Load().Resources[res.Type].Inputs)) {
			if value, ok := res.Properties[name]; ok {
				line += fmt.Sprintf(" %s=%v", name, sorted(value))
			}
		}
		lines = append(lines, random.ReplaceAllStringFunc(line, func(text string) string {
			if strings.Contains(text, "/") && !strings.HasPrefix(text, "SCRAM") { // a range
				return text
			}
			return "…"
		}))
	}
	slices.Sort(lines)
	return lines
}

// sorted puts a list in order: that of the rules of a security group is the one in which they were made.
func sorted(value any) any {
	list, ok := value.([]any)
	if !ok {
		return value
	}
	lines := make([]string, len(list))
	for i, element := range list {
		lines[i] = fmt.Sprint(element)
	}
	slices.Sort(lines)
	return lines
}

// lacking are the lines that only the first list has.
func lacking(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(line string) bool { return slices.Contains(b, line) })
}
