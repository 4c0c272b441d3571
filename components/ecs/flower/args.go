package flower

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
)

// Args are the arguments of New.
type Args struct {
	// Task is where the task runs, what it runs and what it may reach. Image is the application's, with the Python
	// package flower, 2.0 or later, or with Command one that holds Flower alone. Required.
	Task ecs.TaskArgs `pulumi:"task"`
	// Broker is the Connection of a Broker of the kind "redis" or "rabbitmq". Its URL, key and security group replace
	// what Task has under the same names: BROKER_URL, and broker in EgressTo. Required.
	Broker celery.Connection `pulumi:"broker"`
	// App is Celery's -A: the module of the application and the name in it, such as shop.celery:app. Required without
	// Command. Default: none.
	App string `pulumi:"app,optional"`
	// Command replaces the command, one word per item, such as celery and flower with the image mher/flower. It finds the
	// broker in CELERY_BROKER_URL and its settings in FLOWER_ADDRESS, FLOWER_PORT, FLOWER_MAX_TASKS and
	// FLOWER_BASIC_AUTH, as Flower itself reads them, and must need nothing else. Default: none.
	Command []string `pulumi:"command,optional"`
	// Port is the TCP port that Flower listens on, 1024 to 65535. Default: 5555.
	Port int `pulumi:"port,optional"`
	// MaxTasks is how many tasks Flower keeps, in memory only, 1 to 1000000. Default: 10000.
	MaxTasks int `pulumi:"maxTasks,optional"`
	// AllowFrom are security groups that may connect, such as a VPN's. Without any, Flower is reached through a session,
	// with EnableExec of Task. Default: none.
	AllowFrom []ecs.AllowFrom `pulumi:"allowFrom,optional"`

	// PasswordGeneration is the number of the password, 1 to 9999. Raise it by one to generate another password. Default:
	// 1.
	PasswordGeneration int `pulumi:"passwordGeneration,optional"`
	// KMSKeyARN encrypts the secret that is made here; without it AWS's own key does. Default: none.
	KMSKeyARN pulumi.StringInput `pulumi:"kmsKeyArn,optional"`
	// AllowDestroy lets the deleted secret be recovered for 7 days instead of 30. Default: false.
	AllowDestroy bool `pulumi:"allowDestroy,optional"`

	// CPU is the CPU of the task, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
	// Default: 256.
	CPU int `pulumi:"cpu,optional"`
	// Memory is the memory of the task, in MiB; CPU determines the valid sizes. Default: 512.
	Memory int `pulumi:"memory,optional"`
}

func (a Args) withDefaults() Args {
	a.Task = a.Task.WithDefaults()
	a.Port = cmp.Or(a.Port, celery.DefaultFlowerPort)
	a.MaxTasks = cmp.Or(a.MaxTasks, celery.DefaultFlowerMaxTasks)
	a.PasswordGeneration = cmp.Or(a.PasswordGeneration, 1)
	a.CPU = cmp.Or(a.CPU, 256)
	a.Memory = cmp.Or(a.Memory, 512)
	return a
}

func (a Args) flower() celery.Flower {
	return celery.Flower{
		App: a.App, Kind: a.Broker.Kind, Port: a.Port, MaxTasks: a.MaxTasks, VisibilityTimeout: a.Broker.VisibilityTimeout,
	}
}
