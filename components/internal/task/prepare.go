package task

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// prepareSuffix ends the name of the container that writes files for the task's container.
const prepareSuffix = "-prepare"

// prepareContainer runs a shell script as root, so that no other user of the task reads what it writes.
func prepareContainer(name, script string, a ecs.TaskArgs, logGroup pulumi.StringInput) pulumi.Map {
	d := pulumi.Map{
		"name":                   pulumi.String(name + prepareSuffix),
		"image":                  a.Image,
		"essential":              pulumi.Bool(false),
		"user":                   pulumi.String("0"),
		"entryPoint":             pulumi.ToStringArray([]string{"sh", "-c"}),
		"command":                pulumi.ToStringArray([]string{script}),
		"environment":            Pairs("value", a.Variables),
		"secrets":                Pairs("valueFrom", a.Secrets),
		"readonlyRootFilesystem": pulumi.Bool(true),
		"mountPoints":            mountPoints([]mount{scratch}),
		"linuxParameters": pulumi.Map{"capabilities": pulumi.Map{
			"drop": pulumi.ToStringArray(append(needlessCapabilities(), "FOWNER")),
		}},
		"logConfiguration": LogConfiguration(name, a.Region, logGroup),
	}
	addCredentials(d, a)
	return d
}
