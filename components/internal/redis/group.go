package redis

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
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

// Group is a replication group and what surrounds it.
type Group struct {
	aws.Store
	Replication *elasticache.ReplicationGroup
}

// New creates a replication group and all that it needs.
func New(b component.Base, s Settings, shape Shape) (group Group, err error) {
	if group.Store, err = aws.NewStore(b, aws.StoreArgs{
		VPCID: s.VPCID, Generation: s.TokenGeneration, FinalSnapshot: !s.SkipFinalSnapshot,
	}); err != nil {
		return group, err
	}
	args := replicationArgs(b, s, group.Store)
	if err := surround(b, s, shape, group.Key, args); err != nil {
		return group, err
	}
	args.Description = pulumi.String(shape.Description)
	shape.Shape(args)
	group.Replication, err = elasticache.NewReplicationGroup(b.Ctx, b.Name, args,
		b.Protected(pulumi.IgnoreChanges(shape.Ignore))...)
	return group, component.Creating("replication group", err)
}

// replicationArgs is what a group has in either mode. Only EngineVersion changes the version: if AWS raised it, the
// engine would see a downgrade, which replaces the group. Changes apply immediately, so that a finished update is
// really finished.
func replicationArgs(b component.Base, s Settings, store aws.Store) *elasticache.ReplicationGroupArgs {
	return &elasticache.ReplicationGroupArgs{
		Engine:                   pulumi.String(s.Engine),
		EngineVersion:            pulumi.String(s.EngineVersion),
		NodeType:                 pulumi.String(s.NodeType),
		Port:                     pulumi.Int(Port),
		SecurityGroupIds:         pulumi.StringArray{store.SecurityGroup.ID()},
		AutomaticFailoverEnabled: pulumi.Bool(true),
		MultiAzEnabled:           pulumi.Bool(true),
		AtRestEncryptionEnabled:  pulumi.Bool(true),
		KmsKeyId:                 store.Key.Arn,
		TransitEncryptionEnabled: pulumi.Bool(true),
		TransitEncryptionMode:    pulumi.String("required"),
		AuthToken:                store.Password.ToStringPtrOutput(),
		AuthTokenUpdateStrategy:  pulumi.String("ROTATE"),
		MaintenanceWindow:        pulumi.String(s.MaintenanceWindow),
		SnapshotWindow:           pulumi.String(s.SnapshotWindow),
		SnapshotRetentionLimit:   pulumi.Int(s.SnapshotRetentionDays),
		AutoMinorVersionUpgrade:  pulumi.Bool(false),
		ApplyImmediately:         pulumi.Bool(true),
		Tags:                     component.Tags(b.Name),
	}
}

// surround creates the subnet group, the parameter group and the log groups, and ties them to the arguments.
func surround(b component.Base, s Settings, shape Shape, key *kms.Key, args *elasticache.ReplicationGroupArgs) error {
	name := b.Name + "-subnets"
	subnets, err := elasticache.NewSubnetGroup(b.Ctx, name, &elasticache.SubnetGroupArgs{
		Description: pulumi.String("Subnets of " + b.Name), SubnetIds: s.SubnetIDs, Tags: component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return component.Creating("subnet group", err)
	}
	name = b.Name + "-parameters"
	parameters, err := elasticache.NewParameterGroup(
		b.Ctx, name, parameterArgs(b.Name, s, shape.Parameters), b.Options()...)
	if err != nil {
		return component.Creating("parameter group", err)
	}
	args.SubnetGroupName, args.ParameterGroupName = subnets.Name, parameters.Name
	if !s.SkipFinalSnapshot {
		args.FinalSnapshotIdentifier = subnets.Name.ApplyT(func(sibling string) string {
			return finalSnapshot(b.Name, sibling)
		}).(pulumi.StringOutput)
	}
	args.LogDeliveryConfigurations, err = newLogs(b, s.LogRetentionDays, key)
	return err
}

// defaultPolicy is ElastiCache's own value. The API does not list it among the parameters of the user, so that the
// provider would show a change at every update.
var defaultPolicy = Parameter{"maxmemory-policy", "volatile-lru"}

func parameterArgs(store string, s Settings, parameters []Parameter) *elasticache.ParameterGroupArgs {
	list := elasticache.ParameterGroupParameterArray{}
	for _, one := range parameters {
		if one == defaultPolicy {
			continue
		}
		list = append(list, elasticache.ParameterGroupParameterArgs{
			Name: pulumi.String(one.Name), Value: pulumi.String(one.Value),
		})
	}
	return &elasticache.ParameterGroupArgs{
		Description: pulumi.String("Parameters of " + store), Family: pulumi.String(families[s.Engine][s.EngineVersion]),
		Parameters: list, Tags: component.Tags(store + "-parameters"),
	}
}

// newLogs creates the groups of the slow log and the engine's log.
func newLogs(
	b component.Base, days int, key *kms.Key,
) (list elasticache.ReplicationGroupLogDeliveryConfigurationArray, err error) {
	for _, kind := range []string{"slow-log", "engine-log"} {
		group, err := aws.NewLogGroup(b, kind, aws.LogGroupArgs{RetentionDays: days, KMSKeyARN: key.Arn})
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
