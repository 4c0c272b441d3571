package backend

const exchanged = "PgBouncer's tasks are exchanged one by one, and a session of DATABASE_ADMIN_URL that takes longer than " +
	"{deregistrationDelay} + {stopTimeout} s is cut off"

// partOutages are about what runs in containers.
var partOutages = []outage{
	{
		component: "alb", input: "originSecretGeneration", key: "tenfold:overrides.alb.originSecretGeneration",
		effect: "CloudFront sends a new secret, and the load balancer still accepts the previous one", instead: "raise it by 1 only",
	},
	{
		component: "pgbouncer", input: "passwordGeneration", key: "tenfold:databasePasswordGeneration",
		effect:  "the other login gets a new password and the parts take it, so a part that still uses an older one loses the database",
		instead: "raise it again only when every part runs the current generation",
	},
	{
		component: "pgbouncer", input: "databaseName", key: "tenfold:overrides.pgbouncer.databaseName",
		effect: "the application uses another database, which is empty if it is new; the old one stays", instead: "set it back to {was}",
	},
	{
		component: "pgbouncer", input: "roleName", key: "tenfold:overrides.pgbouncer.roleName",
		effect: "the application has other roles, which own none of the tables", lasts: "until you change their owners",
		instead: "set it back to {was}",
	},
	{
		component: "pgbouncer", input: "tasks", key: "tenfold:overrides.pgbouncer.tasks", only: lowered, when: "fewer",
		effect: "tasks of PgBouncer end: their clients have {deregistrationDelay} s, and open transactions {stopTimeout} s more",
	},
	{
		component: "pgbouncer", input: "poolSize", key: "tenfold:overrides.pgbouncer.poolSize", also: []string{
			"minPoolSize", "reservePoolSize", "adminPoolSize", "maxClientConnections", "statementTimeout", "queryWaitTimeout",
			"serverLifetime", "serverIdleTimeout", "cpu", "memory", "exporterImage",
		}, effect: exchanged,
	},
	{component: "pgbouncer", input: "image", key: "tenfold:pgbouncerImage", effect: exchanged},
	{component: "pgbouncer", input: "operator", key: "tenfold:operator", effect: exchanged},
	{
		component: "web", input: "task.architecture", key: "tenfold:architecture",
		effect:  "an image built for another architecture does not start on {is}, and the release is rolled back",
		instead: "build the image for {is} first",
	},
	{
		component: "cluster", input: "logRetentionDays", key: "tenfold:overrides.logRetentionDays", only: lowered,
		when: "fewer days", effect: "CloudWatch deletes logs older than {is} days, within 72 hours", undo: "impossible",
	},
}
