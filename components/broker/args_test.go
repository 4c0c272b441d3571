package broker

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/mq"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
)

func TestDocumentedDefaults(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, Queue{}.withDefaults())
}

func TestInstanceTypesAreThoseOfAWS(t *testing.T) {
	text, err := os.ReadFile("../../test/simulator/facts/orderable-us-east-1.json")
	require.NoError(t, err)
	var lists struct {
		Types []string `json:"mq_instance_types"`
	}
	require.NoError(t, json.Unmarshal(text, &lists))
	for version, types := range instanceTypes {
		require.Subset(t, lists.Types, types, version)
		require.Contains(t, types, Args{}.withDefaults().InstanceType)
	}
}

func TestVisibilityTimeoutIsTheLongest(t *testing.T) {
	require.Equal(t, 3600, Args{}.visibilityTimeout())
	require.Equal(t, 70, Args{Queues: []Queue{{VisibilityTimeout: 50}, {VisibilityTimeout: 70}, {}}}.visibilityTimeout())
}

func TestRabbitHost(t *testing.T) {
	for want, endpoints := range map[string][]string{
		"b-1.mq.us-east-1.amazonaws.com": {"amqps://b-1.mq.us-east-1.amazonaws.com:5671"},
		"b-2.on.aws":                     {"https://b-2.on.aws:443", "amqps://b-2.on.aws:5671"},
	} {
		got, err := rabbitHost([]mq.BrokerInstance{{}, {Endpoints: endpoints}})
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err := rabbitHost([]mq.BrokerInstance{{Endpoints: []string{"https://b-2.on.aws"}}})
	require.EqualError(t, err, "the broker has no endpoint for AMQP over TLS")
}

func TestRabbitSettings(t *testing.T) {
	require.Equal(t, "consumer_timeout = 900000\n", rabbitSettings(900))
}

func TestPolicies(t *testing.T) {
	queues := []string{"arn:a", "arn:b"}
	const send = `{"Sid": "Send", "Effect": "Allow", "Resource": ["arn:a", "arn:b"],
		"Action": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]}`
	producer := producerPolicy(queues)
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [`+send+`]}`, producer)

	consumer := consumerPolicy(queues)
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [`+send+`,
		{"Sid": "Work", "Effect": "Allow", "Resource": ["arn:a", "arn:b"],
		"Action": ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"]}]}`, consumer)

	tls := tlsOnly("arn:a")
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{"Sid": "TLSOnly", "Effect": "Deny", "Principal": "*",
		"Action": "sqs:*", "Resource": "arn:a", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}`, tls)

	sources, err := sourcePolicy("arn:a")
	require.NoError(t, err)
	require.JSONEq(t, `{"redrivePermission": "byQueue", "sourceQueueArns": ["arn:a"]}`, sources)
}

func TestPredefinedQueues(t *testing.T) {
	got, err := predefined(map[string]string{"mail": "https://m", "celery": "https://c"})
	require.NoError(t, err)
	require.Equal(t, `{"celery":{"url":"https://c"},"mail":{"url":"https://m"}}`, got)
}
