package backend

// storeOutages are about the cache and the broker. A version and an engine that the provider can only replace: pulumi-aws
// 6.83.4, aws_elasticache_replication_group (CustomizeDiff of engine and engine_version) and aws_mq_broker
// (deployment_mode). Amazon MQ Developer Guide, "Upgrading Amazon MQ for RabbitMQ 3 broker to 4" and "RabbitMQ 4": 3.13 to 4.2
// and 4.2 to 4.3 in place, with all connections blocked. "In-place upgrade from RabbitMQ 3 to 4": first the instance type and
// a reboot, then quorum queues, then the version.
var storeOutages = []outage{
	{
		component: "cache", input: "nodeType", key: "tenfold:overrides.cache.nodeType",
		effect: "the nodes are exchanged one by one, and connections break when a replica takes over",
		lasts:  "seconds per shard, for writes",
	},
	{
		component: "cache", input: "shards", key: "tenfold:overrides.cache.shards",
		effect: "keys move between shards for minutes to hours, and latency rises meanwhile",
	},
	{
		component: "cache", input: "replicasPerShard", key: "tenfold:overrides.cache.replicasPerShard", only: lowered,
		when: "fewer", effect: "replicas are deleted, and connections to them break", lasts: "seconds, for reads",
	},
	{
		component: "cache", input: "engineVersion", key: "tenfold:overrides.cache.engineVersion", only: upgraded, when: "newer",
		effect: "the nodes are upgraded one by one, and writes fail when a replica takes over", lasts: "seconds per shard, for writes",
		undo: "impossible, a version cannot be lowered",
	},
	{
		component: "cache", input: "engineVersion", key: "tenfold:overrides.cache.engineVersion", only: downgraded, when: "older",
		effect: "the cache is replaced by an empty one at another address", lasts: "the minutes until all tasks are new, for reads and writes",
		undo: "impossible, the keys are lost", instead: "set it back to {was}",
	},
	{
		component: "cache", input: "engine", key: "tenfold:overrides.cache.engine", only: toRedis, when: "from valkey to redis",
		effect: "the cache is replaced by an empty one at another address", lasts: "the minutes until all tasks are new, for reads and writes",
		undo: "impossible, the keys are lost", instead: "set it back to {was}",
	},
	{
		component: "cache", input: "engine", key: "tenfold:overrides.cache.engine", only: toValkey, when: "from redis to valkey",
		effect: "the nodes are exchanged one by one, and writes fail when a replica takes over", lasts: "seconds per shard, for writes",
		undo: "impossible without losing all keys",
	},
	{
		component: "cache", input: "evictionPolicy", key: "tenfold:overrides.cache.evictionPolicy",
		effect: "a full cache evicts by {is} at once; with a volatile policy, writes fail when no key with an expiry is left",
	},
	{
		component: "cache", input: "tokenGeneration", key: "tenfold:overrides.cache.tokenGeneration",
		effect:  "the cache gets a new password and still accepts the previous one, until the next change; new tasks use the new one",
		instead: "raise it again only when every part runs with the new one",
	},
	{
		component: "cache", input: "snapshotRetentionDays", key: "tenfold:overrides.cache.snapshotRetentionDays", only: lowered,
		when: "fewer days", effect: "ElastiCache deletes the snapshots older than {is} days", undo: "impossible",
	},
	{
		component: "broker", input: "kind", key: "tenfold:overrides.broker.kind",
		effect: "messages and tasks for later in the old broker are lost, and running tasks lose their connection before new ones start",
		undo:   "impossible for the messages", instead: "stop sending and let the queues drain first, tasks for later too",
	},
	{
		component: "broker", input: "nodeType", key: "tenfold:overrides.broker.nodeType", only: changed, when: "redis",
		effect: "the standby takes over: the most recent messages may be lost or run twice", lasts: "seconds",
	},
	{
		component: "broker", input: "instanceType", key: "tenfold:overrides.broker.nodeType", only: changed, when: "rabbitmq",
		effect: "the broker reboots at once, node by node, and connections break", lasts: "seconds, or minutes with one node",
	},
	{
		component: "broker", input: "engineVersion", key: "tenfold:overrides.broker.engineVersion", only: upgraded,
		when:   "redis, newer",
		effect: "the nodes are upgraded one by one: the most recent messages may be lost or run twice", lasts: "seconds",
		undo: "impossible, a version cannot be lowered",
	},
	{
		component: "broker", input: "engineVersion", key: "tenfold:overrides.broker.engineVersion", only: downgraded,
		when: "redis, older", effect: "the broker is replaced by an empty one, and all messages are lost", lasts: "minutes",
		undo: "impossible for the messages", instead: "set it back to {was}",
	},
	{
		component: "broker", input: "engine", key: "tenfold:overrides.broker.engine", only: toRedis, when: "from valkey to redis",
		effect: "the broker is replaced by an empty one, and all messages are lost", lasts: "minutes",
		undo: "impossible for the messages", instead: "set it back to {was}",
	},
	{
		component: "broker", input: "engine", key: "tenfold:overrides.broker.engine", only: toValkey, when: "from redis to valkey",
		effect: "the nodes are exchanged one by one: the most recent messages may be lost or run twice", lasts: "seconds",
		undo: "impossible without losing all messages",
	},
	{
		component: "broker", input: "tokenGeneration", key: "tenfold:overrides.broker.tokenGeneration", only: changed, when: "redis",
		effect:  "the broker gets a new password and still accepts the previous one, until the next change; new tasks use the new one",
		instead: "raise it again only when every part runs with the new one",
	},
	{
		component: "broker", input: "rabbitMqVersion", key: "tenfold:overrides.broker.rabbitMqVersion", only: nextRabbit,
		when:   "the next one",
		effect: "Amazon MQ upgrades the broker at once, and blocks all connections meanwhile; it upgrades 3.13 with quorum queues only",
		lasts:  "minutes, and more with many queues and messages", undo: "impossible, a version cannot be lowered",
		instead: "let the queues drain first",
	},
	{
		component: "broker", input: "rabbitMqVersion", key: "tenfold:overrides.broker.rabbitMqVersion", only: notNextRabbit,
		when: "an older one, a version skipped, or together with `nodeType` to mq.m7g", refused: true,
		effect:  "Amazon MQ upgrades from 3.13 to 4.2 and from 4.2 to 4.3, never back, and only a broker that already runs on mq.m7g",
		instead: "set it back to {was}, and upgrade one version at a time, after the update of nodeType",
	},
	{
		component: "broker", input: "singleInstance", key: "tenfold:overrides.broker.singleInstance", only: turnedOff, when: "false",
		refused: true, effect: "the broker would be replaced, and its nodes would stay in the zone of the old one",
		instead: "set it back to true, or create a new environment",
	},
	{
		component: "broker", input: "singleInstance", key: "tenfold:overrides.broker.singleInstance", only: turnedOn, when: "true",
		effect: "the broker is replaced by an empty one, and all messages are lost", lasts: "15 minutes and more",
		undo: "impossible for the messages", instead: "stop sending and let the queues drain first",
	},
	{
		component: "broker", input: "replicas", key: "tenfold:overrides.broker.replicas", only: lowered, when: "fewer",
		effect: "standbys are deleted, so that fewer failures are survived",
	},
}
