package task

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// tmpSuffix ends the name of the container that prepares /tmp.
const tmpSuffix = "-tmp"

// tmpContainer makes /tmp writable for every user, and ends before the application's container starts. Fargate mounts an
// empty volume as root's and with the mode 0755, unless the image declares a VOLUME on the same path. AWS recommends
// such a container: https://github.com/aws/containers-roadmap/issues/938.
//
// It runs the application's image, which the task needs anyway. Its user is a number, which needs no /etc/passwd, and its
// command needs no shell.
func tmpContainer(name string, a ecs.TaskArgs, logGroup pulumi.StringInput) pulumi.Map {
	d := pulumi.Map{
		"name":                   pulumi.String(name + tmpSuffix),
		"image":                  a.Image,
		"essential":              pulumi.Bool(false),
		"user":                   pulumi.String("0"),
		"entryPoint":             pulumi.ToStringArray([]string{"chmod"}),
		"command":                pulumi.ToStringArray([]string{"1777", scratch.path}),
		"readonlyRootFilesystem": pulumi.Bool(true),
		"mountPoints":            mountPoints([]mount{scratch}),
		"linuxParameters": pulumi.Map{"capabilities": pulumi.Map{
			"drop": pulumi.ToStringArray(needlessCapabilities()),
		}},
		"logConfiguration": LogConfiguration(name, a.Region, logGroup),
	}
	addCredentials(d, a)
	return d
}

// needlessCapabilities are the capabilities of a container but FOWNER, which chmod needs where the image has given /tmp
// to another user. On Fargate none but SYS_PTRACE can be added, so they are dropped one by one:
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html.
func needlessCapabilities() []string {
	return []string{
		"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID",
		"SETPCAP", "SETUID", "SYS_CHROOT",
	}
}

// DependsOn makes a container wait for another one.
func DependsOn(container, condition string) pulumi.Array {
	return pulumi.Array{pulumi.Map{
		"containerName": pulumi.String(container), "condition": pulumi.String(condition),
	}}
}
