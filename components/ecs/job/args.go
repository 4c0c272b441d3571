package job

import (
	"cmp"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// Args are the arguments of New.
type Args struct {
	// Task is where the job runs, what it runs and what it may reach. Required.
	Task ecs.TaskArgs `pulumi:"task"`
	// Command is what the job does, one word per item, such as python, manage.py and clearsessions. It takes the place of
	// the image's ENTRYPOINT and CMD. Required.
	Command []string `pulumi:"command"`
	// CPU is the CPU of a task, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
	// Default: 256.
	CPU int `pulumi:"cpu,optional"`
	// Memory is the memory of a task, in MiB; CPU determines the valid sizes. Default: 512.
	Memory int `pulumi:"memory,optional"`
	// LongestRun is how long, in seconds, a run may take, 0 to 604800; 0 is no limit. Then it gets SIGTERM, after another
	// StopTimeout SIGKILL, and has failed. The program timeout runs Command for this, and the image must have it. That of
	// GNU coreutils, as in Debian's images, exits with 124; that of BusyBox, as in Alpine's, with the command's own code,
	// so that a command which ends with 0 on SIGTERM has not failed. Default: none.
	LongestRun int `pulumi:"longestRun,optional"`
	// StopTimeout is how long, in seconds, ECS waits between SIGTERM and SIGKILL when a person or AWS stops the task, 2
	// to 120. Default: 120.
	StopTimeout int `pulumi:"stopTimeout,optional"`

	// Schedule is when the job starts: "cron(0 3 * * ? *)", with six fields and "?" in one of the two for the day,
	// "rate(1 hour)", or once "at(2026-11-27T05:00:00)". Required.
	Schedule string `pulumi:"schedule"`
	// Timezone is what Schedule counts in, such as Europe/Berlin; without it UTC. A rate counts from when the schedule
	// was made. Default: none.
	Timezone string `pulumi:"timezone,optional"`
	// FlexibleWindow is within how many minutes after the time the job may start, 0 to 1440; AWS spreads the starts of
	// jobs that need not be punctual. Default: none.
	FlexibleWindow int `pulumi:"flexibleWindow,optional"`
	// Paused keeps the resources and starts no runs. Missed runs are not made up for. Default: false.
	Paused bool `pulumi:"paused,optional"`

	// MaximumRetries is how often a start that failed is tried again, 1 to 185, at growing intervals. A run that failed
	// is not made up for. Default: 185.
	MaximumRetries int `pulumi:"maximumRetries,optional"`
	// MaximumEventAge is for how long, in seconds, a start is tried again, 60 to 86400. Let it be shorter than the time
	// between two runs, or a late start falls into the next run. Default: 3600.
	MaximumEventAge int `pulumi:"maximumEventAge,optional"`
	// AlarmActionARNs are ARNs to notify when a run failed or a start was given up, such as SNS topics; at most 5.
	// Default: none.
	AlarmActionARNs []pulumi.StringInput `pulumi:"alarmActionArns,optional"`
}

func (a Args) withDefaults() Args {
	a.Task = a.Task.WithDefaults()
	a.CPU = cmp.Or(a.CPU, 256)
	a.Memory = cmp.Or(a.Memory, 512)
	a.StopTimeout = cmp.Or(a.StopTimeout, 120)
	a.MaximumRetries = cmp.Or(a.MaximumRetries, 185)
	a.MaximumEventAge = cmp.Or(a.MaximumEventAge, 3600)
	return a
}

// command is what the container runs: Command, for no longer than LongestRun.
func (a Args) command() []string {
	if a.LongestRun == 0 {
		return a.Command
	}
	timeout := []string{"timeout", "-k", strconv.Itoa(a.StopTimeout), strconv.Itoa(a.LongestRun)}
	return append(timeout, a.Command...)
}
