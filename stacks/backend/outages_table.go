package backend

import "slices"

// outageTable holds the changes to know of. Sources, by component:
//
//   - database: RDS User Guide, "Settings for DB instances" (what waits for the window, and what interrupts), "Upgrades of
//     the RDS for PostgreSQL DB engine" (primary and standby restart together), "Working with parameter groups" (a static
//     parameter waits for a reboot that RDS does not make)
//   - cache, broker: ElastiCache User Guide, "Online vertical scaling", "Version management" (writes fail for the seconds of
//     the failover, and a version cannot be lowered); the component applies them at once
//   - RabbitMQ: Amazon MQ Developer Guide, "Maintaining a broker" (one node at a time); the provider reboots at once
//   - logs: CloudWatch Logs API, PutRetentionPolicy (deleted within 72 hours)
var outageTable = slices.Concat(baseOutages, storeOutages, partOutages, recordOutages, notWatched)

// baseOutages are about what everything else stands on, and about the database.
var baseOutages = []outage{
	{
		component: "network", input: "cidr", key: "tenfold:overrides.network.cidr", refused: true,
		effect:  "the whole network would be replaced, with everything in it",
		instead: "set it back to {was}, or create a new environment and move the data",
	},
	{
		component: "network", input: "zones", key: "tenfold:zones", only: moved, when: "a zone less, or another order",
		effect: "subnets would be replaced, with the load balancer of PgBouncer", refused: true,
		instead: "only add zones, at the end",
	},
	{
		component: "network", input: "nat", key: "tenfold:overrides.network.nat",
		effect: "connections to the internet break, and tasks come from other public addresses", lasts: "seconds, outgoing",
		undo: "impossible for an address that is released", instead: "tell partners the new natPublicIps",
	},
	{
		component: "alb", input: "healthCheckPath", key: "tenfold:healthCheckPath",
		effect: "the load balancer asks running tasks for {is} at once, and ECS ends those that do not answer 200",
		lasts:  "until tasks run that answer", instead: "first release an image that answers {was} and {is}",
	},
	{
		component: "alb", input: "accessLogRetentionDays", key: "tenfold:overrides.alb.accessLogRetentionDays", only: lowered,
		when: "fewer days", effect: "S3 deletes access logs older than {is} days", undo: "impossible",
	},
	{
		component: "alb", input: "allowDestroy", key: "tenfold:allowDestroy", only: turnedOn, when: "true",
		effect:  "databases, buckets, keys and the load balancer lose their protection, so that a change can delete them",
		instead: "set it back to false unless you destroy the environment",
	},
	{
		component: "storage", input: "domain", key: "tenfold:domain", only: sudden, when: "a name that was no alternative one, or leaves the old one out",
		effect: "{was} would stop at once, and {is} would answer 502 for the minutes in which CloudFront changes", refused: true,
		instead: "first add {is} to tenfold:alternativeNames, then exchange the two names, then remove {was}, each with an update (docs/domains.md)",
	},
	{
		component: "storage", input: "domain", key: "tenfold:domain", only: setOrRemoved, when: "set or removed",
		effect: "users reach the application under {is} instead of {was}, and CloudFront answers 502 for the minutes in which it changes",
		lasts:  "minutes",
	},
	{
		component: "storage", input: "alternativeNames", key: "tenfold:alternativeNames", only: forgotten, when: "a name removed",
		effect: "CloudFront does not serve {gone} any more, and its records are deleted", undo: "add the name again",
	},
	{
		component: "storage", input: "dns", key: "tenfold:dns", only: becomesNone, when: "none",
		effect: "the records of the domain are deleted, and nobody finds the application until others exist",
		lasts:  "until you create records, and as long as resolvers remember that there were none",
	},
	{
		component: "storage", input: "mediaPaths", key: "tenfold:overrides.cdn.mediaPaths",
		effect: "uploads below the listed paths become public, and all others private",
	},
	{
		component: "storage", input: "noncurrentVersionDays", key: "tenfold:overrides.storage.noncurrentVersionDays", only: lowered,
		when: "fewer days", effect: "S3 deletes overwritten and deleted uploads after {is} days", undo: "impossible",
	},
	{
		component: "storage", input: "waf", key: "tenfold:overrides.cdn.waf", only: removed, when: "false",
		effect: "requests are not filtered or limited any more",
	},
	{
		component: "database", input: "instanceClass", key: "tenfold:overrides.database.instanceClass", window: true,
		effect: "the class of every instance becomes {is}", lasts: "{failover}",
	},
	{
		component: "database", input: "storageGiB", key: "tenfold:overrides.database.storageGiB", only: raised, when: "more",
		window: true, effect: "the storage grows, slower while it does, and cannot change again for six hours",
		undo: "impossible, storage never shrinks",
	},
	{
		component: "database", input: "singleZone", key: "tenfold:overrides.database.singleZone", only: turnedOn, when: "true",
		window: true, effect: "there is no standby, so the loss of its zone is an outage until you restore",
	},
	{
		component: "database", input: "engineVersion", key: "tenfold:overrides.database.engineVersion", only: unprepared,
		when: "a newer major version without `allowMajorVersionUpgrade` and `tenfold:applyImmediately`", refused: true,
		effect:  "RDS would reject it half way, or keep it for the maintenance window and the update would fail",
		instead: "set overrides.database.allowMajorVersionUpgrade and tenfold:applyImmediately to true, and remove both once {is} runs",
	},
	{
		component: "database", input: "engineVersion", key: "tenfold:overrides.database.engineVersion", only: unpinned,
		when: "a full version to its major one", effect: "nothing happens now; AWS upgrades the minor version in maintenance windows from now on",
		undo: "set the full version that runs then",
	},
	{
		component: "database", input: "engineVersion", key: "tenfold:overrides.database.engineVersion", window: true, only: restarted,
		when:   "another version",
		effect: "PostgreSQL {is} starts on the primary and its standby together", lasts: "minutes, or 10 and more for a major version",
		undo: "impossible, only a snapshot has the old version",
	},
	{
		component: "database", input: "replicaClass", key: "tenfold:overrides.database.replicaClass", window: true,
		effect: "each replica restarts as {is}", lasts: "minutes, for reads on that replica",
	},
	{
		component: "database", input: "iops", key: "tenfold:overrides.database.iops", window: true,
		effect: "the storage changes in place, and cannot change again for six hours",
	},
	{
		component: "database", input: "throughput", key: "tenfold:overrides.database.throughput", window: true,
		effect: "the storage changes in place, and cannot change again for six hours",
	},
	{
		component: "database", input: "parameters", key: "tenfold:overrides.database.parameters",
		effect: "parameters that PostgreSQL reads only when it starts wait until you restart the database, because RDS does not",
		lasts:  "{failover} at that restart", instead: "restart it with aws rds reboot-db-instance",
	},
	{
		component: "database", input: "replicas", key: "tenfold:overrides.database.replicas", only: lowered, when: "fewer",
		effect: "the last replicas are deleted, and queries on them fail", lasts: "seconds, for reads",
		undo: "a new replica copies the whole database",
	},
	{
		component: "database", input: "backupRetentionDays", key: "tenfold:overrides.database.backupRetentionDays",
		only: lowered, when: "fewer days", effect: "RDS deletes the backups older than {is} days", undo: "impossible",
	},
	{
		component: "database", input: "skipFinalSnapshot", key: "tenfold:skipFinalSnapshot", only: turnedOn, when: "true",
		effect: "a destroy leaves no snapshot, and the data is lost with it",
	},
	{
		component: "database", input: "applyImmediately", key: "tenfold:applyImmediately", only: turnedOn, when: "true",
		effect: "whatever waits for the maintenance window happens now", lasts: "{failover} if something waits",
	},
	{
		component: "database", input: "masterUsername", key: "tenfold:overrides.database.masterUsername",
		effect: "nothing happens, because RDS could only replace the database", instead: "set it back to {was}",
	},
	{
		component: "database", input: "passwordVersion", key: "tenfold:overrides.database.passwordVersion",
		effect: "the master user gets a new password", instead: "let those who have read the old one read the secret again",
	},
}

// notWatched are in the document only.
var notWatched = []outage{
	{
		key: "tenfold:image", when: "or variables, secrets, sizes of web and workers",
		effect: "new tasks start before old ones stop",
	},
	{
		key:     "tenfold:port",
		effect:  "the old port stays open until the old tasks have drained, and after a rollback",
		instead: "release an image that listens on `PORT`",
	},
	{
		key: "tenfold:tier", when: "from `10k` to `100k`",
		effect: "nothing that holds data is replaced; database, cache and broker change as in their rows",
	},
}
