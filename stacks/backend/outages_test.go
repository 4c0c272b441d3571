package backend

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/stacks/tier"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

type values = map[string]any

func queuesOf(names ...string) []any {
	list := []any{}
	for _, name := range names {
		list = append(list, values{"name": name})
	}
	return list
}

// rowsOf are the rows of a component.
func rowsOf(component string) []outage {
	return slices.DeleteFunc(slices.Clone(outageTable), func(o outage) bool { return o.component != component })
}

func TestOutagesAreNamed(t *testing.T) {
	const (
		queues = "tenfold:overrides.workers changes: no worker consumes bulk any more: its messages and tasks for later stay unread, and on SQS " +
			"they are deleted; first give one worker the old and the new name, release, and wait until the old queue is empty and has no tasks for later"
		window = "it waits for the maintenance window sun:04:00-sun:05:00 UTC, and tenfold:applyImmediately: true makes it now; "
		now    = "it happens now, because tenfold:applyImmediately is true; "
		class  = "tenfold:overrides.database.instanceClass changes: the class of every instance becomes db.m7g.2xlarge; "
	)
	database := func(changes values) values {
		all := values{"maintenanceWindow": "sun:04:00-sun:05:00", "applyImmediately": false, "singleZone": false}
		for name, value := range changes {
			all[name] = value
		}
		return all
	}
	for name, c := range map[string]struct {
		component string
		was, is   values
		want      []string
	}{
		"nothing changes": {"alb", values{"healthCheckPath": "/a"}, values{"healthCheckPath": "/a"}, nil},
		"something else":  {"alb", values{"idleTimeout": 60}, values{"idleTimeout": 70}, nil},
		"health path": {"alb", values{"healthCheckPath": "/a"}, values{"healthCheckPath": "/b"}, []string{
			"tenfold:healthCheckPath changes: the load balancer asks running tasks for /b at once, and ECS ends those that do " +
				"not answer 200; outage: until tasks run that answer; first release an image that answers /a and /b",
		}},
		"no protection": {"alb", values{"allowDestroy": false}, values{"allowDestroy": true}, []string{
			"tenfold:allowDestroy changes: databases, buckets, keys and the load balancer lose their protection, so that a " +
				"change can delete them; set it back to false unless you destroy the environment",
		}},
		"protection":          {"alb", values{"allowDestroy": true}, values{"allowDestroy": false}, nil},
		"a zone more":         {"network", values{"zones": []any{"a", "b"}}, values{"zones": []any{"a", "b", "c"}}, nil},
		"a queue more":        {recordName, values{"queues": queuesOf("a")}, values{"queues": queuesOf("a", "b")}, nil},
		"queues turned round": {recordName, values{"queues": queuesOf("a", "b")}, values{"queues": queuesOf("b", "a")}, nil},
		"a queue renamed":     {recordName, values{"queues": queuesOf("a", "bulk")}, values{"queues": queuesOf("a", "slow")}, []string{queues}},
		"the last queue":      {recordName, values{"queues": queuesOf("bulk")}, values{}, []string{queues}},
		"the first domain": {"storage", values{}, values{"domain": "app.example.com"}, []string{
			"tenfold:domain changes: users reach the application under app.example.com instead of none, and CloudFront answers 502 " +
				"for the minutes in which it changes; outage: minutes",
		}},
		"an alternative name becomes the domain": {
			"storage",
			values{"domain": "a.io", "alternativeNames": []any{"b.io"}},
			values{"domain": "b.io", "alternativeNames": []any{"a.io"}},
			nil,
		},
		"no firewall": {"storage", values{"waf": values{"rateLimit": 1}}, values{}, []string{
			"tenfold:overrides.cdn.waf changes: requests are not filtered or limited any more",
		}},
		"another limit": {"storage", values{"waf": values{"rateLimit": 1}}, values{"waf": values{"rateLimit": 2}}, nil},
		"unknown":       {"storage", values{"domain": "a"}, values{"domain": resource.MakeComputed(resource.NewProperty(""))}, nil},
		"a class that waits": {
			"database", database(values{"instanceClass": "db.m7g.large"}), database(values{"instanceClass": "db.m7g.2xlarge"}),
			[]string{class + window + "outage: 1 to 2 minutes"},
		},
		"a class at once, alone": {
			"database", database(values{"instanceClass": "db.m7g.large", "applyImmediately": true, "singleZone": true}),
			database(values{"instanceClass": "db.m7g.2xlarge", "applyImmediately": true, "singleZone": true}),
			[]string{class + now + "outage: several minutes without a standby"},
		},
		"more storage": {"database", database(values{"storageGiB": 100}), database(values{"storageGiB": 200}), []string{
			"tenfold:overrides.database.storageGiB changes: the storage grows, slower while it does, and cannot change again for " +
				"six hours; " + window + "to undo: impossible, storage never shrinks",
		}},
		"another version": {"database", database(values{"engineVersion": "17.9"}), database(values{"engineVersion": "17.10"}), []string{
			"tenfold:overrides.database.engineVersion changes: PostgreSQL 17.10 starts on the primary and its standby together; " +
				window + "outage: minutes, or 10 and more for a major version; to undo: impossible, only a snapshot has the old version",
		}},
		"a new major version": {
			"database", database(values{"engineVersion": "17.9"}),
			database(values{"engineVersion": "18", "allowMajorVersionUpgrade": true, "applyImmediately": true}),
			[]string{
				"tenfold:overrides.database.engineVersion changes: PostgreSQL 18 starts on the primary and its standby together; " +
					now + "outage: minutes, or 10 and more for a major version; to undo: impossible, only a snapshot has the old version",
				"tenfold:applyImmediately changes: whatever waits for the maintenance window happens now; outage: 1 to 2 minutes if " +
					"something waits",
			},
		},
		"the minor version left to AWS": {"database", database(values{"engineVersion": "17.9"}), database(values{"engineVersion": "17"}), []string{
			"tenfold:overrides.database.engineVersion changes: nothing happens now; AWS upgrades the minor version in maintenance windows from " +
				"now on; to undo: set the full version that runs then",
		}},
		"a parameter": {
			"database", database(values{"parameters": values{"work_mem": "1"}}), database(values{"parameters": values{"work_mem": "2"}}),
			[]string{"tenfold:overrides.database.parameters changes: parameters that PostgreSQL reads only when it starts wait until " +
				"you restart the database, because RDS does not; outage: 1 to 2 minutes at that restart; restart it with aws rds " +
				"reboot-db-instance"},
		},
		"fewer backups": {"database", values{"backupRetentionDays": 14}, values{"backupRetentionDays": 7}, []string{
			"tenfold:overrides.database.backupRetentionDays changes: RDS deletes the backups older than 7 days; to undo: impossible",
		}},
		"more backups":                   {"database", values{"backupRetentionDays": 7}, values{"backupRetentionDays": 14}, nil},
		"a kind of broker without nodes": {"broker", values{"nodeType": "cache.t4g.small"}, values{}, nil},
		"architecture": {"web", values{"task": values{"architecture": "ARM64"}}, values{"task": values{"architecture": "X86_64"}}, []string{
			"tenfold:architecture changes: an image built for another architecture does not start on X86_64, and the release " +
				"is rolled back; build the image for X86_64 first",
		}},
		"shorter logs": {"cluster", values{"logRetentionDays": 30}, values{"logRetentionDays": 7}, []string{
			"tenfold:overrides.logRetentionDays changes: CloudWatch deletes logs older than 7 days, within 72 hours; to undo: impossible",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := consequences(rowsOf(c.component), resource.NewPropertyMapFromMap(c.was), resource.NewPropertyMapFromMap(c.is), says)
			require.NoError(t, err)
			for i := range c.want {
				c.want[i] += seeKeys
			}
			require.Equal(t, c.want, got)
		})
	}
}

