package task

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/internal/image"
)

// SecretsManager is the service's name in ARNs and in KMS's conditions.
const SecretsManager = "secretsmanager"

const (
	parameterStore   = "ssm"
	partsOfARN       = 6 // with the resource as one part
	partsOfSecretARN = 7 // "secret" and the name are parts of their own; what follows chooses a key in it
)

// execPolicy is what ECS Exec needs in the task: a channel to Session Manager, the sessions' log, and their key.
func execPolicy(v []any) string {
	logGroup, key := v[0].(string), v[1].(string)
	return aws.Document(
		aws.Allow("Channel", aws.List{
			"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
			"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
		}, aws.List{"*"}),
		aws.Allow("FindLog", aws.List{"logs:DescribeLogGroups"}, aws.List{"*"}),
		aws.Allow("WriteLog", aws.List{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
			aws.List{logGroup + ":*"}),
		aws.Allow("Key", aws.List{"kms:Decrypt"}, aws.List{key}),
	)
}

// executionPolicy is known when the image, the log group and the secrets are. It validates what was not known before.
func (b *Builder) executionPolicy() pulumi.StringOutput {
	variables, secrets := slices.Sorted(maps.Keys(b.Task.Secrets)), pulumi.StringArray{}
	for _, variable := range variables {
		secrets = append(secrets, b.Task.Secrets[variable])
	}
	if b.Task.RegistryCredentials != nil {
		secrets = append(secrets, b.Task.RegistryCredentials)
	}
	var keys pulumi.StringArrayInput = pulumi.StringArray{}
	if b.Task.SecretKMSKeyARNs != nil {
		keys = b.Task.SecretKMSKeyARNs
	}
	return pulumi.All(b.Task.Image, b.Logs.Arn, secrets, keys).ApplyT(func(v []any) (string, error) {
		arns := v[2].([]string)
		var p component.Problems
		ValidateImage(&p, "task.image", pulumi.String(v[0].(string)))
		for i, variable := range variables {
			validateSecret(&p, variable, arns[i])
		}
		if len(arns) > len(variables) {
			validateCredentials(&p, arns[len(variables)])
		}
		return executionPolicy(b.Task.Region, v[0].(string), v[1].(string), arns, v[3].([]string)), p.Err(b.Kind, b.Name)
	}).(pulumi.StringOutput)
}

func executionPolicy(region, reference, logGroup string, secrets, keys []string) string {
	statements := append(PullStatements(reference), LogStatement(logGroup))
	statements = append(statements, SecretStatements(secrets)...)
	return aws.Document(append(statements, KeyStatements(region, keys, SecretsManager, parameterStore)...)...)
}

// LogStatement allows to write a log group.
func LogStatement(logGroup string) aws.Statement {
	return aws.Allow("Log", aws.List{"logs:CreateLogStream", "logs:PutLogEvents"}, aws.List{logGroup + ":*"})
}

// KeyStatements allows to decrypt with the given keys, through the given services.
func KeyStatements(region string, keys []string, services ...string) []aws.Statement {
	if len(keys) == 0 {
		return nil
	}
	var via aws.List
	for _, service := range services {
		via = append(via, service+"."+region+domain(region))
	}
	keys = slices.Compact(slices.Sorted(slices.Values(keys)))
	decrypt := aws.Allow("Keys", aws.List{"kms:Decrypt"}, aws.List(keys))
	return []aws.Statement{decrypt.When(aws.Condition{"StringEquals": {"kms:ViaService": via}})}
}

// PullStatements allows to pull from the image's own repository. An image from elsewhere needs no permission in AWS.
func PullStatements(reference string) []aws.Statement {
	account, region, repository, ok := image.ECR(reference)
	if !ok {
		return nil
	}
	return []aws.Statement{
		aws.Allow("Login", aws.List{"ecr:GetAuthorizationToken"}, aws.List{"*"}), // has no resource to name
		aws.Allow("Pull",
			aws.List{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
			aws.List{fmt.Sprintf("arn:%s:ecr:%s:%s:repository/%s", partition(region), region, account, repository)}),
	}
}

func partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	default:
		return "aws"
	}
}

// domain ends the name of a service in KMS's conditions.
func domain(region string) string {
	if partition(region) == "aws-cn" {
		return ".amazonaws.com.cn"
	}
	return ".amazonaws.com"
}

// access is the permission to read one secret.
type access struct{ action, resource string }

// The two ways to read a secret.
const (
	readSecret    = "secretsmanager:GetSecretValue"
	readParameter = "ssm:GetParameters"
)

// IsSecret reports whether ECS can read a secret by this ARN.
func IsSecret(arn string) bool {
	_, ok := secretAccess(arn)
	return ok
}

// secretAccess reads from an ARN which service holds the secret, and reports whether there is one. A wildcard would be
// one in the policy too, which could then read others' secrets.
func secretAccess(arn string) (access, bool) {
	parts := strings.Split(arn, ":")
	if len(parts) < partsOfARN || parts[0] != "arn" || strings.ContainsAny(arn, "*?") {
		return access{}, false
	}
	switch service, rest := parts[2], parts[5:]; {
	case service == SecretsManager && len(parts) >= partsOfSecretARN && rest[0] == "secret" && rest[1] != "":
		return access{readSecret, strings.Join(parts[:partsOfSecretARN], ":")}, true
	case service == parameterStore && strings.HasPrefix(rest[0], "parameter/"):
		return access{readParameter, arn}, true
	default:
		return access{}, false
	}
}

// validateSecret does not print the text, which may be the secret itself.
func validateSecret(p *component.Problems, variable, arn string) {
	if !IsSecret(arn) {
		p.Want("task.secrets."+variable, Unquoted("no ARN that ECS can read a secret from"),
			"that of a Secrets Manager secret or of a Systems Manager parameter",
			"such as arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf")
	}
}

// SecretStatements allows to read exactly the given secrets, one statement per service.
func SecretStatements(arns []string) []aws.Statement {
	resources := map[string][]string{}
	for _, arn := range arns {
		if a, ok := secretAccess(arn); ok {
			resources[a.action] = append(resources[a.action], a.resource)
		}
	}
	var statements []aws.Statement
	for _, one := range []struct{ sid, action string }{{"Secrets", readSecret}, {"Parameters", readParameter}} {
		if list := resources[one.action]; len(list) > 0 {
			slices.Sort(list)
			statements = append(statements, aws.Allow(one.sid, aws.List{one.action}, aws.List(slices.Compact(list))))
		}
	}
	return statements
}
