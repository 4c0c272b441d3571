package broker_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestRedis(t *testing.T) {
	a := inVPC(broker.Redis)
	a.Queues = queues().Queues
	rec := run(t, a)
	group := rec.One(t, replicationGroup)
	stacktest.RequireInputs(t, group, map[string]any{
		"engine": "valkey", "engineVersion": "8.1", "nodeType": "cache.t4g.small", "port": 6379,
		"clusterMode": "disabled", "numCacheClusters": 2, "numNodeGroups": nil, "replicasPerNodeGroup": nil,
		"automaticFailoverEnabled": true, "multiAzEnabled": true, "atRestEncryptionEnabled": true,
		"kmsKeyId": "arn:aws:mock:::broker-key", "transitEncryptionEnabled": true, "transitEncryptionMode": "required",
		"authToken": password, "snapshotRetentionLimit": 7, "finalSnapshotIdentifier": "broker-final-name",
		"securityGroupIds": []any{"broker-sg-id"}, "description": "Broker broker of Celery, not in cluster mode",
	})
	require.True(t, group.IsSecret("authToken"))
	require.Equal(t, []any{map[string]any{"name": "maxmemory-policy", "value": "noeviction"}},
		rec.One(t, parameterGroup).Input("parameters"), "no cluster-enabled, and nothing is thrown away")
	require.Equal(t, `{"url":"rediss://:`+password+`@master.broker:6379/0?ssl_cert_reqs=required"}`,
		rec.Named(t, secretVersion, "broker-url").Input("secretString"))
}

func TestRedisTakesItsArguments(t *testing.T) {
	a := inVPC(broker.Redis)
	a.Engine, a.Replicas, a.NodeType = "redis", 2, "cache.m7g.large"
	a.SnapshotRetentionDays, a.SkipFinalSnapshot, a.TokenGeneration = 3, true, 2
	rec := run(t, a)
	stacktest.RequireInputs(t, rec.One(t, replicationGroup), map[string]any{
		"engine": "redis", "engineVersion": "7.1", "numCacheClusters": 3, "nodeType": "cache.m7g.large",
		"snapshotRetentionLimit": 3, "finalSnapshotIdentifier": nil,
	})
	require.Equal(t, "redis7", rec.One(t, parameterGroup).Input("family"))
	require.Equal(t, "broker-token-2", rec.Named(t, secretVersion, "broker-token-2").Name)
}

func TestRedisOutputs(t *testing.T) {
	a := inVPC("")
	a.Queues = queues().Queues
	rec := run(t, a)
	same := map[string]any{
		"urlSecretArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:broker-url-AbCdEf", "urlSecret": "arn:aws:secretsmanager:us-east-1:123456789012:secret:broker-url-AbCdEf:url::",
		"kmsKeyArn": "arn:aws:mock:::broker-key", "securityGroupId": "broker-sg-id", "port": 6379,
		"queueUrls": map[string]any{}, "producerPolicy": "", "consumerPolicy": "",
	}
	stacktest.RequireInputs(t, rec.Probed(t, "connection"), same)
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), same)
	stacktest.RequireInputs(t, rec.Probed(t, "connection"), map[string]any{
		"kind": "redis", "url": "", "predefinedQueues": "", "visibilityTimeout": 7200,
		"visibilityTimeouts": map[string]any{"celery": 900, "reports": 7200},
		"brokerName":         "", "queueNames": map[string]any{}, "deadLetterQueueNames": map[string]any{},
	})
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{"host": "master.broker", "id": "broker-1a2b3c4"})
}

func TestRabbitMQ(t *testing.T) {
	a := inVPC(broker.RabbitMQ)
	a.MaintenanceWindow = "tue:02:30-tue:03:30"
	rec := run(t, a)
	rabbit := rec.One(t, rabbitBroker)
	stacktest.RequireInputs(t, rabbit, map[string]any{
		"engineType": "RabbitMQ", "engineVersion": "4.2", "hostInstanceType": "mq.m7g.large",
		"deploymentMode": "CLUSTER_MULTI_AZ", "subnetIds": []any{"subnet-a", "subnet-b"},
		"securityGroups": []any{"broker-sg-id"}, "publiclyAccessible": false, "storageType": "ebs",
		"authenticationStrategy": "simple", "autoMinorVersionUpgrade": true, "applyImmediately": true,
		"logs":                       map[string]any{"general": true},
		"users":                      []any{map[string]any{"username": "celery", "password": password}},
		"configuration":              map[string]any{"id": "broker-configuration-id", "revision": 7},
		"maintenanceWindowStartTime": map[string]any{"dayOfWeek": "TUESDAY", "timeOfDay": "02:30", "timeZone": "UTC"},
		"brokerName":                 nil, "encryptionOptions": nil, "tags": map[string]any{"Name": "broker"},
	})
	require.True(t, rabbit.IsSecret("users[0].password"))
	stacktest.RequireInputs(t, rec.One(t, configuration), map[string]any{
		"engineType": "RabbitMQ", "engineVersion": "4.2", "data": "consumer_timeout = 3600000\n", "name": nil,
	})
	url := rec.Named(t, secretVersion, "broker-url")
	require.Equal(t, `{"url":"amqps://celery:`+password+`@b-1.on.aws:5671//"}`, url.Input("secretString"))
	require.True(t, url.IsSecret("secretString"))
}

