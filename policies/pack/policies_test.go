package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

func TestACompliantStackHasNoViolations(t *testing.T) {
	for name, preview := range map[string]bool{"update": false, "preview": true} {
		t.Run(name, func(t *testing.T) {
			require.Empty(t, violations(t, compliant(), pack.Options{Preview: preview}))
		})
	}
}

// breach is one property of the compliant stack broken. Every policy runs, so that want also says what must not be
// reported.
type breach struct {
	name string
	do   func(f fixture)
	want []string
	// onlyUpdate says that a preview cannot know the violation, and must be silent.
	onlyUpdate bool
}

func checkBreaches(t *testing.T, breaches []breach) {
	t.Helper()
	for _, b := range breaches {
		t.Run(b.name, func(t *testing.T) {
			f := compliant()
			b.do(f)
			require.Equal(t, b.want, violations(t, f, pack.Options{}), "in an update")
			if b.onlyUpdate {
				b.want = []string{}
			}
			require.Equal(t, b.want, violations(t, f, pack.Options{Preview: true}), "in a preview")
		})
	}
}

// put is a breach that sets one property.
func put(name, path string, v any) func(fixture) {
	return func(f fixture) { f.set(name, path, v) }
}
