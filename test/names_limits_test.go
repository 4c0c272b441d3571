package test

import (
	"os"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/simulator"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// nameLimit is what a physical name of a type may be. A type without a property has none that anybody chooses.
type nameLimit struct {
	property string
	max      int
	source   string
}

const (
	elbAPI   = "Elastic Load Balancing API: CreateLoadBalancer, CreateTargetGroup"
	iamLimit = "IAM user guide: IAM and STS quotas, names"
	ec2API   = "EC2 API: CreateSecurityGroup, GroupName"
	cfAPI    = "CloudFront API: OriginAccessControlConfig, CachePolicyConfig, ResponseHeadersPolicyConfig"
)

// nameLimits are the limits of all types that an environment registers.
var nameLimits = map[string]nameLimit{
	"aws:appautoscaling/policy:Policy":                           {"name", 255, "Application Auto Scaling API: PutScalingPolicy"},
	"aws:appautoscaling/scheduledAction:ScheduledAction":         {"name", 255, "Application Auto Scaling API: PutScheduledAction"},
	"aws:backup/plan:Plan":                                       {"name", 50, "AWS Backup API: BackupPlan; the provider's rule"},
	"aws:backup/selection:Selection":                             {"name", 50, "AWS Backup API: BackupSelection"},
	"aws:backup/vault:Vault":                                     {"name", 50, "AWS Backup API: CreateBackupVault"},
	"aws:cloudfront/originAccessControl:OriginAccessControl":     {"name", 64, cfAPI},
	"aws:cloudfront/originRequestPolicy:OriginRequestPolicy":     {"name", 128, cfAPI},
	"aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {"name", 128, cfAPI},
	"aws:cloudwatch/eventRule:EventRule":                         {"name", 64, "EventBridge API: PutRule"},
	"aws:cloudwatch/eventTarget:EventTarget":                     {"targetId", 64, "EventBridge API: Target, Id"},
	"aws:cloudwatch/logGroup:LogGroup":                           {"name", 512, "CloudWatch Logs API: CreateLogGroup"},
	"aws:cloudwatch/metricAlarm:MetricAlarm":                     {"name", 255, "CloudWatch API: PutMetricAlarm"},
	"aws:ec2/securityGroup:SecurityGroup":                        {"name", 255, ec2API},
	"aws:ecs/cluster:Cluster":                                    {"name", 255, "ECS API: CreateCluster"},
	"aws:ecs/service:Service":                                    {"name", 255, "ECS API: CreateService"},
	"aws:ecs/taskDefinition:TaskDefinition":                      {"family", 255, "ECS API: RegisterTaskDefinition"},
	"aws:elasticache/parameterGroup:ParameterGroup":              {"name", 255, "ElastiCache API: CreateCacheParameterGroup"},
	"aws:elasticache/replicationGroup:ReplicationGroup":          {"replicationGroupId", 40, "ElastiCache API: CreateReplicationGroup"},
	"aws:elasticache/subnetGroup:SubnetGroup":                    {"name", 255, "ElastiCache API: CreateCacheSubnetGroup"},
	"aws:iam/role:Role":                                          {"name", 64, iamLimit},
	"aws:iam/rolePolicy:RolePolicy":                              {"name", 128, iamLimit},
	"aws:lambda/function:Function":                               {"name", 64, "Lambda API: CreateFunction"},
	"aws:lb/loadBalancer:LoadBalancer":                           {"name", 32, elbAPI},
	"aws:lb/targetGroup:TargetGroup":                             {"name", 32, elbAPI},
	"aws:mq/broker:Broker":                                       {"brokerName", 50, "Amazon MQ API: CreateBroker"},
	"aws:mq/configuration:Configuration":                         {"name", 150, "Amazon MQ API: CreateConfiguration"},
	"aws:rds/instance:Instance":                                  {"identifier", 63, "RDS user guide: naming constraints"},
	"aws:rds/parameterGroup:ParameterGroup":                      {"name", 255, "RDS user guide: naming constraints"},
	"aws:rds/subnetGroup:SubnetGroup":                            {"name", 63, "RDS: the instance is called after it"},
	"aws:s3/bucketV2:BucketV2":                                   {"bucket", 63, "S3 user guide: bucket naming rules"},
	"aws:scheduler/schedule:Schedule":                            {"name", 64, "EventBridge Scheduler API: CreateSchedule"},
	"aws:secretsmanager/secret:Secret":                           {"name", 512, "Secrets Manager API: CreateSecret"},
	"aws:sqs/queue:Queue":                                        {"name", 80, "SQS API: CreateQueue"},
	"aws:ssm/parameter:Parameter":                                {"name", 1011, "Systems Manager API: PutParameter, less its ARN"},
	"aws:wafv2/webAcl:WebAcl":                                    {"name", 128, "WAF API: CreateWebACL"},
	"aws:acm/certificate:Certificate":                            {}, "aws:acm/certificateValidation:CertificateValidation": {},
	"aws:appautoscaling/target:Target": {}, "aws:cloudfront/distribution:Distribution": {}, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {},
	"aws:ec2/eip:Eip": {}, "aws:ec2/flowLog:FlowLog": {}, "aws:ec2/internetGateway:InternetGateway": {}, "aws:ec2/natGateway:NatGateway": {},
	"aws:ec2/route:Route": {}, "aws:ec2/routeTable:RouteTable": {}, "aws:ec2/routeTableAssociation:RouteTableAssociation": {},
	"aws:ec2/subnet:Subnet": {}, "aws:ec2/vpc:Vpc": {}, "aws:ec2/vpcEndpoint:VpcEndpoint": {},
	"aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {}, "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {},
	"aws:kms/key:Key": {}, "aws:lambda/invocation:Invocation": {}, "aws:lb/listener:Listener": {}, "aws:lb/listenerRule:ListenerRule": {},
	"aws:route53/record:Record": {}, "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2": {},
	"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": {}, "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {},
	"aws:s3/bucketPolicy:BucketPolicy": {}, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {},
	"aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": {},
	"aws:s3/bucketVersioningV2:BucketVersioningV2":                                               {}, "aws:secretsmanager/secretVersion:SecretVersion": {},
	"aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": {}, "aws:sqs/queuePolicy:QueuePolicy": {}, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {},
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {},
}

const (
	maxShort = "abcdefgh" // the longest short form of an environment
	digits   = "-1234567"
	// mockShorter is how much shorter a name of the mocks, such as database-name, is than the real one.
	mockShorter = len(maxShort) + 1 + len(digits) - len("-name")
)

// physicalName is the longest name that a resource can have, with the name that another one gives it.
func physicalName(res stacktest.Resource, property string) string {
	value, set := res.Inputs[resource.PropertyKey(property)]
	switch {
	case !set:
		return maxShort + "-" + res.Name + digits
	case value.IsString() && strings.Contains(value.StringValue(), "-name"):
		return value.StringValue() + strings.Repeat("x", mockShorter)
	case value.IsString():
		return value.StringValue()
	}
	return ""
}

var maxWorker = strings.Repeat("w", 30)

// withMaxNames is the environment with the longest names that its file may have, and the given kind of broker.
func withMaxNames(t *testing.T, kind string) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../stacks/backend/testdata/everything.yaml")
	require.NoError(t, err)
	var file struct{ Config map[string]any }
	require.NoError(t, yaml.Unmarshal(text, &file))
	c := file.Config
	overrides := c["tenfold:overrides"].(map[string]any)
	c["pulumi:autonaming"] = map[string]any{"pattern": maxShort + "-${name}-${hex(7)}"}
	c["tenfold:domain"], c["tenfold:alternativeNames"] = "shop.example.com", []any{"www.shop.example.com"}
	c["tenfold:zone"], c["tenfold:exec"] = "example.com", true
	c["tenfold:alarmActions"] = []any{"arn:aws:sns:us-east-1:123456789012:on-call"}
	c["tenfold:jobs"].([]any)[0].(map[string]any)["name"] = strings.Repeat("j", 33)
	c["tenfold:taskPolicies"] = []any{map[string]any{"name": strings.Repeat("p", 63), "document": map[string]any{"Statement": []any{
		map[string]any{"Effect": "Allow", "Action": "ses:SendRawEmail", "Resource": "*"},
	}}}}
	workers := overrides["workers"].(map[string]any)
	workers[maxWorker] = map[string]any{"queues": []any{map[string]any{
		"name": strings.Repeat("q", 52), "acceptableLatency": 60, "secondsPerTask": 1,
	}}, "minTasks": 1, "maxTasks": 1}
	if kind != "redis" { // what is special about Redis goes
		sizes := map[string]any{"kind": kind}
		if kind == "rabbitmq" {
			sizes["nodeType"] = "mq.m7g.medium"
		} else {
			delete(c, "tenfold:queueDepthImage")
		}
		c["tenfold:overrides"] = map[string]any{"broker": sizes, "workers": map[string]any{maxWorker: workers[maxWorker]}}
		c["tenfold:flower"], c["tenfold:beat"] = kind != "sqs", "django"
	}
	return texts(t, c)
}

