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
		{pack.NoPublicIngress, "private-a", "mapPublicIpOnLaunch", "networkConfiguration.subnets"},
	} {
		checkUnknown(t, tc.policy, tc.resource, tc.path, tc.reported)
	}
}

func TestUnknownValuesOfTheDataTier(t *testing.T) {
	for _, tc := range []struct {
		policy, resource, path, reported string
	}{
		{pack.PrivateData, "db", "publiclyAccessible", "publiclyAccessible"},
		{pack.PrivateData, "db", "vpcSecurityGroupIds", "vpcSecurityGroupIds"},
		{pack.PrivateData, "db-subnets", "subnetIds", "subnetIds"},
		{pack.PrivateData, "private-a", "mapPublicIpOnLaunch", "subnetIds"},
		{pack.PrivateData, "store-in", "cidrIpv4", "cidrIpv4"},
		{pack.PrivateData, "store-in", "prefixListId", "prefixListId"},
		{pack.PrivateData, "store-sg", "ingress", "ingress"},
		{pack.EncryptedData, "db", "storageEncrypted", "storageEncrypted"},
		{pack.EncryptedData, "db", "kmsKeyId", "kmsKeyId"},
		{pack.EncryptedData, "db", "engine", "engine"},
		{pack.EncryptedData, "db", "parameterGroupName", "parameterGroupName"},
		{pack.EncryptedData, "db-params", "parameters", "parameters"},
		{pack.EncryptedData, "db-params", "parameters.1.name", "parameters"},
		{pack.EncryptedData, "db-params", "parameters.1.value", "parameters[1].value"},
		{pack.EncryptedData, "cache", "atRestEncryptionEnabled", "atRestEncryptionEnabled"},
		{pack.EncryptedData, "cache", "transitEncryptionEnabled", "transitEncryptionEnabled"},
		{pack.EncryptedData, "cache", "transitEncryptionMode", "transitEncryptionMode"},
		{pack.EncryptedData, "queue", "sqsManagedSseEnabled", "sqsManagedSseEnabled"},
		{pack.EncryptedData, "key", "enableKeyRotation", "enableKeyRotation"},
		{pack.EncryptedData, "files-encryption", "bucket", "bucket"},
		{pack.EncryptedData, "files-encryption", "rules", "rules"},
		{
			pack.EncryptedData, "files-encryption", "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm",
			"rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
		},
		{pack.EncryptedData, "files-policy", "policy", "policy"},
		{pack.DurableData, "db", "multiAz", "multiAz"},
		{pack.DurableData, "db", "backupRetentionPeriod", "backupRetentionPeriod"},
		{pack.DurableData, "cache", "replicasPerNodeGroup", "replicasPerNodeGroup"},
		{pack.DurableData, "redis", "numCacheClusters", "numCacheClusters"},
		{pack.DurableData, "cache", "snapshotRetentionLimit", "snapshotRetentionLimit"},
		{pack.DurableData, "rabbit", "deploymentMode", "deploymentMode"},
		{pack.DurableData, "queue", "redrivePolicy", "redrivePolicy"},
		{pack.ProtectedData, "db", "deletionProtection", "deletionProtection"},
		{pack.ProtectedData, "db", "skipFinalSnapshot", "skipFinalSnapshot"},
		{pack.ProtectedData, "db", "kmsKeyId", "kmsKeyId"},
		{pack.ProtectedData, "files", "forceDestroy", "forceDestroy"},
		{pack.ProtectedData, "key", "deletionWindowInDays", "deletionWindowInDays"},
		{pack.ProtectedData, "url", "recoveryWindowInDays", "recoveryWindowInDays"},
		{pack.ProtectedData, "alb", "accessLogs.bucket", "accessLogs.bucket"},
		{pack.ReadReplicas, "db-a", "availabilityZone", "availabilityZone"},
		{pack.BrokerNotClustered, "redis", "clusterMode", "clusterMode"},
		{pack.BrokerNotClustered, "redis", "numNodeGroups", "numNodeGroups"},
		{pack.BrokerNotClustered, "redis", "parameterGroupName", "parameterGroupName"},
		{pack.BrokerNotClustered, "redis-params", "parameters.0.name", "parameters"},
		{pack.BrokerNotClustered, "worker", "containerDefinitions", "containerDefinitions"},
		{pack.BrokerNotClustered, "url-value", "secretString", "containerDefinitions[0].secrets[0].valueFrom"},
		{pack.ClosedBuckets, "files-block", "blockPublicAcls", "blockPublicAcls"},
		{pack.ClosedBuckets, "files-owner", "rule", "rule.objectOwnership"},
		{pack.ClosedBuckets, "files-policy", "policy", "policy"},
		{pack.ClosedBuckets, "cdn", "loggingConfig.bucket", "loggingConfig.bucket"},
	} {
		checkUnknown(t, tc.policy, tc.resource, tc.path, tc.reported)
	}
}

func checkUnknown(t *testing.T, policy, resource, path, reported string) {
	t.Helper()
	t.Run(policy+" "+resource+" "+path, func(t *testing.T) {
		f := compliant()
		f.set(resource, path, unknownValue{})
		require.Empty(t, violations(t, f, pack.Options{Preview: true}))
		found := violations(t, f, pack.Options{})
		text := " · " + reported + " could not be checked: " +
			"its value is unknown or malformed; set a plain value, or check it by hand"
		require.True(t, mentions(found, policy, text), "%q in %q", text, found)
	})
}

// A replica of nobody knows which primary may be the one that another primary lacks.
func TestUnknownSourcesOfReplicas(t *testing.T) {
	f := compliant()
	f.set("db-a", "replicateSourceDb", unknownValue{})
	f.set("db-b", "replicateSourceDb", unknownValue{})
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
	const text = " · replicateSourceDb could not be checked: " +
		"its value is unknown or malformed; set a plain value, or check it by hand"
	require.Equal(t, []string{"read-replicas · db-a" + text, "read-replicas · db-b" + text},
		violations(t, f, pack.Options{}))
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
	const text = " · task · containerDefinitions could not be checked: " +
		"its value is unknown or malformed; set a plain value, or check it by hand"
	require.Equal(t, []string{"broker-not-clustered" + text, "stateless-web" + text, "workers-not-behind-alb" + text},
		violations(t, f, pack.Options{}))
}

func mentions(found []string, policy, text string) bool {
	for _, v := range found {
		if len(v) > len(policy)+len(text) && v[:len(policy)] == policy && v[len(v)-len(text):] == text {
			return true
		}
	}
	return false
}
