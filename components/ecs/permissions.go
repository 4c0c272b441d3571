package ecs

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	secretsManager   = "secretsmanager"
	parameterStore   = "ssm"
	partsOfARN       = 6 // with the resource as one part
	partsOfSecretARN = 7 // "secret" and the name are parts of their own; what follows chooses a key in it
)

func taskTrust(account string) string {
	return trust(condition{"StringEquals": {"aws:SourceAccount": {account}}})
}

// execPolicy is what ECS Exec needs in the task: a channel to Session Manager, the sessions' log, and their key.
func execPolicy(v []any) string {
	logGroup, key := v[0].(string), v[1].(string)
	return policy(
		allow("Channel", []string{
			"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
			"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
		}, "*"),
		allow("FindLog", []string{"logs:DescribeLogGroups"}, "*"),
		allow("WriteLog", []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}, logGroup+":*"),
		allow("Key", []string{"kms:Decrypt"}, key),
	)
}

// executionPolicy waits for what it is about, and checks the secrets that were not known before.
func (u *unit) executionPolicy() pulumi.StringOutput {
	variables, secrets := slices.Sorted(maps.Keys(u.args.Secrets)), pulumi.StringArray{}
	for _, variable := range variables {
		secrets = append(secrets, u.args.Secrets[variable])
	}
	var keys pulumi.StringArrayInput = pulumi.StringArray{}
	if u.args.SecretKMSKeyARNs != nil {
		keys = u.args.SecretKMSKeyARNs
	}
	return pulumi.All(u.args.Image, u.logs.Arn, secrets, keys).ApplyT(func(v []any) (string, error) {
		arns := v[2].([]string)
		var p component.Problems
		for i, variable := range variables {
			checkSecret(&p, variable, arns[i])
		}
		return executionPolicy(u.args.Region, v[0].(string), v[1].(string), arns, v[3].([]string)), p.Err(u.kind, u.name)
	}).(pulumi.StringOutput)
}

func executionPolicy(region, image, logGroup string, secrets, keys []string) string {
	statements := append(pullStatements(image), allow("Log",
		[]string{"logs:CreateLogStream", "logs:PutLogEvents"}, logGroup+":*"))
	statements = append(statements, secretStatements(secrets)...)
	if len(keys) > 0 {
		decrypt := allow("Keys", []string{"kms:Decrypt"}, slices.Sorted(slices.Values(keys))...)
		decrypt.Condition = condition{"StringEquals": {"kms:ViaService": {
			secretsManager + "." + region + domain(region), parameterStore + "." + region + domain(region),
		}}}
		statements = append(statements, decrypt)
	}
	return policy(statements...)
}

// imagePattern is an image in a private repository of ECR: account, region and repository.
var imagePattern = regexp.MustCompile(
	`^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com|amazonaws\.com\.cn|on\.aws)/([^:@]+)`)

// pullStatements allows to pull from the image's own repository. An image from elsewhere needs no permission in AWS.
func pullStatements(image string) []statement {
	m := imagePattern.FindStringSubmatch(image)
	if m == nil {
		return nil
	}
	account, region, repository := m[1], m[2], m[3]
	return []statement{
		allow("Login", []string{"ecr:GetAuthorizationToken"}, "*"), // has no resource to name
		allow("Pull", []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
			fmt.Sprintf("arn:%s:ecr:%s:%s:repository/%s", partition(region), region, account, repository)),
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

// secretAccess reads from an ARN which service holds the secret, and reports whether there is one.
func secretAccess(arn string) (access, bool) {
	parts := strings.Split(arn, ":")
	if len(parts) < partsOfARN || parts[0] != "arn" {
		return access{}, false
	}
	switch service, rest := parts[2], parts[5:]; {
	case service == secretsManager && len(parts) >= partsOfSecretARN && rest[0] == "secret" && rest[1] != "":
		return access{readSecret, strings.Join(parts[:partsOfSecretARN], ":")}, true
	case service == parameterStore && strings.HasPrefix(rest[0], "parameter/"):
		return access{readParameter, arn}, true
	default:
		return access{}, false
	}
}

// checkSecret does not print the text, which may be the secret itself.
func checkSecret(p *component.Problems, variable, arn string) {
	if _, ok := secretAccess(arn); !ok {
		p.Want("task.secrets."+variable, note("no ARN that ECS can read a secret from"),
			"that of a Secrets Manager secret or of a Systems Manager parameter",
			"such as arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf")
	}
}

// secretStatements allows to read exactly the given secrets, one statement per service.
func secretStatements(arns []string) []statement {
	resources := map[string][]string{}
	for _, arn := range arns {
		if a, ok := secretAccess(arn); ok {
			resources[a.action] = append(resources[a.action], a.resource)
		}
	}
	var statements []statement
	for _, one := range []struct{ sid, action string }{{"Secrets", readSecret}, {"Parameters", readParameter}} {
		if list := resources[one.action]; len(list) > 0 {
			slices.Sort(list)
			statements = append(statements, allow(one.sid, []string{one.action}, slices.Compact(list)...))
		}
	}
	return statements
}
