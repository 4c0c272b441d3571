package task

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/internal/cidr"
	"github.com/tenfold-iac/tenfold/internal/image"
)

var variablePattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// Unquoted is a value that an error prints without quotes.
type Unquoted string

// ValidateTask validates the arguments that all tasks share, by the names that they have under the field task.
func ValidateTask(p *component.Problems, a ecs.TaskArgs) {
	p.Required("task.clusterName", a.ClusterName != nil)
	p.Required("task.clusterArn", a.ClusterARN != nil)
	p.Required("task.vpcId", a.VPCID != nil)
	p.Required("task.subnetIds", a.SubnetIDs != nil)
	p.Required("task.region", a.Region != "")
	p.Required("task.image", a.Image != nil)
	ValidateImage(p, "task.image", a.Image)
	if a.ScratchGiB != 0 {
		p.Between("task.scratchGiB", a.ScratchGiB, minScratch, maxScratch, "leave it out for Fargate's 20")
	}
	validateRegistry(p, a)
	validateEnvironment(p, a)
	validateVersions(p, a)
	validatePolicies(p, a)
	validateEgress(p, a)
	p.LogRetention("task.logRetentionDays", a.LogRetentionDays)
	if !slices.Contains([]string{"", ecs.LogStandard, ecs.LogInfrequentAccess}, a.LogClass) {
		p.Want("task.logClass", a.LogClass, `"STANDARD" or "INFREQUENT_ACCESS"`)
	}
	validateExec(p, a)
}

// ValidateImage rejects a malformed image, and one whose tag moves. An image that is not yet known is not checked.
func ValidateImage(p *component.Problems, field string, input pulumi.StringInput) {
	reference, known := input.(pulumi.String)
	if !known {
		return
	}
	if want, hint := image.Problem(string(reference)); want != "" {
		p.Want(field, string(reference), want, hint)
	}
}

// validateRegistry validates what the image is built for, and the credentials for its registry.
func validateRegistry(p *component.Problems, a ecs.TaskArgs) {
	if a.Architecture != ecs.ARM64 && a.Architecture != ecs.X8664 {
		p.Want("task.architecture", a.Architecture, `"ARM64" or "X86_64"`)
	}
	if a.RegistryCredentials == nil {
		return
	}
	if reference, known := a.Image.(pulumi.String); known && isECR(string(reference)) {
		p.Want("task.registryCredentials", Unquoted("set"), "none with an image in ECR", "the execution role may pull it")
	}
	if arn, known := a.RegistryCredentials.(pulumi.String); known {
		validateCredentials(p, string(arn))
	}
}

func isECR(reference string) bool {
	_, _, _, ok := image.ECR(reference)
	return ok
}

// validateCredentials does not print the text, which may be the secret itself.
func validateCredentials(p *component.Problems, arn string) {
	if found, ok := secretAccess(arn); !ok || found.resource != arn || found.action != readSecret {
		p.Want("task.registryCredentials", Unquoted("not the ARN of a secret"), "that of a Secrets Manager secret",
			"its JSON has the keys username and password")
	}
}

func validateEnvironment(p *component.Problems, a ecs.TaskArgs) {
	for _, name := range slices.Sorted(maps.Keys(a.Variables)) {
		validateVariable(p, "task.variables", name, a.Variables[name])
		if _, both := a.Secrets[name]; both {
			p.Want("task.variables."+name, Unquoted("in secrets too"), "each name in one of them")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Secrets)) {
		validateVariable(p, "task.secrets", name, a.Secrets[name])
		if arn, known := a.Secrets[name].(pulumi.String); known {
			validateSecret(p, name, string(arn))
		}
	}
}

// validateVersions validates the versions of secrets.
func validateVersions(p *component.Problems, a ecs.TaskArgs) {
	for _, name := range slices.Sorted(maps.Keys(a.SecretVersions)) {
		validateVariable(p, "task.secretVersions", name, a.SecretVersions[name])
	}
	p.Between("task.secretsGeneration", a.SecretsGeneration, 0, maxGeneration)
}

func validateVariable(p *component.Problems, field, name string, value pulumi.StringInput) {
	if !variablePattern.MatchString(name) {
		p.Want(field, name, "names of letters, digits and underscores, no digit first")
	}
	p.Required(field+"."+name, value != nil)
}

