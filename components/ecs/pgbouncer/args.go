package pgbouncer

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

// DefaultReservedConnections is the default of ReservedConnections.
const DefaultReservedConnections = 20

// Args are the arguments of New.
type Args struct {
	// ClusterName is the cluster that the service runs in; it must offer the capacity provider FARGATE. A change replaces
	// the service. Required.
	ClusterName pulumi.StringInput `pulumi:"clusterName"`
	// ClusterARN is the ARN of the same cluster. Required.
	ClusterARN pulumi.StringInput `pulumi:"clusterArn"`
	// VPCID is the VPC of the subnets and of the database. Required.
	VPCID pulumi.StringInput `pulumi:"vpcId"`
	// SubnetIDs are private subnets for the tasks and the load balancer, one per availability zone, in two zones or more.
	// They need access to ECR, CloudWatch Logs and Secrets Manager: NAT or endpoints. Removing a subnet replaces the load
	// balancer. Required.
	SubnetIDs pulumi.StringArrayInput `pulumi:"subnetIds"`
	// Region is the AWS region of all of it, such as us-east-1. Required.
	Region string `pulumi:"region"`

	// Image is the container image for ARM64, with a tag or digest that never moves, of PgBouncer 1.24 or later; "latest"
	// is refused. images/pgbouncer builds it. Required.
	Image pulumi.StringInput `pulumi:"image"`
	// ExporterImage is the image of prometheus-community/pgbouncer_exporter for ARM64, such as
	// quay.io/prometheuscommunity/pgbouncer-exporter:v0.10.2. Without it there are no metrics of the pools but those in
	// the log. Default: none.
	ExporterImage pulumi.StringInput `pulumi:"exporterImage,optional"`
	// MetricsSecurityGroupID is the only security group that reaches the exporter, on port 9127. Default: none.
	MetricsSecurityGroupID pulumi.StringInput `pulumi:"metricsSecurityGroupId,optional"`

	// WriterEndpoint is the host name of the primary, without a port. Required.
	WriterEndpoint pulumi.StringInput `pulumi:"writerEndpoint"`
	// ReaderEndpoints are the host names of the replicas, without ports. Without any, reads go to the primary. Default:
	// none.
	ReaderEndpoints []pulumi.StringInput `pulumi:"readerEndpoints,optional"`
	// DatabasePort is the TCP port of the primary and of the replicas, 1 to 65535. Default: 5432.
	DatabasePort int `pulumi:"databasePort,optional"`
	// DatabaseSecurityGroupID is the security group of the primary and of the replicas. PgBouncer adds its ingress rule
	// there. Required.
	DatabaseSecurityGroupID pulumi.StringInput `pulumi:"databaseSecurityGroupId"`
	// MaxConnections is max_connections of the primary and of each replica, 25 to 8388607. Required.
	MaxConnections int `pulumi:"maxConnections"`
	// ReservedConnections is how many of MaxConnections are not for PgBouncer, 1 to MaxConnections: 3 that PostgreSQL
	// keeps for superusers, 2 that RDS keeps for its own, its agent's 5, and 10 for people and exporters. Default: 20.
	ReservedConnections int `pulumi:"reservedConnections,optional"`
	// MasterSecretARN is a secret of Secrets Manager with the keys username and password of the master user, as RDS
	// manages it. Only the bootstrap reads it. Required.
	MasterSecretARN pulumi.StringInput `pulumi:"masterSecretArn"`
	// SecretKMSKeyARNs are the keys that MasterSecretARN is encrypted with, where these are not AWS's own. Default: none.
	SecretKMSKeyARNs pulumi.StringArrayInput `pulumi:"secretKmsKeyArns,optional"`
	// KMSKeyARN encrypts the secrets that are made here; without it AWS's own key does. Default: none.
	KMSKeyARN pulumi.StringInput `pulumi:"kmsKeyArn,optional"`

	// DatabaseName is the application's database, which is created if it does not exist: lower-case letters, digits and
	// underscores, a letter first, at most 55. Default: "app".
	DatabaseName string `pulumi:"databaseName,optional"`
	// RoleName is the role that owns what the application creates, of the same form. Its logins are RoleName with _a, _b,
	// _admin_a or _admin_b. It cannot be the master user. Default: "app".
	RoleName string `pulumi:"roleName,optional"`
	// SharedServer reports that the database server is that of other environments too. The bootstrap then takes over neither
	// a database nor a role that it did not make for this stack, and PgBouncer does not start where it finds one. Default:
	// false.
	SharedServer bool `pulumi:"sharedServer,optional"`
	// PasswordGeneration is the number of the passwords, 1 to 9999. Raise it by one to rotate: the previous passwords work
	// until the next rotation. Never lower it, and never skip a number. Default: 1.
	PasswordGeneration int `pulumi:"passwordGeneration,optional"`
	// Extensions are created in the database by the master user, besides pg_stat_statements: names of KnownExtensions.
	// Trusted ones need not be named, since a migration can create them. Default: none.
	Extensions []string `pulumi:"extensions,optional"`
	// StatementTimeout is how long, in seconds, a statement of the application may take, 1 to 86400. The admin URL has no
	// such limit. Default: 30.
	StatementTimeout int `pulumi:"statementTimeout,optional"`

	// Operator gives people two logins, with passwords in a secret of their own: RoleName with _reader, which reads all that
	// the application has created, and a user of PgBouncer's console that may pause, reconnect and kill. Default: false.
	Operator bool `pulumi:"operator,optional"`

	// Clients are all programs that connect, for the connection budget. If they could find PgBouncer full, nothing is
	// created. Required.
	Clients []Client `pulumi:"clients"`
	// AllowFrom are security groups that may connect. Leave out a web service: its EgressTo makes both rules. Default:
	// none.
	AllowFrom []ecs.AllowFrom `pulumi:"allowFrom,optional"`

	// Tasks is the number of PgBouncers, 2 to 50, spread over the zones. Default: 2.
	Tasks int `pulumi:"tasks,optional"`
	// CPU is the CPU of a task, in units of 1/1024 vCPU, 256 to 32768 as Web.CPU. PgBouncer uses at most one core.
	// Default: 512.
	CPU int `pulumi:"cpu,optional"`
	// Memory is the memory of a task, in MiB; CPU determines the valid sizes. Default: 1024.
	Memory int `pulumi:"memory,optional"`
	// Port is the TCP port that clients connect to, 1024 to 65535. A change drops the connections. Default: 6432.
	Port int `pulumi:"port,optional"`
	// MaxClientConnections is the number of clients of one task, 10 to 20000. Default: 1000.
	MaxClientConnections int `pulumi:"maxClientConnections,optional"`
	// PoolSize is the number of connections that one task opens to the primary for writes, and for reads to each replica,
	// 1 to 500. Default: 10.
	PoolSize int `pulumi:"poolSize,optional"`
	// MinPoolSize is the number of connections that a pool in use keeps open, 1 to PoolSize. Default: 2.
	MinPoolSize int `pulumi:"minPoolSize,optional"`
	// ReservePoolSize is the number of connections that a pool may open besides, when a client has waited for 3 seconds,
	// 1 to 500. Default: 5.
	ReservePoolSize int `pulumi:"reservePoolSize,optional"`
	// AdminPoolSize is the number of sessions of one task with the admin URL, 1 to 100. All jobs and the release command
	// may meet in one task, and one that finds it full fails after QueryWaitTimeout. Default: 5.
	AdminPoolSize int `pulumi:"adminPoolSize,optional"`
	// QueryWaitTimeout is how long, in seconds, a client waits for a connection before it gets an error, 1 to 3600. It
	// should be shorter than a request may take. Default: 15.
	QueryWaitTimeout int `pulumi:"queryWaitTimeout,optional"`
	// ServerLifetime is the age, in seconds, at which an idle connection to the database is closed, 60 to 86400. After a
	// replica came back, the load is even after at most this time. Default: 600.
	ServerLifetime int `pulumi:"serverLifetime,optional"`
	// ServerIdleTimeout is how long, in seconds, a connection to the database may be idle, 10 to 86400. Default: 300.
	ServerIdleTimeout int `pulumi:"serverIdleTimeout,optional"`

	// DeregistrationDelay is how long, in seconds, a deregistered task keeps its clients, 1 to 3600. A network load balancer
	// goes on sending new connections for about two minutes (aws/containers-roadmap#470), and a task that has begun to end
	// refuses them. Default: 180.
	DeregistrationDelay int `pulumi:"deregistrationDelay,optional"`
	// StopTimeout is how long, in seconds, transactions and sessions of the admin URL may still take after that, 2 to 120; a
	// task ends as soon as there are none. It must be longer than StatementTimeout. Default: 120.
	StopTimeout int `pulumi:"stopTimeout,optional"`
	// LogRetentionDays is how long the log is kept, in days: 1 to 3653, of the values that CloudWatch Logs accepts.
	// Default: 30.
	LogRetentionDays int `pulumi:"logRetentionDays,optional"`
	// AllowDestroy takes the deletion protection off the load balancer, and lets deleted secrets be recovered for 7 days
	// instead of 30. Default: false.
	AllowDestroy bool `pulumi:"allowDestroy,optional"`
}

