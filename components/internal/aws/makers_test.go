package aws_test

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const ownerType = "test:maker:Owner"

type owner struct{ pulumi.ResourceState }

// made runs makers for a component called main.
func made(
	t *testing.T, allowDestroy bool, makers func(component.Base) error, opts ...stacktest.Option,
) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		parent := &owner{}
		if err := ctx.RegisterComponentResource(ownerType, "main", parent); err != nil {
			return err
		}
		return makers(component.Base{Ctx: ctx, Name: "main", Parent: parent, AllowDestroy: allowDestroy})
	}, opts...)
}

// only is the one resource of a type.
func only(t *testing.T, typ string, make func(component.Base) error) stacktest.Resource {
	t.Helper()
	return made(t, false, make).One(t, typ)
}

type object = map[string]any

func named(name string) object { return object{"Name": name} }

const (
	keyType     = "aws:kms/key:Key"
	secretType  = "aws:secretsmanager/secret:Secret"
	versionType = "aws:secretsmanager/secretVersion:SecretVersion"
)

func TestKey(t *testing.T) {
	key := only(t, keyType, func(b component.Base) error {
		_, err := aws.NewKey(b, "key", aws.KeyArgs{Description: "Data of main"}, b.Protection())
		return err
	})
	require.Equal(t, "main-key", key.Name)
	require.True(t, key.Protect)
	stacktest.RequireInputs(t, key, object{
		"description": "Data of main", "enableKeyRotation": true, "deletionWindowInDays": 30, "tags": named("main-key"),
	})
	require.False(t, key.Has("policy"))
}

func TestLogsKeyPolicyTakesAccountAndRegionFromTheProvider(t *testing.T) {
	for form, want := range map[string]any{"scalars": "*", "lists": []any{"*"}} {
		key := only(t, keyType, func(b component.Base) error {
			policy := aws.LogsKeyPolicy(b)
			if form == "lists" {
				policy = aws.LogsKeyPolicyInLists(b)
			}
			_, err := aws.NewKey(b, "key", aws.KeyArgs{Policy: policy})
			return err
		})
		var policy object
		require.NoError(t, json.Unmarshal([]byte(key.Input("policy").(string)), &policy))
		statements := policy["Statement"].([]any)
		require.Len(t, statements, 2)
		require.Equal(t, object{"AWS": "arn:aws:iam::123456789012:root"}, statements[0].(object)["Principal"])
		require.Equal(t, want, statements[0].(object)["Resource"])
		require.Equal(t, object{"Service": "logs.us-east-1.amazonaws.com"}, statements[1].(object)["Principal"])
		require.Equal(t, want, statements[1].(object)["Resource"])
	}
}

func TestRecoveryOfKeysAndSecrets(t *testing.T) {
	for allowDestroy, days := range map[bool]int{false: 30, true: 7} {
		rec := made(t, allowDestroy, func(b component.Base) error {
			if _, err := aws.NewKey(b, "key", aws.KeyArgs{}); err != nil {
				return err
			}
			_, err := aws.NewSecret(b, "secret", aws.SecretArgs{})
			return err
		})
		require.Equal(t, days, rec.One(t, keyType).Input("deletionWindowInDays"))
		require.Equal(t, days, rec.One(t, secretType).Input("recoveryWindowInDays"))
	}
}

func TestSecret(t *testing.T) {
	secret := only(t, secretType, func(b component.Base) error {
		_, err := aws.NewSecret(b, "url", aws.SecretArgs{Description: "URL of main", KMSKeyARN: pulumi.String("arn:key")})
		return err
	})
	require.Equal(t, "main-url", secret.Name)
	require.False(t, secret.Protect)
	stacktest.RequireInputs(t, secret, object{
		"description": "URL of main", "kmsKeyId": "arn:key", "recoveryWindowInDays": 30, "tags": named("main-url"),
	})
}

func TestSecretValueFollowsWhatItIsMadeFrom(t *testing.T) {
	version := only(t, versionType, func(b component.Base) error {
		secret, err := aws.NewSecret(b, "url", aws.SecretArgs{})
		if err != nil {
			return err
		}
		_, err = aws.NewSecretValue(b, "url", secret, pulumi.Sprintf("https://%s", secret.Name))
		return err
	})
	require.Equal(t, "main-url", version.Name)
	require.Equal(t, "main-url-id", version.Input("secretId"))
	require.Equal(t, "https://main-url-name", version.Input("secretString"))
	require.Empty(t, version.IgnoreChanges)
}

func TestGeneratedValueIsKept(t *testing.T) {
	store := func(b component.Base) error {
		secret, err := aws.NewSecret(b, "token", aws.SecretArgs{})
		if err != nil {
			return err
		}
		_, err = aws.NewGeneratedValue(b, "token-1", secret, aws.GeneratePassword(b, 64))
		return err
	}
	rec := made(t, false, store)
	version := rec.One(t, versionType)
	require.Equal(t, "main-token-1", version.Name)
	require.Equal(t, []string{"secretString"}, version.IgnoreChanges)
	require.Len(t, version.Input("secretString"), 64)
	require.Equal(t, 1, made(t, false, store, stacktest.Preview()).Counts()[versionType])
}

