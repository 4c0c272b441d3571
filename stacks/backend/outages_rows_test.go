package backend

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"
)

// edits change one input each, with one row to tell of it, by how it begins.
var edits = []struct {
	component, input string
	was, is          any
	want             string
}{
	{"network", "cidr", "10.0.0.0/16", "10.9.0.0/16", "tenfold:overrides.network.cidr changes: the whole network would be replaced"},
	{"network", "zones", []any{"a", "b"}, []any{"a"}, "tenfold:zones changes: subnets would be replaced"},
	{"network", "nat", "perZone", "single", "tenfold:overrides.network.nat changes: connections to the internet break"},
	{"alb", "healthCheckPath", "/a", "/b", "tenfold:healthCheckPath changes: the load balancer asks running tasks for /b at once"},
	{"alb", "accessLogRetentionDays", 9, 7, "tenfold:overrides.alb.accessLogRetentionDays changes: S3 deletes access logs older than 7 days"},
	{"alb", "allowDestroy", false, true, "tenfold:allowDestroy changes: databases, buckets, keys and the load balancer lose"},
	{
		"alb", "originSecretGeneration", 1, 2,
		"tenfold:overrides.alb.originSecretGeneration changes: CloudFront sends a new secret, and the load balancer still accepts the previous one; raise",
	},
	{"storage", "domain", "a.io", "b.io", "tenfold:domain changes: a.io would stop at once"},
	{"storage", "domain", nil, "a.io", "tenfold:domain changes: users reach the application under a.io instead of none"},
	{"storage", "alternativeNames", []any{"b.io"}, []any{}, "tenfold:alternativeNames changes: CloudFront does not serve b.io any more"},
	{"storage", "dns", "create", "none", "tenfold:dns changes: the records of the domain are deleted"},
	{"storage", "mediaPaths", []any{"/a"}, []any{"/b"}, "tenfold:overrides.cdn.mediaPaths changes: uploads below the listed paths become"},
	{"storage", "noncurrentVersionDays", 30, 7, "tenfold:overrides.storage.noncurrentVersionDays changes: S3 deletes overwritten"},
	{"storage", "waf", values{"rateLimit": 1}, nil, "tenfold:overrides.cdn.waf changes: requests are not filtered"},
	{"database", "instanceClass", "a", "b", "tenfold:overrides.database.instanceClass changes: the class of every instance becomes b"},
	{"database", "storageGiB", 20, 30, "tenfold:overrides.database.storageGiB changes: the storage grows"},
	{"database", "singleZone", false, true, "tenfold:overrides.database.singleZone changes: there is no standby"},
	{"database", "engineVersion", "17.6", "17.7", "tenfold:overrides.database.engineVersion changes: PostgreSQL 17.7 starts"},
	{"database", "engineVersion", "17.9", "18", "tenfold:overrides.database.engineVersion changes: RDS would reject it half way, or keep it"},
	{"database", "engineVersion", "17.9", "17", "tenfold:overrides.database.engineVersion changes: nothing happens now; AWS upgrades the minor"},
	{"database", "replicaClass", "a", "b", "tenfold:overrides.database.replicaClass changes: each replica restarts as b"},
	{"database", "iops", 3000, 4000, "tenfold:overrides.database.iops changes: the storage changes in place"},
	{"database", "throughput", 125, 250, "tenfold:overrides.database.throughput changes: the storage changes in place"},
	{"database", "parameters", values{}, values{"a": "1"}, "tenfold:overrides.database.parameters changes: parameters that PostgreSQL"},
	{"database", "replicas", 2, 1, "tenfold:overrides.database.replicas changes: the last replicas are deleted"},
	{"database", "backupRetentionDays", 9, 7, "tenfold:overrides.database.backupRetentionDays changes: RDS deletes the backups"},
	{"database", "skipFinalSnapshot", nil, true, "tenfold:skipFinalSnapshot changes: a destroy leaves no snapshot"},
	{"database", "applyImmediately", false, true, "tenfold:applyImmediately changes: whatever waits for the maintenance window"},
	{
		"database", "masterUsername", "postgres", "admin",
		"tenfold:overrides.database.masterUsername changes: nothing happens, because RDS could only replace the database; set it back to postgres",
	},
	{
		"database", "passwordVersion", nil, 1,
		"tenfold:overrides.database.passwordVersion changes: the master user gets a new password; let those who",
	},
	{"cache", "nodeType", "a", "b", "tenfold:overrides.cache.nodeType changes: the nodes are exchanged one by one"},
	{"cache", "shards", 1, 2, "tenfold:overrides.cache.shards changes: keys move between shards"},
	{"cache", "replicasPerShard", 2, 1, "tenfold:overrides.cache.replicasPerShard changes: replicas are deleted"},
	{"cache", "engineVersion", "8.1", "8.10", "tenfold:overrides.cache.engineVersion changes: the nodes are upgraded one by one"},
	{
		"cache", "engineVersion", "8.2", "8.1",
		"tenfold:overrides.cache.engineVersion changes: the cache is replaced by an empty one at another address; outage: the minutes until all " +
			"tasks are new, for reads and writes; to undo: impossible, the keys are lost; set it back to 8.2",
	},
	{"cache", "engine", "valkey", "redis", "tenfold:overrides.cache.engine changes: the cache is replaced by an empty one at another address"},
	{"cache", "engine", "redis", "valkey", "tenfold:overrides.cache.engine changes: the nodes are exchanged one by one"},
	{"cache", "evictionPolicy", "allkeys-lru", "volatile-lru", "tenfold:overrides.cache.evictionPolicy changes: a full cache evicts by volatile-lru at once"},
	{
		"cache", "tokenGeneration", 1, 2,
		"tenfold:overrides.cache.tokenGeneration changes: the cache gets a new password and still accepts the previous one, until",
	},
	{"cache", "snapshotRetentionDays", 9, 7, "tenfold:overrides.cache.snapshotRetentionDays changes: ElastiCache deletes the snapshots"},
	{"broker", "kind", "redis", "sqs", "tenfold:overrides.broker.kind changes: messages and tasks for later in the old broker are lost"},
	{"broker", "nodeType", "a", "b", "tenfold:overrides.broker.nodeType changes: the standby takes over"},
	{"broker", "instanceType", "a", "b", "tenfold:overrides.broker.nodeType changes: the broker reboots at once"},
	{"broker", "engineVersion", "8.1", "8.2", "tenfold:overrides.broker.engineVersion changes: the nodes are upgraded one by one"},
	{
		"broker", "engineVersion", "8.2", "8.1",
		"tenfold:overrides.broker.engineVersion changes: the broker is replaced by an empty one, and all messages are lost; outage: minutes",
	},
	{"broker", "engine", "valkey", "redis", "tenfold:overrides.broker.engine changes: the broker is replaced by an empty one"},
	{"broker", "engine", "redis", "valkey", "tenfold:overrides.broker.engine changes: the nodes are exchanged one by one"},
	{"broker", "tokenGeneration", 1, 2, "tenfold:overrides.broker.tokenGeneration changes: the broker gets a new password and still accepts"},
	{
		"broker", "rabbitMqVersion", "3.13", "4.2",
		"tenfold:overrides.broker.rabbitMqVersion changes: Amazon MQ upgrades the broker at once, and blocks all connections meanwhile; " +
			"it upgrades 3.13 with quorum queues only; outage: minutes, and more with many queues and messages; " +
			"to undo: impossible, a version cannot be lowered; let the queues drain first",
	},
	{"broker", "rabbitMqVersion", "4.2", "4.3", "tenfold:overrides.broker.rabbitMqVersion changes: Amazon MQ upgrades the broker at once"},
	{
		"broker", "rabbitMqVersion", "3.13", "4.3",
		"tenfold:overrides.broker.rabbitMqVersion changes: Amazon MQ upgrades from 3.13 to 4.2 and from 4.2 to 4.3, never back, and only a " +
			"broker that already runs on mq.m7g; set it back to 3.13, and upgrade one version at a time",
	},
	{
		"broker", "rabbitMqVersion", "4.2", "3.13",
		"tenfold:overrides.broker.rabbitMqVersion changes: Amazon MQ upgrades from 3.13 to 4.2 and from 4.2 to 4.3, never back",
	},
	{
		"broker", "singleInstance", true, nil,
		"tenfold:overrides.broker.singleInstance changes: the broker would be replaced, and its nodes would stay in the zone of the old one",
	},
	{
		"broker", "singleInstance", nil, true,
		"tenfold:overrides.broker.singleInstance changes: the broker is replaced by an empty one, and all messages are lost",
	},
	{"broker", "replicas", 2, 1, "tenfold:overrides.broker.replicas changes: standbys are deleted"},
	{"pgbouncer", "passwordGeneration", 1, 2, "tenfold:databasePasswordGeneration changes: the other login gets a new password"},
	{"pgbouncer", "databaseName", "app", "shop", "tenfold:overrides.pgbouncer.databaseName changes: the application uses another database, which is empty"},
	{"pgbouncer", "roleName", "app", "shop", "tenfold:overrides.pgbouncer.roleName changes: the application has other roles, which own none"},
	{"pgbouncer", "tasks", 3, 2, "tenfold:overrides.pgbouncer.tasks changes: tasks of PgBouncer end: their clients have 180 s"},
	{
		"pgbouncer", "adminPoolSize", 3, 2, "tenfold:overrides.pgbouncer.adminPoolSize changes: PgBouncer's tasks are exchanged one by one, and a " +
			"session of DATABASE_ADMIN_URL that takes longer than 180 + 120 s is cut off",
	},
	{"pgbouncer", "image", "a:1", "a:2", "tenfold:pgbouncerImage changes: PgBouncer's tasks are exchanged one by one"},
	{"pgbouncer", "operator", false, true, "tenfold:operator changes: PgBouncer's tasks are exchanged one by one"},
	{"web", "task", values{"architecture": "ARM64"}, values{"architecture": "X86_64"}, "tenfold:architecture changes: an image built for another"},
	{"cluster", "logRetentionDays", 30, 7, "tenfold:overrides.logRetentionDays changes: CloudWatch deletes logs older than 7 days"},
	{
		recordName, "workers",
		[]any{"bulk", "celery"},
		[]any{"celery"},
		"tenfold:overrides.workers changes: the tasks, alarms and logs of bulk are deleted; a running task has stopTimeout to finish",
	},
	{recordName, "queues", []any{"bulk", "celery"}, []any{"celery"}, "tenfold:overrides.workers changes: no worker consumes bulk any more"},
	{recordName, "jobs", []any{"nightly"}, []any{}, "tenfold:jobs changes: nightly is not started any more, and its logs and failed runs are deleted"},
	{recordName, "beat", "redbeat", "", "tenfold:beat changes: the schedule stops"},
	{recordName, "beat", "redbeat", "django", "tenfold:beat changes: beat reads its schedule from another place"},
	{recordName, "release", true, false, "tenfold:release changes: nothing migrates the database any more"},
	{recordName, "flower", true, false, "tenfold:flower changes: Flower and its logs are deleted"},
	{recordName, "operator", true, false, "tenfold:operator changes: nobody can start the operator's task"},
	{recordName, "library", "celery", "rq", "tenfold:library changes: the new workers cannot read the messages of celery"},
	{
		recordName, "own",
		[]any{"broker", "database"},
		[]any{"broker"},
		"tenfold:existing changes: what the environment made itself (database) is deleted with its data, unless it is protected",
	},
	{recordName, "existing", []any{"broker", "cache"}, []any{"broker"}, "tenfold:existing changes: the environment makes that part itself (cache), empty"},
	{recordName, "base", "staging", "other", "tenfold:base changes: the environment's network is another one"},
	{
		recordName, "logClasses",
		values{"web": "", "beat": "", "gone": ""},
		values{"web": "STANDARD", "beat": "", "new": "STANDARD"},
		"tenfold:overrides.web.logClass changes: the log groups of web are replaced, and what they hold is deleted",
	},
	{recordName, "region", "us-east-1", "eu-west-1", "aws:region changes: an environment that is up cannot move to another region"},
	{recordName, "platform", "ecs", "eks", "tenfold:platform changes: an environment that is up cannot move to another platform"},
}

