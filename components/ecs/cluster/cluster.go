// Package cluster is an ECS cluster for Fargate.
package cluster

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Cluster.
const Type = "tenfold:ecs:Cluster"

// Cluster is an ECS cluster for Fargate. It creates, for a cluster called main:
//
//  1. the cluster (main), with Container Insights, and with the audit of ECS Exec: whoever opens a shell in a task, the
//     session is encrypted and all that it prints is logged;
//  2. the capacity providers FARGATE and FARGATE_SPOT (main); what does not choose runs on FARGATE;
//  3. a log group for these sessions (main-exec), with a retention;
//  4. a KMS key for the sessions and their log (main-exec), rotated every year. Its policy admits CloudWatch Logs for
//     log groups of this account and region, and leaves the rest to the account's own policies.
//
// Name and ARN wait for the capacity providers, so that a service which is placed by them finds them associated, and is
// gone before they are.
//
// # Cost
//
// At its defaults 1.00 USD a month for the key (us-east-1, prices as of 2026-09), and by use:
//
//	Container Insights "enhanced"  0.07 per metric; roughly 25 for a task of one container and 40 for a service:
//	                               2 tasks are (2 × 25 + 40) × 0.07 = 6.30, 24 tasks (24 × 25 + 40) × 0.07 = 44.80
//	session logs                   0.50 per GB written, 0.03 per GB and month kept
//
// Each of the key's first two yearly rotations adds 1.00 a month. "enabled" is billed as custom metrics, at 0.30 each:
// it has fewer of them, costs as much for a few tasks, does not grow with their number, and cannot tell which task is
// the slow one. "disabled" costs nothing and suits development.
//
// # How it fails
//
//   - The cluster is regional and has no servers of its own; there is nothing in it that a lost zone takes away.
//   - The key is disabled or deleted: tasks go on, ECS Exec does not connect, and the session logs cannot be read.
//   - A service that was made outside of this program stands in it: AWS refuses to delete the cluster.
//
// # What it does not do
//
//   - EC2 or external capacity, Service Connect, and encryption of Fargate's ephemeral storage with a key of one's own.
//   - Permission to open a shell: that is ecs:ExecuteCommand in the policies of people, and WebArgs.EnableExec.
type Cluster struct {
	pulumi.ResourceState

	// Name is the name of the cluster.
	Name pulumi.StringOutput `pulumi:"name"`
	// ARN is the ARN of the cluster.
	ARN pulumi.StringOutput `pulumi:"arn"`
	// ExecLogGroupName is the log group of ECS Exec sessions, ExecLogGroupARN its ARN.
	ExecLogGroupName pulumi.StringOutput `pulumi:"execLogGroupName"`
	ExecLogGroupARN  pulumi.StringOutput `pulumi:"execLogGroupArn"`
	// ExecKMSKeyARN is the key that encrypts the sessions and their log.
	ExecKMSKeyARN pulumi.StringOutput `pulumi:"execKmsKeyArn"`
}

// New creates a cluster.
func New(
	ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption,
) (*Cluster, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("cluster", name); err != nil {
		return nil, err
	}
	c := &Cluster{}
	if err := component.Register(ctx, Type, name, args, c, opts...); err != nil {
		return nil, err
	}

	key, err := c.key(ctx, name, args)
	if err != nil {
		return nil, fmt.Errorf("creating the key of the session logs: %w", err)
	}
	logs, err := c.logs(ctx, name, args, key)
	if err != nil {
		return nil, fmt.Errorf("creating the log group of sessions: %w", err)
	}
	if err := c.cluster(ctx, name, clusterArgs(name, args, logs.Name, key.Arn)); err != nil {
		return nil, fmt.Errorf("creating the cluster: %w", err)
	}

	c.ExecLogGroupName, c.ExecLogGroupARN, c.ExecKMSKeyARN = logs.Name, logs.Arn, key.Arn
	return c, component.Publish(ctx, c)
}

