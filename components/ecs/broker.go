package ecs

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// What an application that is handed to the web tier as well may say of the broker already.
const (
	brokerName   = "broker" // of a policy, and of what is connected to
	brokerURL    = "BROKER_URL"
	brokerQueues = "BROKER_PREDEFINED_QUEUES"
	awsRegion    = "AWS_REGION" // of the queues of SQS
	// celeryBrokerURL is the variable in which Celery finds the broker, whatever the application says.
	celeryBrokerURL = "CELERY_BROKER_URL"
)

// withBroker gives tasks the way to a broker, and takes away what they have by the same names, so that nothing is there
// twice. access is the policy that SQS needs.
func (a TaskArgs) withBroker(c celery.Connection, access pulumi.StringInput) TaskArgs {
	a.Variables, a.Secrets = withoutBroker(a.Variables), withoutBroker(a.Secrets)
	a.TaskPolicies = slices.Clone(a.TaskPolicies)
	a.TaskPolicies = slices.DeleteFunc(a.TaskPolicies, func(p TaskPolicy) bool { return p.Name == brokerName })
	a.EgressTo = slices.Clone(a.EgressTo)
	a.EgressTo = slices.DeleteFunc(a.EgressTo, func(to EgressTo) bool { return to.Name == brokerName })
	if c.Kind == celery.SQS {
		a.Variables[brokerURL], a.Variables[brokerQueues] = pulumi.String(c.URL), c.PredefinedQueues
		if !a.has(awsRegion) {
			a.Variables[awsRegion] = pulumi.String(a.Region)
		}
		a.TaskPolicies = append(a.TaskPolicies, TaskPolicy{Name: brokerName, Document: access})
		return a
	}
	a.Secrets[brokerURL] = c.URLSecret
	a.SecretKMSKeyARNs = withKey(a.SecretKMSKeyARNs, c.KMSKeyARN)
	a.EgressTo = append(a.EgressTo, EgressTo{Name: brokerName, SecurityGroupID: c.SecurityGroupID, Port: c.Port})
	return a
}

// WithBroker is a task that sends messages to a broker and takes none, such as a web server or a job: the way there, and
// the settings that it must have in common with the workers. Worker, Beat and Flower make their own.
func (a TaskArgs) WithBroker(c celery.Connection) TaskArgs {
	a = a.withBroker(c, c.ProducerPolicy)
	if !a.has(celery.ProducerVariable) {
		a = a.withVariable(celery.ProducerVariable, c.ProducerSettings)
	}
	if c.Kind == celery.SQS {
		return a.withVariable(celeryBrokerURL, pulumi.String(c.URL))
	}
	return a.withSecret(celeryBrokerURL, c.URLSecret)
}

func withoutBroker(all map[string]pulumi.StringInput) map[string]pulumi.StringInput {
	rest := map[string]pulumi.StringInput{}
	maps.Copy(rest, all)
	delete(rest, brokerURL)
	delete(rest, brokerQueues)
	return rest
}

// withKey is the keys with one more, which may be among them.
func withKey(keys pulumi.StringArrayInput, key pulumi.StringInput) pulumi.StringArrayInput {
	if keys == nil {
		return pulumi.StringArray{key}
	}
	return pulumi.All(keys, key).ApplyT(func(v []any) []string {
		return distinct(v[0].([]string), v[1].(string))
	}).(pulumi.StringArrayOutput)
}

func distinct(list []string, one string) []string {
	if slices.Contains(list, one) {
		return list
	}
	return append(slices.Clone(list), one)
}

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
