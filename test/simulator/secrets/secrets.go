// Package secrets is Secrets Manager and Systems Manager's parameter store in the simulated account. Values are stored
// in plain.
package secrets

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Secret    = "aws:secretsmanager/secret:Secret"
	Version   = "aws:secretsmanager/secretVersion:SecretVersion"
	Rotation  = "aws:secretsmanager/secretRotation:SecretRotation"
	Parameter = "aws:ssm/parameter:Parameter"
)

const (
	manager     = "Secrets Manager"
	notFound    = "ResourceNotFoundException"
	current     = "AWSCURRENT"
	missingText = "Secrets Manager can't find the specified secret."
)

// Types are the resource types of the package.
func Types() []*model.Type { return []*model.Type{secret(), version(), rotation(), parameter()} }

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:secretsmanager/getRandomPassword:getRandomPassword", Run: getRandomPassword},
		{Token: "aws:secretsmanager/getSecret:getSecret", Run: getSecret},
		{Token: "aws:secretsmanager/getSecretVersion:getSecretVersion", Run: getSecretVersion},
		{Token: "aws:ssm/getParameter:getParameter", Run: getParameter},
	}
}

// secretOf finds a secret by its ARN or its name, or nil.
func secretOf(c *model.Call, ref string) *account.Resource {
	if r := c.Get(Secret, ref); r != nil {
		return r
	}
	for _, r := range c.Find(Secret, "name", ref) {
		return r
	}
	return nil
}

// secretExists requires the secret that secretId names.
var secretExists = model.Rule{On: model.Write, Test: func(c *model.Call) error {
	if secretOf(c, c.New.String("secretId")) == nil {
		return model.Errorf(notFound, missingText)
	}
	return nil
}}
