package task

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

const (
	// logBuffer holds log lines while CloudWatch Logs is slow. If the buffer is full, lines are lost, not requests.
	logBuffer = "25m"
	// maxStartPeriod is the limit of a container's health check, in seconds.
	maxStartPeriod = 300
)

// mount is a part of the task's disk that the container can write to.
type mount struct{ volume, path string }

// scratch is writable in every task.
var scratch = mount{"scratch", "/tmp"}

// mountsOf adds, for ECS Exec, the directories of its agent, which does not start on a read-only root otherwise.
func mountsOf(a ecs.TaskArgs) []mount {
	list := []mount{scratch}
	if a.EnableExec {
		list = append(list, mount{"exec-agent", "/managed-agents"},
			mount{"exec-lib", "/var/lib/amazon/ssm"}, mount{"exec-log", "/var/log/amazon/ssm"})
	}
	return list
}

func mountPoints(list []mount) pulumi.Array {
	points := pulumi.Array{}
	for _, m := range list {
		points = append(points, pulumi.Map{
			"sourceVolume": pulumi.String(m.volume), "containerPath": pulumi.String(m.path), "readOnly": pulumi.Bool(false),
		})
	}
	return points
}

// Container is what a component decides about its one container.
type Container struct {
	// Command replaces the image's ENTRYPOINT and CMD, or with KeepEntryPoint its CMD only.
	Command        []string
	KeepEntryPoint bool
	// Variables are set by the component. Those of ecs.TaskArgs win.
	Variables map[string]string
	// Port is the port that the container listens on; 0 is none.
	Port int
	// HealthCheck runs inside the container. For StartPeriod seconds a failure does not count.
	HealthCheck []string
	StartPeriod int
	// StopTimeout is the time, in seconds, between SIGTERM and SIGKILL.
	StopTimeout int
}

// definition is the container as ECS takes it. Its lists are sorted, because every difference in the text is a
// deployment.
func (c Container) definition(name string, a ecs.TaskArgs, logGroup pulumi.StringInput) pulumi.Map {
	d := pulumi.Map{
		"name":                   pulumi.String(name),
		"image":                  a.Image,
		"essential":              pulumi.Bool(true),
		"readonlyRootFilesystem": pulumi.Bool(true),
		"mountPoints":            mountPoints(mountsOf(a)),
		"environment":            Pairs("value", c.environment(a)),
		"stopTimeout":            pulumi.Int(c.StopTimeout),
		"linuxParameters":        pulumi.Map{"initProcessEnabled": pulumi.Bool(true)},
		"logConfiguration":       LogConfiguration(name, a.Region, logGroup),
	}
	if len(a.Secrets) > 0 {
		d["secrets"] = Pairs("valueFrom", a.Secrets)
	}
	addCredentials(d, a)
	if a.User != "" {
		d["user"] = pulumi.String(a.User)
	}
	c.addOptions(d)
	return d
}

// addCredentials adds the credentials for the registry of the image.
func addCredentials(d pulumi.Map, a ecs.TaskArgs) {
	if a.RegistryCredentials != nil {
		d["repositoryCredentials"] = pulumi.Map{"credentialsParameter": a.RegistryCredentials}
	}
}

// addOptions adds the properties that are left out unless they are set.
func (c Container) addOptions(d pulumi.Map) {
	if c.Port > 0 {
		d["portMappings"] = PortMappings(c.Port)
	}
	c.addCommand(d)
	if len(c.HealthCheck) > 0 {
		d["healthCheck"] = pulumi.Map{
			"command":  pulumi.ToStringArray(c.HealthCheck),
			"interval": pulumi.Int(30), "timeout": pulumi.Int(5), "retries": pulumi.Int(3), // as AWS's own
			"startPeriod": pulumi.Int(min(c.StartPeriod, maxStartPeriod)),
		}
	}
}

// addCommand adds the command. ECS appends "command" to the image's ENTRYPOINT, which need not run it, so the first word
// takes the place of ENTRYPOINT.
func (c Container) addCommand(d pulumi.Map) {
	words := c.Command
	if !c.KeepEntryPoint && len(words) > 0 {
		d["entryPoint"], words = pulumi.ToStringArray(words[:1]), words[1:]
	}
	if len(words) > 0 {
		d["command"] = pulumi.ToStringArray(words)
	}
}

// environment is what every component sets, then what this component sets, then what the user sets. The last one wins.
func (c Container) environment(a ecs.TaskArgs) map[string]pulumi.StringInput {
	all := map[string]pulumi.StringInput{
		// ECS sets both regions too. Here a test of the image sees them, and boto3 reads only the second one.
		"AWS_REGION":         pulumi.String(a.Region),
		"AWS_DEFAULT_REGION": pulumi.String(a.Region),
		"LOG_FORMAT":         pulumi.String("json"),
		"PYTHONUNBUFFERED":   pulumi.String("1"), // a killed process keeps no lines back
	}
	if len(a.SecretVersions) > 0 {
		all["SECRET_VERSIONS"] = secretVersions(a.SecretVersions)
	}
	if a.SecretsGeneration > 0 {
		all["SECRETS_GENERATION"] = pulumi.String(strconv.Itoa(a.SecretsGeneration))
	}
	for name, value := range c.Variables {
		all[name] = pulumi.String(value)
	}
	for name := range a.Secrets {
		delete(all, name)
	}
	maps.Copy(all, a.Variables)
	return all
}

// secretVersions is the text of a variable that no program reads: a task definition differs by it, and a new one starts
// new tasks. A secret's reference does not name the version, so that a task of an earlier task definition, which a person
// starts at night, reads the current password.
func secretVersions(versions map[string]pulumi.StringInput) pulumi.StringOutput {
	names, list := slices.Sorted(maps.Keys(versions)), pulumi.StringArray{}
	for _, name := range names {
		list = append(list, pulumi.Sprintf("%s=%s", name, versions[name]))
	}
	return list.ToStringArrayOutput().ApplyT(func(texts []string) string {
		return strings.Join(texts, " ")
	}).(pulumi.StringOutput)
}

// Pairs is the form of a container's environment and secrets, sorted by name.
func Pairs(value string, all map[string]pulumi.StringInput) pulumi.Array {
	list := make(pulumi.Array, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, pulumi.Map{"name": pulumi.String(name), value: all[name]})
	}
	return list
}

// LogConfiguration is non-blocking: the application never waits for its log.
func LogConfiguration(name, region string, logGroup pulumi.StringInput) pulumi.Map {
	return pulumi.Map{
		"logDriver": pulumi.String("awslogs"),
		"options": pulumi.Map{
			"awslogs-group": logGroup, "awslogs-region": pulumi.String(region), "awslogs-stream-prefix": pulumi.String(name),
			"mode": pulumi.String("non-blocking"), "max-buffer-size": pulumi.String(logBuffer),
		},
	}
}

// PortMappings is the form of the one port that a container listens on.
func PortMappings(port int) pulumi.Array {
	return pulumi.Array{pulumi.Map{"containerPort": pulumi.Int(port), "protocol": pulumi.String("tcp")}}
}
