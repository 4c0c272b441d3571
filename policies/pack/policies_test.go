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

const (
	uncheckable = " could not be checked: its value is unknown or malformed; set a plain value, or check it by hand"

	noWorkers = "worker-tier · web · no service without a load balancer runs workers; want one beside this: " +
		"a request that does all of its work itself is slow, and is lost with its task; run Celery or RQ in a service " +
		"of its own"
	noRequests = "a worker serves no requests and scales on its queues; run it in a service without a load balancer"
)

// command replaces what the first container of a task definition starts.
func command(task string, all ...string) func(fixture) {
	return put(task, "containerDefinitions.0.command", words(all...))
}

// only is the violations of some policies.
func only(found []string, policies ...string) []string {
	var some []string
	for _, v := range found {
		for _, policy := range policies {
			if len(v) > len(policy) && v[:len(policy)+1] == policy+" " {
				some = append(some, v)
			}
		}
	}
	return some
}
