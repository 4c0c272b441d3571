package ecs

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
)

// Names that the task of an application may use for the broker already.
const (
	brokerName   = "broker" // of a policy, and of what is connected to
	brokerURL    = "BROKER_URL"
	brokerQueues = "BROKER_PREDEFINED_QUEUES"
)

// CeleryBrokerURL is the variable from which Celery itself reads the broker's URL.
const CeleryBrokerURL = "CELERY_BROKER_URL"

// WithBrokerAccess returns the task with access to a broker: its URL, its key, its security group and, for SQS, a policy.
// They replace what the task has under the same names.
func (a TaskArgs) WithBrokerAccess(c celery.Connection, policy pulumi.StringInput) TaskArgs {
	a.Variables, a.Secrets = withoutBroker(a.Variables), withoutBroker(a.Secrets)
	a.TaskPolicies = slices.Clone(a.TaskPolicies)
	a.TaskPolicies = slices.DeleteFunc(a.TaskPolicies, func(p TaskPolicy) bool { return p.Name == brokerName })
	a.EgressTo = slices.Clone(a.EgressTo)
	a.EgressTo = slices.DeleteFunc(a.EgressTo, func(to EgressTo) bool { return to.Name == brokerName })
	if c.Kind == celery.SQS {
		a.Variables[brokerURL], a.Variables[brokerQueues] = pulumi.String(c.URL), c.PredefinedQueues
		a.TaskPolicies = append(a.TaskPolicies, TaskPolicy{Name: brokerName, Document: policy})
		return a
	}
	a.Secrets[brokerURL] = c.URLSecret
	if c.URLSecretVersion.OutputState != nil {
		a = a.WithSecretVersion(brokerURL, c.URLSecretVersion)
	}
	a.EgressTo = append(a.EgressTo, EgressTo{Name: brokerName, SecurityGroupID: c.SecurityGroupID, Port: c.Port})
	return a.WithSecretKey(c.KMSKeyARN)
}

// WithBroker returns the task as a producer of messages, such as a web server or a job: with access to the broker, and
// with the Celery settings that producers and workers must share. Worker, Beat and Flower add their own access.
func (a TaskArgs) WithBroker(c celery.Connection) TaskArgs {
	a = a.WithBrokerAccess(c, c.ProducerPolicy)
	if !a.Has(celery.ProducerVariable) {
		a = a.WithVariable(celery.ProducerVariable, c.ProducerSettings)
	}
	if c.Kind == celery.SQS {
		return a.WithVariable(CeleryBrokerURL, pulumi.String(c.URL))
	}
	return a.WithSecret(CeleryBrokerURL, c.URLSecret)
}

func withoutBroker(all map[string]pulumi.StringInput) map[string]pulumi.StringInput {
	rest := map[string]pulumi.StringInput{}
	maps.Copy(rest, all)
	delete(rest, brokerURL)
	delete(rest, brokerQueues)
	return rest
}

// WithSecretKey returns the task with one more key of its secrets, which may be among them already.
func (a TaskArgs) WithSecretKey(key pulumi.StringInput) TaskArgs {
	if a.SecretKMSKeyARNs == nil {
		a.SecretKMSKeyARNs = pulumi.StringArray{key}
		return a
	}
	a.SecretKMSKeyARNs = pulumi.All(a.SecretKMSKeyARNs, key).ApplyT(func(v []any) []string {
		return distinct(v[0].([]string), v[1].(string))
	}).(pulumi.StringArrayOutput)
	return a
}

func distinct(list []string, one string) []string {
	if slices.Contains(list, one) {
		return list
	}
	return append(slices.Clone(list), one)
}

// Has reports whether a variable is set, as a plain one or as a secret.
func (a TaskArgs) Has(variable string) bool {
	_, plain := a.Variables[variable]
	_, secret := a.Secrets[variable]
	return plain || secret
}

// WithVariable returns a copy with one more variable. The parts of an application share the map of the original.
func (a TaskArgs) WithVariable(name string, value pulumi.StringInput) TaskArgs {
	a.Variables = withEntry(a.Variables, name, value)
	return a
}

// WithSecret returns a copy with one more secret, by its ARN.
func (a TaskArgs) WithSecret(name string, arn pulumi.StringInput) TaskArgs {
	a.Secrets = withEntry(a.Secrets, name, arn)
	return a
}

// WithSecretVersion returns a copy with the version of one more secret.
func (a TaskArgs) WithSecretVersion(name string, version pulumi.StringInput) TaskArgs {
	a.SecretVersions = withEntry(a.SecretVersions, name, version)
	return a
}

func withEntry(all map[string]pulumi.StringInput, name string, value pulumi.StringInput) map[string]pulumi.StringInput {
	m := map[string]pulumi.StringInput{}
	maps.Copy(m, all)
	m[name] = value
	return m
}
