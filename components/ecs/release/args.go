package release

import (
	"cmp"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// Args are the arguments of New.
type Args struct {
	// Task is where the command runs, what it runs and what it may reach. The image decides when the command runs again.
	// Required.
	Task ecs.TaskArgs `pulumi:"task"`
	// Command is what runs once for each image, one word per item, such as python, manage.py and migrate. Another command
	// runs at the next update, without another image. Required.
	Command []string `pulumi:"command"`
	// Generation is increased to run the command again with an image that it ran with before. Default: 0.
	Generation int `pulumi:"generation,optional"`
	// Timeout is how long, in seconds, the command may run, 30 to 14400. Then it gets SIGTERM, after another 120 seconds
	// SIGKILL, and has failed. Default: 900.
	Timeout int `pulumi:"timeout,optional"`
	// CPU is the CPU of the task, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
	// Default: 512.
	CPU int `pulumi:"cpu,optional"`
	// Memory is the memory of the task, in MiB; CPU determines the valid sizes. Default: 1024.
	Memory int `pulumi:"memory,optional"`
}

func (a Args) withDefaults() Args {
	a.Task = a.Task.WithDefaults()
	a.Timeout = cmp.Or(a.Timeout, 900)
	a.CPU = cmp.Or(a.CPU, 512)
	a.Memory = cmp.Or(a.Memory, 1024)
	return a
}
