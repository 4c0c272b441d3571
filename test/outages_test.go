package test

import (
	"slices"
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
	const overrides = `{"network": {"flowLogRejectsOnly": true}, "database": {"singleZone": true, "replicas": 0}}`
	require.ElementsMatch(t, []string{
		"tenfold:domain changes: users reach the application under app.example.com instead of none, and CloudFront answers 502 " +
			"for the minutes in which it changes",
		"tenfold:overrides.network.nat changes: connections to the internet break, and tasks come from other public addresses",
		"tenfold:overrides.database.instanceClass changes: the class of every instance becomes db.m7g.large",
		"tenfold:overrides.database.storageGiB changes: the storage grows, slower while it does, and cannot change again for " +
			"six hours",
		"tenfold:overrides.cache.nodeType changes: the nodes are exchanged one by one, and connections break when a replica " +
			"takes over",
		"tenfold:overrides.broker.nodeType changes: the standby takes over: the most recent messages may be lost or run twice",
		"tenfold:overrides.pgbouncer.poolSize changes: PgBouncer's tasks are exchanged one by one, and a session of " +
			"DATABASE_ADMIN_URL that takes longer than 180 + 120 s is cut off",
	}, outagesIn(t, o, map[string]string{
		"tenfold:domain": "app.example.com", "tenfold:zone": hostedZone, "tenfold:overrides": overrides,
	}))
	waitsForTheWindow(t, o)
}

// What the file does not have any more is said, although nothing of it is left in the program that could say so.
func TestThePreviewNamesWhatIsRemoved(t *testing.T) {
	t.Parallel()
	o := options(t, "staging")
	mustUp(t, openEnvironment(t, o))
	require.Empty(t, outagesIn(t, o, nil))
	list := outagesIn(t, o, map[string]string{
		"tenfold:flower": "false", "tenfold:overrides": `{"network": {"cidr": "10.1.0.0/16"}, "workers": {"bulk": null}}`,
	})
	require.ElementsMatch(t, []string{
		"tenfold:overrides.workers changes: the tasks, alarms and logs of bulk are deleted",
		"tenfold:overrides.workers changes: no worker consumes bulk any more: its messages and tasks for later stay unread, and on SQS they are deleted",
		"tenfold:flower changes: Flower and its logs are deleted, with its password",
	}, list)
	_, err := reopened(t, o, "aws:region", "eu-west-1").Preview(t.Context())
	require.ErrorContains(t, err, "aws:region changes: an environment that is up cannot move to another region; set it back to "+
		"us-east-1, or create a new environment; see docs/operations.md")
}

// waitsForTheWindow changes the class of the database: each up says that it is not there yet, and what makes it come now.
func waitsForTheWindow(t *testing.T, o rehearsal.Options) {
	t.Helper()
	const text = `postgres "database": instanceClass db.m7g.large waits for the maintenance window sun:04:00-sun:05:00 UTC, ` +
		"and db.t4g.medium runs until then; set tenfold:applyImmediately: true to make it now"
	const class = `{"database": {"instanceClass": "db.m7g.large", "singleZone": true, "replicas": 0, "storageGiB": 20,
		"maxStorageGiB": 100}}`
	o.Config = map[string]string{"tenfold:allowDestroy": "true", "tenfold:skipFinalSnapshot": "true", "tenfold:overrides": class}
	for range 2 {
		result := mustUp(t, openEnvironment(t, o))
		require.Contains(t, result.Warnings, text)
		i := slices.IndexFunc(result.Changed, func(c rehearsal.Change) bool { return c.Type == "aws:rds/instance:Instance" })
		require.Equal(t, []string{"instanceClass"}, result.Changed[i].Waiting)
	}
	o.Config["tenfold:applyImmediately"] = "true"
	result := mustUp(t, openEnvironment(t, o))
	require.NotContains(t, strings.Join(result.Warnings, "\n"), "runs until then")
	require.Contains(t, strings.Join(result.Warnings, "\n"), "tenfold:applyImmediately changes: whatever waits for the "+
		"maintenance window happens now; outage: several minutes without a standby if something waits")
}

// An environment cannot move to another range: the whole network would be replaced, and the update would fail half way.
func TestThePreviewRejectsAnotherRange(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	mustUp(t, openEnvironment(t, o))
	_, err := reopened(t, o, "tenfold:overrides", `{"network": {"cidr": "10.77.0.0/16"}}`).Preview(t.Context())
	require.EqualError(t, err, `preview of "dev": tenfold:network:Network "network": environment "dev": tenfold:overrides.network.cidr changes: `+
		"the whole network would be replaced, with everything in it; set it back to 10.0.0.0/16, or create a new environment "+
		"and move the data; see docs/operations.md")
}

// A major version that RDS would refuse half way, and one that AWS does not create any more, are errors in the preview.
func TestThePreviewRejectsVersionsThatAWSWouldRefuse(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	o.Config["tenfold:overrides"] = `{"database": {"engineVersion": "17.6"}}`
	_, err := openEnvironment(t, o).Preview(t.Context())
	require.EqualError(t, err, `preview of "dev": tenfold:postgres:Postgres "database": environment "dev": tenfold:overrides.database.`+
		`engineVersion is "17.6"; want a version that RDS creates, such as "17"; AWS has not created RDS for PostgreSQL 17.6 since `+
		"2026-10-01, and upgrades what runs it after 2026-10-31")
	o.Config["tenfold:overrides"] = `{"database": {"engineVersion": "17.7", "replicas": 0}}`
	mustUp(t, openEnvironment(t, o))
	o.Config["tenfold:overrides"] = `{"database": {"engineVersion": "18", "allowMajorVersionUpgrade": true, "replicas": 0}}`
	_, err = openEnvironment(t, o).Preview(t.Context())
	require.EqualError(t, err, `preview of "dev": tenfold:postgres:Postgres "database": environment "dev": tenfold:overrides.database.`+
		"engineVersion changes: RDS would reject it half way, or keep it for the maintenance window and the update would fail; set "+
		"overrides.database.allowMajorVersionUpgrade and tenfold:applyImmediately to true, and remove both once 18 runs; see "+
		"docs/operations.md")
	o.Config["tenfold:applyImmediately"] = "true"
	mustUp(t, openEnvironment(t, o))
	o.Config["tenfold:applyImmediately"], o.Config["tenfold:overrides"] = "false", `{"database": {"engineVersion": "18", "replicas": 0}}`
	mustUp(t, openEnvironment(t, o))
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

// A subnet keeps its zone: the preview rejects another order, and zones that the account does not have.
func TestThePreviewRejectsOtherZones(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	mustUp(t, openEnvironment(t, o))
	_, err := reopened(t, o, "tenfold:zones", `["us-east-1b", "us-east-1a"]`).Preview(t.Context())
	require.ErrorContains(t, err, "tenfold:zones changes: subnets would be replaced, with the load balancer of PgBouncer; only "+
		"add zones, at the end; see docs/operations.md")
	_, err = reopened(t, o, "tenfold:zones", `["us-east-1a", "us-east-1x"]`).Preview(t.Context())
	require.ErrorContains(t, err, `tenfold:zones[1] is "us-east-1x"; want one of us-east-1a, us-east-1b`)
}
