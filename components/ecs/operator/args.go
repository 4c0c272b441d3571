package operator

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// Args are the arguments of New.
type Args struct {
	// Task is where the task runs, what it runs and what it may reach. Image has psql and valkey-cli or redis-cli, as
	// images/pgbouncer builds it; EgressTo are the databases and stores; EnableExec is how people get in. Required.
	Task ecs.TaskArgs `pulumi:"task"`
	// Databases are what psql connects to, each by a command of its own. Default: none.
	Databases []Database `pulumi:"databases,optional"`
	// Stores are what valkey-cli connects to, each by a command of its own. Default: none.
	Stores []Store `pulumi:"stores,optional"`
	// Timeout is how long, in seconds, a task runs, 60 to 86400. Then it ends, and with it what people do in it. Default: 3600.
	Timeout int `pulumi:"timeout,optional"`
	// CPU is the CPU of the task, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
	// Default: 256.
	CPU int `pulumi:"cpu,optional"`
	// Memory is the memory of the task, in MiB; CPU determines the valid sizes. Default: 512.
	Memory int `pulumi:"memory,optional"`
}

// Database is a login of a PostgreSQL, or of the console of a PgBouncer.
type Database struct {
	// Name is the name of the command, such as reader: lower-case letters, digits and hyphens. Required.
	Name string `pulumi:"name"`
	// Host is the host, as its certificate has it. Without one it is the first argument of the command. Default: none.
	Host pulumi.StringInput `pulumi:"host,optional"`
	// Port is the TCP port there, 1 to 65535. Required.
	Port int `pulumi:"port"`
	// Database is the name of the database. Required.
	Database pulumi.StringInput `pulumi:"database"`
	// Username is how a task definition names a key of a secret: "<arn>:username::". Required.
	Username pulumi.StringInput `pulumi:"username"`
	// Password is the same for the password. Required.
	Password pulumi.StringInput `pulumi:"password"`
	// NoTLS connects without TLS, which PgBouncer's clients do. Default: false.
	NoTLS bool `pulumi:"noTls,optional"`
}

// Store is a Valkey or Redis with TLS, in cluster mode or not.
type Store struct {
	// Name is the name of the command, such as cache: lower-case letters, digits and hyphens. Required.
	Name string `pulumi:"name"`
	// URLSecret is how a task definition names a secret with the URL, rediss://:password@host:port/0. Required.
	URLSecret pulumi.StringInput `pulumi:"urlSecret"`
}

func (a Args) withDefaults() Args {
	a.Task = a.Task.WithDefaults()
	a.Timeout = cmp.Or(a.Timeout, 3600)
	a.CPU = cmp.Or(a.CPU, 256)
	a.Memory = cmp.Or(a.Memory, 512)
	return a
}