func TestSecurityGroupAndItsRules(t *testing.T) {
	rec := made(t, false, func(b component.Base) error {
		group, err := aws.NewSecurityGroup(b, "sg", "Nodes of main", pulumi.String("vpc-1"))
		if err != nil {
			return err
		}
		if _, err := aws.NewIngressRule(b, "from-web", aws.RuleArgs{
			Description: "From web", Group: group.ID(), Port: 6379, PeerGroup: pulumi.String("sg-2"),
		}); err != nil {
			return err
		}
		if _, err := aws.NewIngressRule(b, "from-cdn", aws.RuleArgs{
			Description: "CDN", Group: group.ID(), Port: 443, PeerPrefixList: pulumi.String("pl-1"),
		}); err != nil {
			return err
		}
		_, err = aws.NewEgressRule(b, "https", aws.RuleArgs{
			Description: "To AWS", Group: group.ID(), Port: 443, PeerCIDR: aws.Anywhere,
		})
		return err
	})
	const ingress, egress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
		"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	stacktest.RequireInputs(t, rec.One(t, "aws:ec2/securityGroup:SecurityGroup"), object{
		"description": "Nodes of main", "vpcId": "vpc-1", "tags": named("main-sg"),
	})
	stacktest.RequireInputs(t, rec.Named(t, ingress, "main-from-web"), object{
		"description": "From web", "securityGroupId": "main-sg-id", "referencedSecurityGroupId": "sg-2",
		"ipProtocol": "tcp", "fromPort": 6379, "toPort": 6379, "tags": named("main-from-web"),
	})
	cdn := rec.Named(t, ingress, "main-from-cdn")
	require.Equal(t, "pl-1", cdn.Input("prefixListId"))
	require.False(t, cdn.Has("cidrIpv4") || cdn.Has("referencedSecurityGroupId"))
	stacktest.RequireInputs(t, rec.One(t, egress), object{
		"description": "To AWS", "securityGroupId": "main-sg-id", "cidrIpv4": "0.0.0.0/0",
		"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "tags": named("main-https"),
	})
}

func TestLogGroup(t *testing.T) {
	group := only(t, "aws:cloudwatch/logGroup:LogGroup", func(b component.Base) error {
		_, err := aws.NewLogGroup(b, "log", aws.LogGroupArgs{
			RetentionDays: 30, KMSKeyARN: pulumi.String("arn:key"), Name: pulumi.String("/aws/rds/main"),
		})
		return err
	})
	stacktest.RequireInputs(t, group, object{
		"name": "/aws/rds/main", "retentionInDays": 30, "kmsKeyId": "arn:key", "tags": named("main-log"),
	})
}

func TestRoleAndItsPolicies(t *testing.T) {
	rec := made(t, false, func(b component.Base) error {
		role, err := aws.NewRole(b, "task", aws.RoleArgs{Description: "Tasks", Trust: pulumi.String("trust")})
		if err != nil {
			return err
		}
		if _, err := aws.NewRolePolicy(b, "task", role.Name, pulumi.String("policy")); err != nil {
			return err
		}
		_, err = aws.NewRolePolicyAttachment(b, "task", role.Name, pulumi.String("arn:policy"))
		return err
	})
	stacktest.RequireInputs(t, rec.One(t, "aws:iam/role:Role"), object{
		"description": "Tasks", "assumeRolePolicy": "trust", "tags": named("main-task"),
	})
	stacktest.RequireInputs(t, rec.One(t, "aws:iam/rolePolicy:RolePolicy"), object{
		"role": "main-task-name", "policy": "policy",
	})
	stacktest.RequireInputs(t, rec.One(t, "aws:iam/rolePolicyAttachment:RolePolicyAttachment"), object{
		"role": "main-task-name", "policyArn": "arn:policy",
	})
}

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm"

func TestAlarmOnOneMetric(t *testing.T) {
	alarm := only(t, alarmType, func(b component.Base) error {
		_, err := aws.NewAlarm(b, "failed", aws.AlarmArgs{
			Description: "It failed", Threshold: 2, Periods: 3, MissingData: "ignore", Comparison: "LessThanThreshold",
			Metric: &aws.Metric{
				Namespace: "AWS/SQS", Name: "Depth", Statistic: "Maximum", Period: 60,
				Dimensions: pulumi.StringMap{"QueueName": pulumi.String("q")},
			},
			ActionARNs:   []pulumi.StringInput{pulumi.String("arn:topic")},
			OKActionARNs: []pulumi.StringInput{pulumi.String("arn:ok")},
		})
		return err
	})
	stacktest.RequireInputs(t, alarm, object{
		"alarmDescription": "It failed [test]", "namespace": "AWS/SQS", "metricName": "Depth", "statistic": "Maximum",
		"period": 60, "dimensions": object{"QueueName": "q"}, "comparisonOperator": "LessThanThreshold", "threshold": 2,
		"evaluationPeriods": 3, "treatMissingData": "ignore", "alarmActions": []any{"arn:topic"},
		"okActions": []any{"arn:ok"}, "tags": named("main-failed"),
	})
}

func TestAlarmDefaults(t *testing.T) {
	alarm := only(t, alarmType, func(b component.Base) error {
		_, err := aws.NewAlarm(b, "late", aws.AlarmArgs{Periods: 1})
		return err
	})
	require.Equal(t, "GreaterThanThreshold", alarm.Input("comparisonOperator"))
	require.Equal(t, "missing", alarm.Input("treatMissingData"))
	for _, unset := range []string{"alarmActions", "okActions", "metricName", "metricQueries", "dimensions"} {
		require.False(t, alarm.Has(unset), unset)
	}
}

func TestErrorsNameTheChild(t *testing.T) {
	err := stacktestError(t, func(b component.Base) error {
		_, err := aws.NewRole(b, "task", aws.RoleArgs{})
		return err
	})
	require.EqualError(t, err, "creating role main-task: invalid value for required argument 'AssumeRolePolicy'")
}

func stacktestError(t *testing.T, make func(component.Base) error) (failed error) {
	t.Helper()
	made(t, false, func(b component.Base) error {
		failed = make(b)
		return nil
	})
	return failed
}
