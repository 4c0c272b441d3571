// Package tasktest is what the tests of the components that run ECS tasks share: arguments, and assertions about what
// such a component creates.
package tasktest

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Values of the arguments.
const (
	ClusterARN   = "arn:aws:ecs:us-east-1:123456789012:cluster/main"
	Image        = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web:v1"
	SecretARN    = "arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf"
	ParameterARN = "arn:aws:ssm:us-east-1:123456789012:parameter/app/key"
	BrokerARN    = "arn:aws:secretsmanager:us-east-1:123456789012:secret:broker-url-AbCdEf"
	// BrokerVersions is the variable SECRET_VERSIONS of what knows the broker's URL.
	BrokerVersions = "BROKER_URL=broker-version"
	// ProducerPolicy and PredefinedQueues are what a broker of SQS says.
	ProducerPolicy   = `{"Version":"2012-10-17","Statement":["send"]}`
	PredefinedQueues = `{"mail":{"url":"https://sqs.us-east-1.amazonaws.com/123456789012/mail"}}`
)

// Args are the required arguments and no more.
func Args() ecs.TaskArgs {
	return ecs.TaskArgs{
		ClusterName: pulumi.String("main"), ClusterARN: pulumi.String(ClusterARN),
		VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
		Region: "us-east-1", Image: pulumi.String(Image),
	}
}

// MaximalArgs are all arguments, so that every child exists.
func MaximalArgs() ecs.TaskArgs {
	a := WithExec(Args())
	a.User = "1000:1000"
	a.Variables = map[string]pulumi.StringInput{"B": pulumi.String("2"), "A": pulumi.String("1")}
	a.Secrets = map[string]pulumi.StringInput{
		"DATABASE_URL": pulumi.String(SecretARN + ":url::"), "API_KEY": pulumi.String(ParameterARN),
	}
	a.SecretKMSKeyARNs = pulumi.ToStringArray([]string{"arn:key"})
	a.TaskPolicies = []ecs.TaskPolicy{
		{Name: "managed", ARN: pulumi.String("arn:aws:iam::aws:policy/Some")},
		{Name: "media", Document: pulumi.String(`{"Version":"2012-10-17"}`)},
	}
	a.EgressTo = []ecs.EgressTo{{Name: "database", SecurityGroupID: pulumi.String("sg-db"), Port: 6432}}
	return a
}

// WithExec enables ECS Exec.
func WithExec(a ecs.TaskArgs) ecs.TaskArgs {
	a.EnableExec = true
	a.ExecLogGroupARN, a.ExecKMSKeyARN = pulumi.String("arn:exec-logs"), pulumi.String("arn:exec-key")
	return a
}

// Connection is the Connection of a Broker of this kind.
func Connection(kind string) celery.Connection {
	text := func(s string) pulumi.StringOutput { return pulumi.String(s).ToStringOutput() }
	c := celery.Connection{Kind: kind, VisibilityTimeout: 900}
	if kind == celery.SQS {
		c.URL, c.PredefinedQueues, c.ProducerPolicy = "sqs://", text(PredefinedQueues), text(ProducerPolicy)
		return c
	}
	c.URLSecretARN, c.URLSecret, c.KMSKeyARN = text(BrokerARN), text(BrokerARN+":url::"), text("arn:broker-key")
	c.URLSecretVersion = text("broker-version")
	c.SecurityGroupID, c.Port = text("sg-broker"), map[string]int{celery.Redis: 6379, celery.RabbitMQ: 5671}[kind]
	return c
}

// ServiceOutputs are the outputs of a service, for a probe.
func ServiceOutputs(o ecs.ServiceOutputs) pulumi.Map {
	return pulumi.Map{
		"serviceName": o.ServiceName, "serviceArn": o.ServiceARN, "taskDefinitionArn": o.TaskDefinitionARN,
		"runningTaskDefinition": o.RunningTaskDefinition, "securityGroupId": o.SecurityGroupID,
		"logGroupName": o.LogGroupName, "taskRoleArn": o.TaskRoleARN, "taskRoleName": o.TaskRoleName,
		"executionRoleArn": o.ExecutionRoleARN,
	}
}

// Runs answers that the service runs this task definition.
func Runs(taskDefinition string) stacktest.Option {
	return stacktest.Function(GetService, func(resource.PropertyMap) (resource.PropertyMap, error) {
		return resource.PropertyMap{"taskDefinition": resource.NewProperty(taskDefinition)}, nil
	})
}

// Shows answers that the container of every task definition has this image.
func Shows(image string) stacktest.Option {
	return stacktest.Function(GetContainer, func(resource.PropertyMap) (resource.PropertyMap, error) {
		return resource.PropertyMap{"image": resource.NewProperty(image)}, nil
	})
}
