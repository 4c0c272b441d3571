package web

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// defaultPort is Gunicorn's and Uvicorn's own.
const defaultPort = 8000

// Args are the arguments of New.
type Args struct {
	// Task is where the tasks run, what they run and what they may reach. Required.
	Task ecs.TaskArgs `pulumi:"task"`
	// LoadBalancerSecurityGroupID is the only security group that reaches the tasks, on Port. Required.
	LoadBalancerSecurityGroupID pulumi.StringInput `pulumi:"loadBalancerSecurityGroupId"`
	// LoadBalancerCIDRs are the ranges of the load balancer's subnets. Uvicorn believes the headers X-Forwarded-Proto and
	// X-Forwarded-For of requests from there (UVICORN_FORWARDED_ALLOW_IPS). Default: none.
	LoadBalancerCIDRs pulumi.StringArrayInput `pulumi:"loadBalancerCidrs,optional"`
	// TargetGroupARN is a target group of type ip that a listener already forwards to. AWS rejects the service otherwise,
	// so let the value wait for the listener. Required.
	TargetGroupARN pulumi.StringInput `pulumi:"targetGroupArn"`
	// RequestCountLabel is "app/<load balancer>/<id>/targetgroup/<target group>/<id>", the ARN suffixes of both with a
	// slash between. Required with RequestsPerTarget. Default: none.
	RequestCountLabel pulumi.StringInput `pulumi:"requestCountLabel,optional"`

	// Command replaces the CMD of the image, one word per item. The image's ENTRYPOINT stays. Default: none.
	Command []string `pulumi:"command,optional"`
	// Port is the TCP port that the application listens on, 1 to 65535. ECS registers each task with its own port, so a
	// change needs no downtime: old tasks drain on the old port while new ones start on the new port. Default: 8000.
	Port int `pulumi:"port,optional"`
	// CPU is the CPU of a task, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
	// Default: 1024.
	CPU int `pulumi:"cpu,optional"`
	// Memory is the memory of a task, in MiB; CPU determines the valid sizes. Default: 2048.
	Memory int `pulumi:"memory,optional"`
	// HealthCheckCommand runs inside the container, in addition to the load balancer's check; its first item is "CMD" or
	// "CMD-SHELL". Default: none.
	HealthCheckCommand []string `pulumi:"healthCheckCommand,optional"`
	// HealthCheckGracePeriod is how long, in seconds, a new task may fail its checks, 1 to 7200. Default: 60.
	HealthCheckGracePeriod int `pulumi:"healthCheckGracePeriod,optional"`

	// LongestRequest is how long, in seconds, the slowest request may take, 1 to DeregistrationDelay. Default: 30.
	LongestRequest int `pulumi:"longestRequest,optional"`
	// DeregistrationDelay is that of the target group, in seconds, 1 to 3600. Default: 60.
	DeregistrationDelay int `pulumi:"deregistrationDelay,optional"`
	// GracefulTimeout is how long, in seconds, the server finishes requests after SIGTERM, 1 to less than StopTimeout.
	// Default: 30.
	GracefulTimeout int `pulumi:"gracefulTimeout,optional"`
	// StopTimeout is how long, in seconds, ECS waits between SIGTERM and SIGKILL, 2 to 120. Default: 45.
	StopTimeout int `pulumi:"stopTimeout,optional"`
	// KeepAlive is how long, in seconds, the server keeps an idle connection, 1 to 7200. It must be longer than the load
	// balancer's idle timeout, or clients see a 502 now and then. Default: 75.
	KeepAlive int `pulumi:"keepAlive,optional"`

	// MinTasks is the number of tasks that always run, 2 to 5000. Default: 2.
	MinTasks int `pulumi:"minTasks,optional"`
	// MaxTasks bounds the autoscaler, MinTasks to 5000. 0 disables autoscaling: MinTasks tasks run. With a value equal to
	// MinTasks only Schedules scale. Default: none.
	MaxTasks int `pulumi:"maxTasks,optional"`
	// CPUTarget is the average CPU use that the autoscaler keeps, in percent, 1 to 100. A new task serves after one to
	// two minutes; what is left to 100 must carry the growth until then. Default: 60.
	CPUTarget int `pulumi:"cpuTarget,optional"`
	// RequestsPerTarget is the number of requests per task and minute that the autoscaler keeps, 0 to 10000000; 0 looks
	// at the CPU alone. Measure what a task can serve; it reacts earlier than CPU where tasks wait. Default: none.
	RequestsPerTarget int `pulumi:"requestsPerTarget,optional"`
	// ScaleOutCooldown is the pause, in seconds, after a scale-out, 1 to 3600: time for the new tasks to take load, so
	// that the next measurement sees their effect. Default: 60.
	ScaleOutCooldown int `pulumi:"scaleOutCooldown,optional"`
	// ScaleInCooldown is the pause, in seconds, after a scale-in, 1 to 3600. It is longer, because an extra task for
	// minutes costs a cent, and a missing task costs requests. Default: 300.
	ScaleInCooldown int `pulumi:"scaleInCooldown,optional"`
	// Schedules change MinTasks and MaxTasks at given times, ahead of expected load. Default: none.
	Schedules []Schedule `pulumi:"schedules,optional"`

	// AlarmNames are CloudWatch alarms that roll a deployment back when they fire during it. Default: none.
	AlarmNames []pulumi.StringInput `pulumi:"alarmNames,optional"`
}

// Schedule changes the bounds of the autoscaler at a time. They stay until another schedule, or an update, changes
// them.
type Schedule struct {
	// Name identifies the schedule: lower-case letters, digits and hyphens. Required.
	Name string `pulumi:"name"`
	// Expression is when: "cron(0 7 ? * MON-FRI *)", with six fields, "at(2026-11-27T05:00:00)" or "rate(1 day)".
	// Required.
	Expression string `pulumi:"expression"`
	// Timezone is what Expression counts in, such as Europe/Berlin; without it UTC. Default: none.
	Timezone string `pulumi:"timezone,optional"`
	// MinTasks is the new lower bound, 2 to 5000; 0 leaves it. Default: none.
	MinTasks int `pulumi:"minTasks,optional"`
	// MaxTasks is the new upper bound, 2 to 5000; 0 leaves it. Default: none.
	MaxTasks int `pulumi:"maxTasks,optional"`
}

func (a Args) withDefaults() Args {
	a.Port = cmp.Or(a.Port, defaultPort)
	a.CPU = cmp.Or(a.CPU, 1024)
	a.Memory = cmp.Or(a.Memory, 2048)
	a.Task = a.Task.WithDefaults()
	a.HealthCheckGracePeriod = cmp.Or(a.HealthCheckGracePeriod, 60)
	a.LongestRequest = cmp.Or(a.LongestRequest, 30)
	a.DeregistrationDelay = cmp.Or(a.DeregistrationDelay, 60)
	a.GracefulTimeout = cmp.Or(a.GracefulTimeout, 30)
	a.StopTimeout = cmp.Or(a.StopTimeout, 45)
	a.KeepAlive = cmp.Or(a.KeepAlive, 75)
	a.MinTasks = cmp.Or(a.MinTasks, 2)
	a.CPUTarget = cmp.Or(a.CPUTarget, 60)
	a.ScaleOutCooldown = cmp.Or(a.ScaleOutCooldown, 60)
	a.ScaleInCooldown = cmp.Or(a.ScaleInCooldown, 300)
	return a
}

// autoscales says whether the autoscaler decides how many tasks run.
func (a Args) autoscales() bool { return a.MaxTasks > 0 }
