package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

// A value that a policy needs and cannot know is no violation in a preview, and does not pass for compliant in an
// update.
func TestUnknownValues(t *testing.T) {
	for _, tc := range []struct {
		policy, resource, path, reported string
	}{
		{pack.WebReplicas, "scaling", "minCapacity", "minCapacity"},
		{pack.WebReplicas, "night", "scalableTargetAction", "scalableTargetAction.minCapacity"},
		{pack.WebReplicas, "web", "networkConfiguration.subnets", "networkConfiguration.subnets"},
		{pack.WebReplicas, "web", "networkConfiguration.subnets.1", "networkConfiguration.subnets"},
		{pack.WebReplicas, "private-a", "availabilityZone", "networkConfiguration.subnets"},
		{pack.StatelessWeb, "task", "containerDefinitions", "containerDefinitions"},
		{pack.StatelessWeb, "task", "volumes", "volumes"},
		{pack.StatelessWeb, "task", "volumes.0.hostPath", "volumes[0].hostPath"},
		{pack.StatelessWeb, "task", "volumes.0.configureAtLaunch", "volumes[0].configureAtLaunch"},
		{pack.StatelessWeb, "web", "taskDefinition", "taskDefinition"},
		{pack.NoStickySessions, "targets", "stickiness", "stickiness.enabled"},
		{pack.NoStickySessions, "https", "defaultActions", "defaultActions"},
		{pack.HealthCheck, "targets", "protocol", "protocol"},
		{pack.HealthCheck, "targets", "healthCheck.path", "healthCheck.path"},
		{pack.HealthCheck, "targets", "healthCheck.protocol", "healthCheck.protocol"},
		{pack.NoPublicIngress, "task-in", "cidrIpv4", "cidrIpv4"},
		{pack.NoPublicIngress, "alb-in-80", "fromPort", "fromPort"},
		{pack.NoPublicIngress, "alb-in-80", "securityGroupId", "securityGroupId"},
		{pack.NoPublicIngress, "alb", "securityGroups", "securityGroupId"},
		{pack.NoPublicIngress, "task-sg", "ingress", "ingress"},
		{pack.NoPublicIngress, "web", "networkConfiguration.assignPublicIp", "networkConfiguration.assignPublicIp"},
		{pack.TLS, "https", "sslPolicy", "sslPolicy"},
		{pack.TLS, "https", "protocol", "protocol"},
		{pack.TLS, "http", "defaultActions", "defaultActions"},
		{pack.TLS, "http", "defaultActions.0.redirect.protocol", "defaultActions[0].redirect.protocol"},
		{pack.LogRetention, "logs", "retentionInDays", "retentionInDays"},
	} {
		t.Run(tc.policy+" "+tc.resource+" "+tc.path, func(t *testing.T) {
			f := compliant()
			f.set(tc.resource, tc.path, unknownValue{})
			require.Empty(t, violations(t, f, pack.Options{Preview: true}))
			found := violations(t, f, pack.Options{})
			reported := " · " + tc.reported + " could not be checked: " +
				"its value is unknown or malformed; set a plain value, or check it by hand"
			require.True(t, mentions(found, tc.policy, reported), "%q in %q", reported, found)
		})
	}
}

func TestUnknownLoadBalancersAreReportedByEachWebPolicy(t *testing.T) {
	f := compliant()
	f.set("web", "loadBalancers", unknownValue{})
	const text = " · web · loadBalancers could not be checked: " +
		"its value is unknown or malformed; set a plain value, or check it by hand"
	require.Equal(t, []string{"stateless-web" + text, "web-replicas" + text}, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
}

// A stack in which nothing is known, or everything has the wrong type, must not stop the engine.
func TestNoValueMakesAPolicyPanic(t *testing.T) {
	for _, v := range []any{unknownValue{}, nil, 7, "text", true, []any{}, props{}, []any{nil, 7, unknownValue{}}} {
		f := compliant()
		for _, e := range f {
			for key := range e.props {
				e.props[key] = v
			}
		}
		require.NotPanics(t, func() {
			violations(t, f, pack.Options{})
			violations(t, f, pack.Options{Preview: true})
		}, "%v", v)
	}
}

func TestMalformedDefinitionsAreReported(t *testing.T) {
	f := compliant()
	f.set("task", "containerDefinitions", "[{")
	require.Equal(t, []string{
		"stateless-web · task · containerDefinitions could not be checked: " +
			"its value is unknown or malformed; set a plain value, or check it by hand",
	}, violations(t, f, pack.Options{}))
}

func mentions(found []string, policy, text string) bool {
	for _, v := range found {
		if len(v) > len(policy)+len(text) && v[:len(policy)] == policy && v[len(v)-len(text):] == text {
			return true
		}
	}
	return false
}
