package redis

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/store"
)

// Shape is what makes a group a clustered cache or a broker that is not clustered.
type Shape struct {
	Description string
	// Parameters are those of the parameter group, by name.
	Parameters []Parameter
	// Shape sets the number of shards and nodes, and the cluster mode.
	Shape func(*elasticache.ReplicationGroupArgs)
	// Ignore are the properties that an autoscaler changes.
	Ignore []string
}

// Parameter is one setting of the engine.
type Parameter struct{ Name, Value string }

// Group is a replication group and what stands around it.
type Group struct {
	Replication   *elasticache.ReplicationGroup
	Key           *kms.Key
	SecurityGroup *ec2.SecurityGroup
	Token         pulumi.StringOutput
}

// New makes a replication group with all that it needs.
func New(b store.Base, s Settings, shape Shape) (group Group, err error) {
	if group.Key, err = b.Key(); err != nil {
		return group, err
	}
	if group.SecurityGroup, err = b.SecurityGroup(s.VPCID); err != nil {
		return group, err
	}
	if group.Token, err = b.Password(group.Key, s.TokenGeneration); err != nil {
		return group, err
	}
	args := replicationArgs(b, s, group)
	if err := surround(b, s, shape, group.Key, args); err != nil {
		return group, err
	}
	args.Description = pulumi.String(shape.Description)
	shape.Shape(args)
	group.Replication, err = elasticache.NewReplicationGroup(b.Ctx, b.Name, args,
		b.Protected(pulumi.IgnoreChanges(shape.Ignore))...)
	if err != nil {
		return group, fmt.Errorf("creating replication group: %w", err)
	}
	return group, nil
}

// replicationArgs is what a group has in either mode. A version is changed by its argument alone: were AWS to raise it,
// the engine would see a step back, and that replaces the group. Changes are made at once, so that an update which
// says done is done.
func replicationArgs(b store.Base, s Settings, group Group) *elasticache.ReplicationGroupArgs {
	return &elasticache.ReplicationGroupArgs{
		Engine:                   pulumi.String(s.Engine),
		EngineVersion:            pulumi.String(s.EngineVersion),
		NodeType:                 pulumi.String(s.NodeType),
		Port:                     pulumi.Int(Port),
		SecurityGroupIds:         pulumi.StringArray{group.SecurityGroup.ID()},
		AutomaticFailoverEnabled: pulumi.Bool(true),
		MultiAzEnabled:           pulumi.Bool(true),
		AtRestEncryptionEnabled:  pulumi.Bool(true),
		KmsKeyId:                 group.Key.Arn,
		TransitEncryptionEnabled: pulumi.Bool(true),
		TransitEncryptionMode:    pulumi.String("required"),
		AuthToken:                group.Token.ToStringPtrOutput(),
		AuthTokenUpdateStrategy:  pulumi.String("ROTATE"),
		MaintenanceWindow:        pulumi.String(s.MaintenanceWindow),
		SnapshotWindow:           pulumi.String(s.SnapshotWindow),
		SnapshotRetentionLimit:   pulumi.Int(s.SnapshotRetentionDays),
		AutoMinorVersionUpgrade:  pulumi.Bool(false),
		ApplyImmediately:         pulumi.Bool(true),
		Tags:                     component.Tags(b.Name),
	}
}

// surround makes the subnet group, the parameter group and the log groups, and ties them to the arguments.
func surround(b store.Base, s Settings, shape Shape, key *kms.Key, args *elasticache.ReplicationGroupArgs) error {
	name := b.Name + "-subnets"
	subnets, err := elasticache.NewSubnetGroup(b.Ctx, name, &elasticache.SubnetGroupArgs{
		Description: pulumi.String("Subnets of " + b.Name), SubnetIds: s.SubnetIDs, Tags: component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return fmt.Errorf("creating subnet group: %w", err)
	}
	name = b.Name + "-parameters"
	parameters, err := elasticache.NewParameterGroup(
		b.Ctx, name, parameterArgs(b.Name, s, shape.Parameters), b.Options()...)
	if err != nil {
		return fmt.Errorf("creating parameter group: %w", err)
	}
	args.SubnetGroupName, args.ParameterGroupName = subnets.Name, parameters.Name
	if !s.SkipFinalSnapshot {
		args.FinalSnapshotIdentifier = subnets.Name.ApplyT(func(sibling string) string {
			return finalSnapshot(b.Name, sibling)
		}).(pulumi.StringOutput)
	}
	args.LogDeliveryConfigurations, err = logs(b, s.LogRetentionDays, key)
	return err
}

func parameterArgs(store string, s Settings, parameters []Parameter) *elasticache.ParameterGroupArgs {
	list := elasticache.ParameterGroupParameterArray{}
	for _, one := range parameters {
		list = append(list, elasticache.ParameterGroupParameterArgs{
			Name: pulumi.String(one.Name), Value: pulumi.String(one.Value),
		})
	}
	return &elasticache.ParameterGroupArgs{
		Description: pulumi.String("Parameters of " + store), Family: pulumi.String(families[s.Engine][s.EngineVersion]),
		Parameters: list, Tags: component.Tags(store + "-parameters"),
	}
}

// logs makes the groups of the slow log and the engine's log.
func logs(
	b store.Base, days int, key *kms.Key,
) (list elasticache.ReplicationGroupLogDeliveryConfigurationArray, err error) {
	for _, kind := range []string{"slow-log", "engine-log"} {
		group, err := b.LogGroup(kind, days, key)
		if err != nil {
			return nil, err
		}
		list = append(list, delivery(kind, group))
	}
	return list, nil
}

func delivery(kind string, group *cloudwatch.LogGroup) elasticache.ReplicationGroupLogDeliveryConfigurationArgs {
	return elasticache.ReplicationGroupLogDeliveryConfigurationArgs{
		Destination: group.Name, DestinationType: pulumi.String("cloudwatch-logs"),
		LogFormat: pulumi.String("json"), LogType: pulumi.String(kind),
	}
}