// Every name that the longest names of a file lead to fits what AWS allows its type, with the random digits.
func TestNamesFitTheLimitsOfAWS(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range []string{"redis", "rabbitmq", "sqs"} {
		values := withMaxNames(t, kind)
		rec := stacktest.Run(t, backend.Program, stacktest.Stack(strings.Repeat("s", 100)), stacktest.Config(values))
		for _, res := range rec.All() {
			if !strings.HasPrefix(res.Type, "aws:") {
				continue
			}
			limit, known := nameLimits[res.Type]
			assert.True(t, known, "add the limit of the names of %s to nameLimits", res.Type)
			seen[res.Type] = true
			assert.NotContains(t, res.Inputs, resource.PropertyKey("namePrefix"), res.Name)
			if limit.property != "" {
				name := physicalName(res, limit.property)
				assert.LessOrEqual(t, len(name), limit.max, "%s %s: %s; %s", kind, res.Type, name, limit.source)
			}
		}
	}
	for typ := range nameLimits {
		assert.True(t, seen[typ], "%s: no environment registers it; remove its row", typ)
	}
}

// The simulated account, which has its own rules, agrees about the limits.
func TestNameLimitsAreThoseOfTheAccount(t *testing.T) {
	for _, typ := range simulator.Types() {
		limit, known := nameLimits[typ.Token]
		if known && typ.Name.Property != "" {
			require.Equal(t, typ.Name.Property, limit.property, typ.Token)
			require.LessOrEqual(t, limit.max, typ.Name.Max, typ.Token)
		}
	}
}

// One character more is refused by the key that has the name, and not by AWS.
func TestALongerNameIsRefused(t *testing.T) {
	for _, tc := range []struct{ kind, old, want string }{
		{"redis", strings.Repeat("j", 33), `tenfold:jobs[0].name is "` + strings.Repeat("j", 34) + `"; want a name of at most 33 characters`},
		{"redis", maxWorker, `tenfold:overrides.workers.` + maxWorker + `w is "` + maxWorker + `w"; want a name of at most 30 characters`},
		{"redis", strings.Repeat("p", 63), `at most 63 characters`},
		{"sqs", strings.Repeat("q", 52), `tenfold:overrides.workers.` + maxWorker + `.queues[0].name is "` + strings.Repeat("q", 53) +
			`"; want a name of at most 52 characters: a queue's has 80 with pulumi:autonaming`},
	} {
		values := withMaxNames(t, tc.kind)
		for key, value := range values {
			values[key] = strings.ReplaceAll(value, tc.old, tc.old+tc.old[:1])
		}
		err := stacktest.RunErr(t, backend.Program, stacktest.Stack("long"), stacktest.Config(values))
		require.ErrorContains(t, err, tc.want)
	}
}