func validatePolicies(p *component.Problems, a ecs.TaskArgs) {
	known, managed := Names{}, 0
	for i, one := range a.TaskPolicies {
		field := fmt.Sprintf("task.taskPolicies[%d]", i)
		known.Validate(p, field+".name", one.Name)
		if (one.ARN == nil) == (one.Document == nil) {
			p.Want(field, Unquoted("both or neither of arn and document"), "one of them")
		}
		if one.ARN != nil {
			managed++
		}
	}
	if managed > maxRolePolicies {
		p.Want("task.taskPolicies", Unquoted(fmt.Sprintf("%d with an arn", managed)), fmt.Sprintf("at most %d", maxRolePolicies),
			"put several into one document")
	}
}

func validateEgress(p *component.Problems, a ecs.TaskArgs) {
	known := Names{}
	for i, to := range a.EgressTo {
		field := fmt.Sprintf("task.egressTo[%d]", i)
		known.Validate(p, field+".name", to.Name)
		p.Between(field+".port", to.Port, 1, MaxPort)
		validatePeer(p, field, to)
		if to.Protocol != ecs.TCP && (to.Protocol != ecs.UDP || to.SecurityGroupID != nil) {
			p.Want(field+".protocol", to.Protocol, `"tcp", or "udp" without securityGroupId`)
		}
	}
}

// validatePeer validates what a connection goes to. A second rule for the same port of everywhere would be a duplicate,
// which AWS rejects.
func validatePeer(p *component.Problems, field string, to ecs.EgressTo) {
	peers := 0
	for _, set := range []bool{to.SecurityGroupID != nil, to.CIDR != "", to.PrefixListID != nil} {
		if set {
			peers++
		}
	}
	if peers != 1 {
		p.Want(field, Unquoted(fmt.Sprintf("%d of securityGroupId, cidr and prefixListId", peers)), "one of them")
	}
	if want, hint := cidr.Problem(to.CIDR); to.CIDR != "" && want != "" {
		p.Want(field+".cidr", to.CIDR, want, hint)
	}
	if to.CIDR == cidr.Anywhere && to.Port == https && to.Protocol == ecs.TCP {
		p.Want(field, Unquoted("HTTPS to everywhere"), "another port or range", "leave it out: port 443 is open")
	}
}

// ValidateStandardLog rejects the log class that something which reads the log cannot read.
func ValidateStandardLog(p *component.Problems, a ecs.TaskArgs, reader string) {
	if a.LogClass == ecs.LogInfrequentAccess {
		p.Want("task.logClass", a.LogClass, `"STANDARD"`, reader)
	}
}

func validateExec(p *component.Problems, a ecs.TaskArgs) {
	if a.EnableExec {
		p.Required("task.execLogGroupArn", a.ExecLogGroupARN != nil, "enableExec logs sessions there")
		p.Required("task.execKmsKeyArn", a.ExecKMSKeyARN != nil, "enableExec encrypts sessions with it")
	}
}

// ValidateHealthCheck validates the form of a container's health check.
func ValidateHealthCheck(p *component.Problems, c []string) {
	if len(c) == 1 || len(c) > 0 && c[0] != "CMD" && c[0] != "CMD-SHELL" {
		p.Want("healthCheckCommand", strings.Join(c, " "), `"CMD" or "CMD-SHELL" and then a command`)
	}
}

// ValidateAllowFrom validates the security groups that are allowed in.
func ValidateAllowFrom(p *component.Problems, all []ecs.AllowFrom) {
	known := Names{}
	for i, from := range all {
		field := fmt.Sprintf("allowFrom[%d]", i)
		known.Validate(p, field+".name", from.Name)
		p.Required(field+".securityGroupId", from.SecurityGroupID != nil)
	}
}

// ValidateConnection records a missing part of the broker's connection. Its kind is for the component to validate.
func ValidateConnection(p *component.Problems, c celery.Connection) {
	if c.Kind == celery.Redis || c.Kind == celery.RabbitMQ {
		complete := c.URLSecret.OutputState != nil && c.KMSKeyARN.OutputState != nil &&
			c.SecurityGroupID.OutputState != nil && c.Port > 0
		p.Required("broker", complete, "take the Connection of a Broker as it is")
	}
}
