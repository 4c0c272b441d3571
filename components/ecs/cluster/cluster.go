// Package cluster is an ECS cluster for Fargate.
package cluster

import (
	awsecs "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ecs"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// Type is the type token of Cluster.
const Type = "tenfold:ecs:Cluster"

// Cluster is an ECS cluster for Fargate. For a cluster called main it creates:
//
//  1. the cluster (main), with Container Insights and with the audit of ECS Exec: each session of ecs:ExecuteCommand is
//     encrypted, and its output is logged. One of ssm:StartSession, such as a port forward, is not logged;
//  2. the capacity providers FARGATE and FARGATE_SPOT (main); FARGATE is the default;
//  3. a log group for the sessions (main-exec);
//  4. a KMS key for the sessions and their log (main-exec), rotated every year. Its policy admits CloudWatch Logs for log
//     groups of this account and region, and leaves the rest to the account's own policies.
//
// Name and ARN wait for the capacity providers, so that a service finds them associated, and is gone before they are.
//
// Cost: the key is 1.00 USD a month (us-east-1, prices as of 2026-09), and each of its first two yearly rotations adds
// 1.00. Container Insights "enhanced" is 0.07 per metric, roughly 25 for a task of one container and 40 for a service:
// 2 tasks are (2 × 25 + 40) × 0.07 = 6.30, 24 tasks (24 × 25 + 40) × 0.07 = 44.80. "enabled" is billed as custom metrics
// at 0.30 each: it costs as much for a few tasks, does not grow with their number, and cannot tell which task is slow.
// "disabled" costs nothing. Session logs are 0.50 per GB written and 0.03 per GB and month stored.
//
// How it fails: the cluster is regional and has no servers of its own, so a lost zone takes nothing away. Without its key,
// tasks go on, ECS Exec does not connect, and the session logs cannot be read. AWS rejects the deletion of a cluster that
// holds a service made outside of this program.
//
// It does not offer EC2 or external capacity, Service Connect, or encryption of Fargate's ephemeral storage with a
// customer-managed key. It does not permit anybody to open a shell: that is ecs:ExecuteCommand in the policies of people,
// and EnableExec of a task.
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

	b := component.Base{Ctx: ctx, Name: name, Parent: c, AllowDestroy: args.AllowDestroy}
	key, err := newKey(b)
	if err != nil {
		return nil, err
	}
	logs, err := aws.NewLogGroup(b, "exec", aws.LogGroupArgs{RetentionDays: args.LogRetentionDays, KMSKeyARN: key.Arn})
	if err != nil {
		return nil, err
	}
	if err := c.newCluster(b, clusterArgs(name, args, logs.Name, key.Arn)); err != nil {
		return nil, component.Creating("cluster", err)
	}

	c.ExecLogGroupName, c.ExecLogGroupARN, c.ExecKMSKeyARN = logs.Name, logs.Arn, key.Arn
	return c, component.Publish(ctx, c)
}

// newKey makes the key of the sessions. Its policy also admits CloudWatch Logs, for the log of the sessions.
func newKey(b component.Base) (*kms.Key, error) {
	return aws.NewKey(b, "exec", aws.KeyArgs{
		Description: "ECS Exec sessions of " + b.Name + " and their logs", Policy: aws.LogsKeyPolicyInLists(b),
	})
}

// newCluster makes the cluster. Its outputs wait for the capacity providers.
func (c *Cluster) newCluster(b component.Base, args *awsecs.ClusterArgs) error {
	cluster, err := awsecs.NewCluster(b.Ctx, b.Name, args, b.Options()...)
	if err != nil {
		return err
	}
	providers, err := awsecs.NewClusterCapacityProviders(b.Ctx, b.Name, providersArgs(cluster.Name), b.Options()...)
	if err != nil {
		return err
	}
	c.Name, c.ARN = providers.ClusterName, component.OnceExist(cluster.Arn, providers.ClusterName)
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