func TestRabbitMQOutputs(t *testing.T) {
	rec := run(t, inVPC(broker.RabbitMQ))
	stacktest.RequireInputs(t, rec.Probed(t, "connection"), map[string]any{
		"kind": "rabbitmq", "url": "", "urlSecret": "arn:aws:secretsmanager:us-east-1:123456789012:secret:broker-url-AbCdEf:url::", "port": 5671,
		"kmsKeyArn": "arn:aws:mock:::broker-key", "securityGroupId": "broker-sg-id", "predefinedQueues": "",
		"brokerName": "broker-1a2b3c4", "queueNames": map[string]any{}, "deadLetterQueueNames": map[string]any{},
		"visibilityTimeout": 3600, "visibilityTimeouts": map[string]any{},
	})
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{"host": "b-1.on.aws", "id": "broker-id", "port": 5671})
}

func TestSingleInstanceStandsInOneSubnet(t *testing.T) {
	a := inVPC(broker.RabbitMQ)
	a.SingleInstance = true
	stacktest.RequireInputs(t, run(t, a).One(t, rabbitBroker), map[string]any{
		"deploymentMode": "SINGLE_INSTANCE", "subnetIds": []any{"subnet-a"},
	})
}

func TestQueues(t *testing.T) {
	rec := run(t, queues())
	for name, want := range map[string]struct {
		visibility int
		redrive    string
	}{
		"broker-celery":  {900, `{"deadLetterTargetArn":"arn:aws:mock:::broker-celery-dlq","maxReceiveCount":5}`},
		"broker-reports": {7200, `{"deadLetterTargetArn":"arn:aws:mock:::broker-reports-dlq","maxReceiveCount":2}`},
	} {
		stacktest.RequireInputs(t, rec.Named(t, queue, name), map[string]any{
			"visibilityTimeoutSeconds": want.visibility, "receiveWaitTimeSeconds": 20, "messageRetentionSeconds": 345600,
			"maxMessageSize": 262144, "sqsManagedSseEnabled": true, "kmsMasterKeyId": nil, "name": nil,
			"redrivePolicy": want.redrive,
		})
		stacktest.RequireInputs(t, rec.Named(t, queue, name+"-dlq"), map[string]any{
			"messageRetentionSeconds": 1209600, "sqsManagedSseEnabled": true, "redrivePolicy": nil, "name": nil,
		})
		stacktest.RequireInputs(t, rec.Named(t, redriveAllow, name+"-dlq-sources"), map[string]any{
			"queueUrl":           name + "-dlq-id",
			"redriveAllowPolicy": `{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:mock:::` + name + `"]}`,
		})
		for _, each := range []string{name, name + "-dlq"} {
			policy := rec.Named(t, queuePolicy, each+"-policy")
			require.Equal(t, each+"-id", policy.Input("queueUrl"))
			require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{"Sid": "TLSOnly", "Effect": "Deny",
				"Principal": "*", "Action": "sqs:*", "Resource": "arn:aws:mock:::`+each+`",
				"Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}`, policy.Input("policy").(string))
		}
	}
}

func TestQueuesOutputs(t *testing.T) {
	rec := run(t, queues())
	urls := map[string]any{"celery": "https://sqs/broker-celery", "reports": "https://sqs/broker-reports"}
	connection := rec.Probed(t, "connection")
	stacktest.RequireInputs(t, connection, map[string]any{
		"kind": "sqs", "url": "sqs://", "urlSecretArn": "", "urlSecret": "", "kmsKeyArn": "", "securityGroupId": "",
		"port": 0, "queueUrls": urls, "visibilityTimeout": 7200,
		"predefinedQueues": `{"celery":{"url":"https://sqs/broker-celery"},"reports":{"url":"https://sqs/broker-reports"}}`,
		"brokerName":       "", "visibilityTimeouts": map[string]any{"celery": 900, "reports": 7200},
	})
	names := map[string]any{
		"queueNames":           map[string]any{"celery": "broker-celery-name", "reports": "broker-reports-name"},
		"deadLetterQueueNames": map[string]any{"celery": "broker-celery-dlq-name", "reports": "broker-reports-dlq-name"},
	}
	stacktest.RequireInputs(t, connection, names)
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), names)
	for path, action := range map[string]string{
		"producerPolicy": "sqs:SendMessage", "consumerPolicy": "sqs:ReceiveMessage",
	} {
		text, ok := connection.Input(path).(string)
		require.True(t, ok)
		require.Contains(t, text, action)
		require.Contains(t, text, `["arn:aws:mock:::broker-celery","arn:aws:mock:::broker-reports"]`)
		require.Equal(t, text, rec.Probed(t, "outputs").Input(path))
	}
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{
		"host": "", "port": 0, "id": "", "queueUrls": urls,
	})
}

// Another zone of the network would replace a cluster with its messages. One node is in the first subnet anyway.
func TestAClusterStaysInItsSubnets(t *testing.T) {
	a := inVPC(broker.RabbitMQ)
	require.Equal(t, []string{"subnetIds"}, run(t, a).One(t, rabbitBroker).IgnoreChanges)
	a.SingleInstance, a.InstanceType = true, "mq.m7g.medium"
	require.Empty(t, run(t, a).One(t, rabbitBroker).IgnoreChanges)
}
