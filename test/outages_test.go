package test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// outagesIn are the warnings of a preview that name an outage.
func outagesIn(t *testing.T, o rehearsal.Options, keys map[string]string) (list []string) {
	t.Helper()
	o.Config = map[string]string{"tenfold:allowDestroy": "true", "tenfold:skipFinalSnapshot": "true"}
	for key, value := range keys {
		o.Config[key] = value
	}
	r, err := rehearsal.Open(t.Context(), o)
	require.NoError(t, err)
	preview, err := r.Preview(t.Context())
	require.NoError(t, err)
	for _, warning := range preview.Warnings {
		if strings.Contains(warning, " changes: ") {
			list = append(list, warning[:strings.Index(warning, ";")])
		}
	}
	return list
}

// A preview names the change that would interrupt the application. The first up, and a change that interrupts nothing,
// names none.
func TestThePreviewNamesOutages(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	r := openEnvironment(t, o)
	for _, warning := range mustUp(t, r).Warnings {
		require.NotContains(t, warning, " changes: ")
	}
	require.Empty(t, outagesIn(t, o, nil))
	require.Empty(t, outagesIn(t, o, map[string]string{"tenfold:port": "9000", "tenfold:image": webImage + "2"}))
	require.Equal(t, []string{
		"tenfold:healthCheckPath changes: the load balancer asks running tasks for /ready at once, and ECS ends those that do " +
			"not answer 200",
	}, outagesIn(t, o, map[string]string{"tenfold:healthCheckPath": "/ready"}))
	require.ElementsMatch(t, []string{
		"tenfold:domain changes: the old name stops at once, and the new one answers 502 for the minutes in which CloudFront " +
			"changes",
		"tenfold:overrides.workers changes: no worker consumes bulk any more: its messages stay unread, and on SQS they are " +
			"deleted",
	}, outagesIn(t, o, map[string]string{
		"tenfold:domain": "app.example.com", "tenfold:zone": hostedZone, "tenfold:overrides": `{"workers": {"bulk": null}}`,
	}))
}

// The logins of the database take turns, so a preview rejects a password generation that is not the next.
func TestThePreviewRejectsASkippedPassword(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	mustUp(t, openEnvironment(t, o))
	_, err := reopened(t, o, "tenfold:databasePasswordGeneration", "3").Preview(t.Context())
	require.ErrorContains(t, err, `pgbouncer "pgbouncer": passwordGeneration is 3; want 1, which is deployed, or 2; any other `+
		"would change the password of the login in use")
	mustUp(t, reopened(t, o, "tenfold:databasePasswordGeneration", "2"))
}
