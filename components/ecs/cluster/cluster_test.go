package cluster

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func runCluster(t *testing.T, args Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		c, err := New(ctx, "main", args)
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"name": c.Name, "arn": c.ARN, "log": c.ExecLogGroupName, "logArn": c.ExecLogGroupARN, "key": c.ExecKMSKeyARN,
		})
	}, opts...)
}

var clusterCounts = map[string]int{
	Type:                               1,
	"aws:ecs/cluster:Cluster":          1,
	"aws:cloudwatch/logGroup:LogGroup": 1,
	"aws:kms/key:Key":                  1,
	"aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": 1,
}

func TestClusterIsWatchedAndItsShellsAreAudited(t *testing.T) {
	rec := runCluster(t, Args{})
	require.Equal(t, clusterCounts, rec.Counts())

	cluster := rec.One(t, "aws:ecs/cluster:Cluster")
	require.Equal(t, []any{map[string]any{"name": "containerInsights", "value": "enhanced"}}, cluster.Input("settings"))
	require.Equal(t, map[string]any{"executeCommandConfiguration": map[string]any{
		"kmsKeyId": "arn:aws:mock:::main-exec", "logging": "OVERRIDE",
		"logConfiguration": map[string]any{
			"cloudWatchEncryptionEnabled": true, "cloudWatchLogGroupName": "main-exec-name",
		},
	}}, cluster.Input("configuration"))
	require.False(t, cluster.Has("name"), "a set name forbids create-before-delete")

	logs := rec.One(t, "aws:cloudwatch/logGroup:LogGroup")
	require.Equal(t, "main-exec", logs.Name)
	require.Equal(t, 90, logs.Input("retentionInDays"))
	require.Equal(t, "arn:aws:mock:::main-exec", logs.Input("kmsKeyId"))
}

func TestClusterOffersBothKindsOfFargateAndPrefersOnDemand(t *testing.T) {
	providers := runCluster(t, Args{}).One(t, "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders")
	require.Equal(t, "main-name", providers.Input("clusterName"))
	require.Equal(t, []any{"FARGATE", "FARGATE_SPOT"}, providers.Input("capacityProviders"))
	require.Equal(t, []any{map[string]any{"capacityProvider": "FARGATE", "weight": 1}},
		providers.Input("defaultCapacityProviderStrategies"))
}

func TestClusterKeyIsRotatedAndAdmitsTheLogsOfThisAccount(t *testing.T) {
	key := runCluster(t, Args{}).One(t, "aws:kms/key:Key")
	require.Equal(t, true, key.Input("enableKeyRotation"))
	require.Equal(t, 30, key.Input("deletionWindowInDays"))
	require.Equal(t, `{"Version":"2012-10-17","Statement":[`+
		`{"Sid":"Account","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},`+
		`"Action":["kms:*"],"Resource":["*"]},`+
		`{"Sid":"Logs","Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},`+
		`"Action":["kms:Decrypt*","kms:Describe*","kms:Encrypt*","kms:GenerateDataKey*","kms:ReEncrypt*"],`+
		`"Resource":["*"],"Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":`+
		`["arn:aws:logs:us-east-1:123456789012:log-group:*"]}}}]}`, key.Input("policy"))
}

func TestClusterOutputsWaitForTheCapacityProviders(t *testing.T) {
	rec := runCluster(t, Args{})
	outputs := rec.Probed(t, "outputs")
	require.Equal(t, "main-name", outputs.Input("name"))
	require.Equal(t, "arn:aws:ecs:us-east-1:123456789012:cluster/main-name", outputs.Input("arn"))
	require.Equal(t, "main-exec-name", outputs.Input("log"))
	require.Equal(t, "arn:aws:mock:::main-exec", outputs.Input("logArn"))
	require.Equal(t, "arn:aws:mock:::main-exec", outputs.Input("key"))

	providers := rec.One(t, "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders").URN
	for _, output := range []string{"name", "arn"} {
		require.Contains(t, waits(t, output), providers, output)
	}
}

// waits is what one output of the cluster waits for.
func waits(t *testing.T, output string) []string {
	t.Helper()
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		c, err := New(ctx, "main", Args{})
		if err != nil {
			return err
		}
		value := map[string]pulumi.StringOutput{"name": c.Name, "arn": c.ARN}[output]
		return stacktest.Probe(ctx, "output", pulumi.Map{output: value})
	})
	return rec.Probed(t, "output").DependsOn
}

func TestClusterChoices(t *testing.T) {
	rec := runCluster(t, Args{ContainerInsights: InsightsDisabled, LogRetentionDays: 7, AllowDestroy: true})
	require.Equal(t, "disabled", rec.One(t, "aws:ecs/cluster:Cluster").Input("settings[0].value"))
	require.Equal(t, 7, rec.One(t, "aws:cloudwatch/logGroup:LogGroup").Input("retentionInDays"))
	require.Equal(t, 7, rec.One(t, "aws:kms/key:Key").Input("deletionWindowInDays"))
}

func TestClusterPreview(t *testing.T) {
	rec := runCluster(t, Args{}, stacktest.Preview())
	require.Equal(t, clusterCounts, rec.Counts())
	require.Equal(t, stacktest.Unknown, rec.Probed(t, "outputs").Input("arn"))
}

func TestClusterNamesAllProblems(t *testing.T) {
	err := stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		_, err := New(ctx, "Main", Args{ContainerInsights: "on", LogRetentionDays: 31})
		return err
	})
	require.ErrorContains(t, err,
		`cluster "Main": name is "Main"; want lower-case letters, digits and hyphens, a letter first`+"\n"+
			`cluster "Main": containerInsights is "on"; want "enhanced", "enabled" or "disabled"`+
			"\n"+`cluster "Main": logRetentionDays is 31; want a number of days that CloudWatch Logs knows, 1 to 3653; `+
			`the nearest is 30`)
}

func TestArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
}
