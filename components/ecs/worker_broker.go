package ecs

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
)

// What an application that is handed to the web tier as well may say of the broker already.
const (
	brokerName   = "broker" // of a policy, and of what is connected to
	brokerURL    = "BROKER_URL"
	brokerQueues = "BROKER_PREDEFINED_QUEUES"
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
		a.TaskPolicies = append(a.TaskPolicies, TaskPolicy{Name: brokerName, Document: access})
		return a
	}
	a.Secrets[brokerURL] = c.URLSecret
	a.SecretKMSKeyARNs = withKey(a.SecretKMSKeyARNs, c.KMSKeyARN)
	a.EgressTo = append(a.EgressTo, EgressTo{Name: brokerName, SecurityGroupID: c.SecurityGroupID, Port: c.Port})
	return a
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