// says is why a change is refused, without the line.
func says(o outage, e edit) error { return errors.New(o.say(e, o.key)) }

// The key that made a change is the one that the file has, with its line.
func TestARefusedChangeIsSaidByItsKey(t *testing.T) {
	t.Chdir(t.TempDir())
	for lines, want := range map[string]string{
		"tenfold:zones: [a]":                                "tenfold:zones changes: …" + seeKeys + " (environments/Pulumi.dev.yaml:2)",
		"tenfold:overrides:\n  network: {zones: 3}":         "tenfold:overrides.network.zones changes: …" + seeKeys + " (environments/Pulumi.dev.yaml:3)",
		"tenfold:overrides:\n  web: {}\ntenfold:zones: [a]": "tenfold:zones changes: …" + seeKeys + " (environments/Pulumi.dev.yaml:4)",
		"tenfold:tier: 10k":                                 "tenfold:zones changes: …" + seeKeys,
	} {
		require.NoError(t, os.MkdirAll("environments", 0o755))
		require.NoError(t, os.WriteFile(fileName, []byte("config:\n"+indent(lines)), 0o644))
		require.NoError(t, stacktest.RunErr(t, func(ctx *pulumi.Context) error {
			err := refuseByKey(ctx, outage{component: "network", input: "zones", key: "tenfold:zones", effect: "…"}, edit{})
			require.EqualError(t, err, `environment "dev": `+want)
			return nil
		}, stacktest.Stack("dev")))
	}
}

