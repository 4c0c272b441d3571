package ecs

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// checkConnection looks for what withBroker needs. The kind is for others to check.
func checkConnection(p *component.Problems, c celery.Connection) {
	if c.Kind == celery.Redis || c.Kind == celery.RabbitMQ {
		complete := c.URLSecret.OutputState != nil && c.KMSKeyARN.OutputState != nil &&
			c.SecurityGroupID.OutputState != nil && c.Port > 0
		p.Required("broker", complete, "take the Connection of a Broker as it is")
	}
}

// has says whether a variable is set, as a plain one or as a secret.
func (a TaskArgs) has(variable string) bool {
	_, plain := a.Variables[variable]
	_, secret := a.Secrets[variable]
	return plain || secret
}

// withVariable sets a variable, and withSecret a secret, in a copy: the components of an application share one map.
func (a TaskArgs) withVariable(name string, value pulumi.StringInput) TaskArgs {
	a.Variables = withEntry(a.Variables, name, value)
	return a
}

func (a TaskArgs) withSecret(name string, arn pulumi.StringInput) TaskArgs {
	a.Secrets = withEntry(a.Secrets, name, arn)
	return a
}

func withEntry(all map[string]pulumi.StringInput, name string, value pulumi.StringInput) map[string]pulumi.StringInput {
	m := map[string]pulumi.StringInput{}
	maps.Copy(m, all)
	m[name] = value
	return m
}
