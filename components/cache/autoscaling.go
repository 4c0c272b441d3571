package cache

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Short names of the SDK's longest types.
type (
	trackingArgs = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs
	metricArgs   = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs
)

// Pauses after a change, in seconds. Moving slots, or filling a replica, takes minutes, and the load of it must not
// look like load. Taking away is slower, because its price is a cold part of the cache.
const (
	scaleOutCooldown = 600
	scaleInCooldown  = 1800
)

// dimension is one number that the autoscaler changes.
type dimension struct {
	role, name string
	min, max   int
	metrics    []metric
}

type metric struct {
	suffix, name string
	target       int
}

func (a Args) dimensions() (list []dimension) {
	if a.Autoscaling == nil {
		return nil
	}
	s := *a.Autoscaling
	if s.MaxShards > 0 {
		metrics := []metric{{"cpu", "ElastiCachePrimaryEngineCPUUtilization", s.CPUTarget}}
		if s.MemoryTarget > 0 {
			metrics = append(metrics,
				metric{"memory", "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage", s.MemoryTarget})
		}
		list = append(list, dimension{"shards", "NodeGroups", a.Shards, s.MaxShards, metrics})
	}
	if s.MaxReplicas > 0 {
		metrics := []metric{{"cpu", "ElastiCacheReplicaEngineCPUUtilization", s.CPUTarget}}
		list = append(list, dimension{"replicas", "Replicas", a.ReplicasPerShard, s.MaxReplicas, metrics})
	}
	return list
}

// newAutoscaling makes the number of shards, or of replicas, follow the load.
func (b *builder) newAutoscaling() error {
	for _, d := range b.args.dimensions() {
		name := b.Name + "-" + d.role
		target, err := appautoscaling.NewTarget(b.Ctx, name, &appautoscaling.TargetArgs{
			ServiceNamespace:  pulumi.String("elasticache"),
			ScalableDimension: pulumi.String("elasticache:replication-group:" + d.name),
			ResourceId:        pulumi.Sprintf("replication-group/%s", b.group.Replication.ReplicationGroupId),
			MinCapacity:       pulumi.Int(d.min),
			MaxCapacity:       pulumi.Int(d.max),
			Tags:              component.Tags(name),
		}, b.Options()...)
		if err != nil {
			return component.Creating("scaling target of "+d.role, err)
		}
		for _, m := range d.metrics {
			if err := b.newPolicy(target, name+"-"+m.suffix, m); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) newPolicy(target *appautoscaling.Target, name string, m metric) error {
	_, err := appautoscaling.NewPolicy(b.Ctx, name, &appautoscaling.PolicyArgs{
		PolicyType:       pulumi.String("TargetTrackingScaling"),
		ServiceNamespace: target.ServiceNamespace, ScalableDimension: target.ScalableDimension, ResourceId: target.ResourceId,
		TargetTrackingScalingPolicyConfiguration: trackingArgs{
			PredefinedMetricSpecification: metricArgs{PredefinedMetricType: pulumi.String(m.name)},
			TargetValue:                   pulumi.Float64(m.target),
			ScaleOutCooldown:              pulumi.Int(scaleOutCooldown),
			ScaleInCooldown:               pulumi.Int(scaleInCooldown),
		},
	}, b.Options()...)
	return component.Creating("scaling policy "+name, err)
}