func TestAnotherRangeIsRefused(t *testing.T) {
	range1, range2 := resource.NewPropertyMapFromMap(values{"cidr": "10.0.0.0/16"}), resource.NewPropertyMapFromMap(values{"cidr": "10.9.0.0/16"})
	warnings, err := consequences(rowsOf("network"), range1, range2, says)
	require.Empty(t, warnings)
	require.EqualError(t, err, "tenfold:overrides.network.cidr changes: the whole network would be replaced, with everything in "+
		"it; set it back to 10.0.0.0/16, or create a new environment and move the data; see docs/operations.md")
}

func TestAnotherDomainAtOnceIsRefused(t *testing.T) {
	for name, is := range map[string]values{
		"a new name":                     {"domain": "new.io", "alternativeNames": []any{"old.io", "alt.io"}},
		"the exchange and the last step": {"domain": "alt.io"},
	} {
		was := values{"domain": "old.io", "alternativeNames": []any{"alt.io"}}
		warnings, err := consequences(rowsOf("storage"), resource.NewPropertyMapFromMap(was), resource.NewPropertyMapFromMap(is), says)
		require.Empty(t, warnings, name)
		domain := is["domain"].(string)
		require.EqualError(t, err, "tenfold:domain changes: old.io would stop at once, and "+domain+" would answer 502 for the minutes in "+
			"which CloudFront changes; first add "+domain+" to tenfold:alternativeNames, then exchange the two names, then remove old.io, "+
			"each with an update (docs/domains.md); see docs/operations.md", name)
	}
}

func TestOtherZonesAreRefused(t *testing.T) {
	for _, zones := range [][]any{{"a"}, {"b", "a"}, {"b", "a", "c"}} {
		was, is := values{"zones": []any{"a", "b"}}, values{"zones": zones}
		warnings, err := consequences(rowsOf("network"), resource.NewPropertyMapFromMap(was), resource.NewPropertyMapFromMap(is), says)
		require.Empty(t, warnings)
		require.EqualError(t, err, "tenfold:zones changes: subnets would be replaced, with the load balancer of PgBouncer; only "+
			"add zones, at the end; see docs/operations.md")
	}
}

// A row that is not about every change of its key says so in the document, and a key is one of the file's.
func TestTheTableOfOutages(t *testing.T) {
	known := map[string]bool{}
	for _, key := range config.Keys(nil) {
		known[key.Name] = true
	}
	for _, o := range outageTable {
		if o.component != "" && o.key != "tenfold:overrides.broker.nodeType" {
			require.Equal(t, o.only != nil, o.when != "", "%s", o.key)
		}
		name, below, _ := strings.Cut(o.key, ".")
		require.True(t, known[name], "%s is no key", o.key)
		if below != "" {
			require.True(t, hasField(reflect.TypeFor[tier.Tier](), strings.Split(below, ".")), "%s is no key", o.key)
		}
	}
}

// hasField reports whether a type has a field by the names in its JSON.
func hasField(typ reflect.Type, path []string) bool {
	if len(path) == 0 || typ.Kind() != reflect.Struct {
		return len(path) == 0
	}
	for _, field := range reflect.VisibleFields(typ) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name == path[0] && hasField(field.Type, path[1:]) {
			return true
		}
	}
	return false
}