// Every row is told by one of the edits, and the edit that takes it back tells something else, or nothing.
func TestEveryOutageIsNamed(t *testing.T) {
	told := map[string]bool{}
	for _, e := range edits {
		inputs := func(value any) resource.PropertyMap {
			all := values{"deregistrationDelay": 180, "stopTimeout": 120}
			if value != nil {
				all[e.input] = value
			}
			return resource.NewPropertyMapFromMap(all)
		}
		warnings, refusal := consequences(rowsOf(e.component), inputs(e.was), inputs(e.is), says)
		if refusal != nil {
			warnings = append(warnings, refusal.Error())
		}
		require.Len(t, warnings, 1, "%s %s", e.component, e.input)
		require.Equal(t, e.want, warnings[0][:min(len(e.want), len(warnings[0]))])
		for _, o := range rowsOf(e.component) {
			if keys, _, _ := o.edited(inputs(e.was), inputs(e.is)); len(keys) > 0 {
				told[o.component+o.input+o.when+o.effect] = true
			}
		}
		same, refusal := consequences(rowsOf(e.component), inputs(e.is), inputs(e.is), says)
		require.Empty(t, same)
		require.NoError(t, refusal)
	}
	for _, o := range outageTable {
		require.True(t, o.component == "" || told[o.component+o.input+o.when+o.effect], "no edit tells of %s: %s", o.key, o.effect)
	}
}