func (c *Cluster) key(ctx *pulumi.Context, name string, args Args) (*kms.Key, error) {
	account := aws.GetCallerIdentityOutput(ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(c))
	partition := aws.GetPartitionOutput(ctx, aws.GetPartitionOutputArgs{}, pulumi.Parent(c))
	region := aws.GetRegionOutput(ctx, aws.GetRegionOutputArgs{}, pulumi.Parent(c))
	text := pulumi.All(partition.Partition(), region.Name(), account.AccountId()).ApplyT(func(v []any) string {
		return keyPolicy(v[0].(string), v[1].(string), v[2].(string))
	}).(pulumi.StringOutput)
	return kms.NewKey(ctx, name+"-exec", &kms.KeyArgs{
		Description:          pulumi.String("ECS Exec sessions of " + name + " and their logs"),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: pulumi.Int(args.deletionWindow()),
		Policy:               text,
		Tags:                 component.Tags(name + "-exec"),
	}, pulumi.Parent(c))
}

func (c *Cluster) logs(ctx *pulumi.Context, name string, args Args, key *kms.Key) (*cloudwatch.LogGroup, error) {
	return cloudwatch.NewLogGroup(ctx, name+"-exec", &cloudwatch.LogGroupArgs{
		RetentionInDays: pulumi.Int(args.LogRetentionDays),
		KmsKeyId:        key.Arn,
		Tags:            component.Tags(name + "-exec"),
	}, pulumi.Parent(c))
}

func (c *Cluster) cluster(ctx *pulumi.Context, name string, args *awsecs.ClusterArgs) error {
	cluster, err := awsecs.NewCluster(ctx, name, args, pulumi.Parent(c))
	if err != nil {
		return err
	}
	providers, err := awsecs.NewClusterCapacityProviders(ctx, name, providersArgs(cluster.Name), pulumi.Parent(c))
	if err != nil {
		return err
	}
	c.Name = providers.ClusterName
	c.ARN = pulumi.All(cluster.Arn, providers.ClusterName).ApplyT(func(v []any) string {
		return v[0].(string)
	}).(pulumi.StringOutput)
	return nil
}

func clusterArgs(name string, args Args, logGroup, key pulumi.StringInput) *awsecs.ClusterArgs {
	return &awsecs.ClusterArgs{
		Settings: awsecs.ClusterSettingArray{awsecs.ClusterSettingArgs{
			Name: pulumi.String("containerInsights"), Value: pulumi.String(args.ContainerInsights),
		}},
		Configuration: awsecs.ClusterConfigurationArgs{
			ExecuteCommandConfiguration: awsecs.ClusterConfigurationExecuteCommandConfigurationArgs{
				KmsKeyId: key.ToStringOutput().ToStringPtrOutput(),
				Logging:  pulumi.String("OVERRIDE"),
				LogConfiguration: awsecs.ClusterConfigurationExecuteCommandConfigurationLogConfigurationArgs{
					CloudWatchEncryptionEnabled: pulumi.Bool(true),
					CloudWatchLogGroupName:      logGroup.ToStringOutput().ToStringPtrOutput(),
				},
			},
		},
		Tags: component.Tags(name),
	}
}

func providersArgs(cluster pulumi.StringInput) *awsecs.ClusterCapacityProvidersArgs {
	return &awsecs.ClusterCapacityProvidersArgs{
		ClusterName:       cluster,
		CapacityProviders: pulumi.StringArray{pulumi.String(task.Fargate), pulumi.String(task.FargateSpot)},
		DefaultCapacityProviderStrategies: awsecs.ClusterCapacityProvidersDefaultCapacityProviderStrategyArray{
			awsecs.ClusterCapacityProvidersDefaultCapacityProviderStrategyArgs{
				CapacityProvider: pulumi.String(task.Fargate), Weight: pulumi.Int(1),
			},
		},
	}
}

// keyPolicy lets the account's own policies decide about a key, and CloudWatch Logs use it for the account's log
// groups.
func keyPolicy(partition, region, account string) string {
	root := task.Statement{
		Sid: "Account", Effect: "Allow", Action: []string{"kms:*"}, Resource: []string{"*"},
		Principal: map[string]string{"AWS": fmt.Sprintf("arn:%s:iam::%s:root", partition, account)},
	}
	logs := task.Statement{
		Sid: "Logs", Effect: "Allow", Resource: []string{"*"},
		Action: []string{
			"kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*",
		},
		Principal: map[string]string{"Service": fmt.Sprintf("logs.%s.amazonaws.com", region)},
		Condition: task.Condition{"ArnLike": {"kms:EncryptionContext:aws:logs:arn": {
			fmt.Sprintf("arn:%s:logs:%s:%s:log-group:*", partition, region, account),
		}}},
	}
	return task.Policy(root, logs)
}