// Client is something that connects to PgBouncer: it counts Tasks × Processes × 2 × Connections, and twice that while
// it is deployed.
type Client struct {
	// Name says what it is, such as web: lower-case letters, digits and hyphens. Required.
	Name string `pulumi:"name"`
	// Tasks is the largest number of its tasks, 1 to 5000. Required.
	Tasks int `pulumi:"tasks"`
	// Processes is the number of processes in a task, 1 to 1000. Required.
	Processes int `pulumi:"processes"`
	// Connections is the size of each of the two pools in a process, of the writer's URL and of the readers', with its
	// overflow, 1 to 1000. Required.
	Connections int `pulumi:"connections"`
}

func (a Args) withDefaults() Args {
	a.DatabasePort = cmp.Or(a.DatabasePort, 5432)
	a.ReservedConnections = cmp.Or(a.ReservedConnections, DefaultReservedConnections)
	a.DatabaseName = cmp.Or(a.DatabaseName, "app")
	a.RoleName = cmp.Or(a.RoleName, "app")
	a.PasswordGeneration = cmp.Or(a.PasswordGeneration, 1)
	a.StatementTimeout = cmp.Or(a.StatementTimeout, 30)
	a.Tasks = cmp.Or(a.Tasks, 2)
	a.CPU = cmp.Or(a.CPU, 512)
	a.Memory = cmp.Or(a.Memory, 1024)
	a.Port = cmp.Or(a.Port, pgbouncer.DefaultListenPort)
	a.MaxClientConnections = cmp.Or(a.MaxClientConnections, pgbouncer.DefaultMaxClients)
	a.PoolSize = cmp.Or(a.PoolSize, pgbouncer.DefaultPoolSize)
	a.MinPoolSize = cmp.Or(a.MinPoolSize, min(pgbouncer.DefaultMinPoolSize, a.PoolSize))
	a.ReservePoolSize = cmp.Or(a.ReservePoolSize, pgbouncer.DefaultReservePoolSize)
	a.AdminPoolSize = cmp.Or(a.AdminPoolSize, pgbouncer.DefaultAdminPoolSize)
	a.QueryWaitTimeout = cmp.Or(a.QueryWaitTimeout, pgbouncer.DefaultQueryWaitTimeout)
	a.ServerLifetime = cmp.Or(a.ServerLifetime, pgbouncer.DefaultServerLifetime)
	a.ServerIdleTimeout = cmp.Or(a.ServerIdleTimeout, pgbouncer.DefaultServerIdleTimeout)
	a.DeregistrationDelay = cmp.Or(a.DeregistrationDelay, 180)
	a.StopTimeout = cmp.Or(a.StopTimeout, 120)
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, 30)
	return a
}