// Fields of which a row says the same are told of at once.
func TestOneWarningForSeveralKeys(t *testing.T) {
	was := resource.NewPropertyMapFromMap(values{"poolSize": 10, "cpu": 512, "tasks": 2, "deregistrationDelay": 180, "stopTimeout": 120})
	is := resource.NewPropertyMapFromMap(values{"poolSize": 20, "cpu": 1024, "tasks": 3, "deregistrationDelay": 180, "stopTimeout": 120})
	warnings, err := consequences(rowsOf("pgbouncer"), was, is, says)
	require.NoError(t, err)
	require.Equal(t, []string{
		"tenfold:overrides.pgbouncer.poolSize, tenfold:overrides.pgbouncer.cpu change: PgBouncer's tasks are exchanged one by one, and " +
			"a session of DATABASE_ADMIN_URL that takes longer than 180 + 120 s is cut off; see docs/operations.md",
	}, warnings)
}

// RabbitMQ 4.2 needs an instance type that the broker has already.
func TestRabbitMQIsNotUpgradedWithItsInstance(t *testing.T) {
	was := resource.NewPropertyMapFromMap(values{"rabbitMqVersion": "3.13", "instanceType": "mq.m5.large"})
	is := resource.NewPropertyMapFromMap(values{"rabbitMqVersion": "4.2", "instanceType": "mq.m7g.large"})
	_, refusal := consequences(rowsOf("broker"), was, is, says)
	require.ErrorContains(t, refusal, "only a broker that already runs on mq.m7g")
	was["instanceType"] = is["instanceType"]
	_, refusal = consequences(rowsOf("broker"), was, is, says)
	require.NoError(t, refusal)
}
