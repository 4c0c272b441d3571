package ecs

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	secret  = "aws:secretsmanager/secret:Secret"
	version = "aws:secretsmanager/secretVersion:SecretVersion"
)

// unreadable says why ECS cannot read a secret that a task needs before its containers start, or "".
func unreadable(c *model.Call) string {
	p := definition(c)
	list, _ := containers(p["containerDefinitions"]) // registered, so it can be read
	for _, container := range list {
		for _, arn := range neededSecrets(container) {
			if why := secretProblem(c, p.String("executionRoleArn"), arn); why != "" {
				return "ResourceInitializationError: unable to pull secrets or registry auth: " + arn + ": " + why
			}
		}
		if why := registryProblem(c, container); why != "" {
			return "ResourceInitializationError: unable to pull secrets or registry auth: " + why
		}
	}
	return ""
}

// neededSecrets are the ARNs of Secrets Manager that a container names.
func neededSecrets(container model.Props) []string {
	var arns []string
	for _, one := range container.Objects("secrets") {
		arns = append(arns, secretARN(one.String("valueFrom")))
	}
	if arn := container.String("repositoryCredentials.credentialsParameter"); arn != "" {
		arns = append(arns, arn)
	}
	return slices.DeleteFunc(arns, func(arn string) bool { return !strings.Contains(arn, ":secretsmanager:") })
}

// secretProblem is why a role cannot read a secret. What is outside of the account is assumed to be readable.
func secretProblem(c *model.Call, role, arn string) string {
	if !mayRead(c, role, arn) {
		return "AccessDeniedException: User: " + role + " is not authorized to perform: secretsmanager:GetSecretValue on " +
			"resource: " + arn + " because no identity-based policy allows the secretsmanager:GetSecretValue action"
	}
	if c.Exists(secret, arn) && len(c.Find(version, "arn", arn)) == 0 {
		return "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"
	}
	return ""
}

// registryProblem is why the credentials of a container's registry do not exist. Those in another account are assumed to.
func registryProblem(c *model.Call, container model.Props) string {
	arn := container.String("repositoryCredentials.credentialsParameter")
	if !strings.Contains(arn, ":"+account.ID+":secret:") || c.Exists(secret, arn) {
		return ""
	}
	return arn + ": ResourceNotFoundException: Secrets Manager can't find the specified secret."
}

// mayRead reports whether the inline policies of a role allow to read a secret. It cannot tell of a role that a program
// did not make, or that has managed policies.
func mayRead(c *model.Call, roleARN, arn string) bool {
	name := roleARN[strings.LastIndex(roleARN, "/")+1:]
	role := c.Get("aws:iam/role:Role", name)
	if role == nil || role.Given || len(c.Find("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role", name)) > 0 ||
		role.Properties.Has("inlinePolicies") || role.Properties.Has("managedPolicyArns") {
		return true
	}
	return slices.ContainsFunc(c.Find("aws:iam/rolePolicy:RolePolicy", "role", name), func(p *account.Resource) bool {
		statements, _ := model.ParsePolicy(model.Document(p.Properties.Get("policy")))
		return slices.ContainsFunc(statements, func(s model.Statement) bool {
			return s.Allow && matches(s.Actions, "secretsmanager:GetSecretValue") && matches(s.Resources, arn)
		})
	})
}

func matches(patterns []string, text string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return model.Glob(p, text) })
}

// secretARN removes the key, stage and version from a secret reference.
func secretARN(from string) string {
	const parts = 7 // arn:aws:secretsmanager:region:account:secret:name
	fields := strings.Split(from, ":")
	return strings.Join(fields[:min(len(fields), parts)], ":")
}