func (a Args) pools() pgbouncer.Pools {
	return pgbouncer.Pools{
		MaxClients: a.MaxClientConnections, Size: a.PoolSize, Min: a.MinPoolSize, Reserve: a.ReservePoolSize,
		Admin: a.AdminPoolSize,
	}
}

func (a Args) budget() pgbouncer.Budget {
	b := pgbouncer.Budget{
		Tasks: a.Tasks, Pools: a.pools(), Readers: len(a.ReaderEndpoints),
		MaxConnections: a.MaxConnections, Reserved: a.ReservedConnections,
	}
	for _, c := range a.Clients {
		b.Clients = append(b.Clients, pgbouncer.Client(c))
	}
	return b
}

// consoleUser is who may do everything at the console, "" for nobody.
func (a Args) consoleUser() string {
	if a.Operator {
		return pgbouncer.ConsoleUser
	}
	return ""
}

// config is the settings once the names of the hosts are known.
func (a Args) config(writer string, readers []string) pgbouncer.Config {
	return pgbouncer.Config{
		ListenPort: a.Port, Database: a.DatabaseName, Role: a.RoleName, Generation: a.PasswordGeneration,
		Writer: writer, Readers: readers, ServerPort: a.DatabasePort,
		AuthFile: pgbouncer.AuthFile, HBAFile: pgbouncer.HBAFile, CAFile: pgbouncer.CAFile, StatsUser: pgbouncer.StatsUser,
		ConsoleUser: a.consoleUser(), Pools: a.pools(), QueryWaitTimeout: a.QueryWaitTimeout,
		ServerLifetime: a.ServerLifetime, ServerIdleTimeout: a.ServerIdleTimeout,
	}
}
