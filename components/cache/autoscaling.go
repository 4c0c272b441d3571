package cache

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/store"
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
	low, high  int
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

// autoscale makes the number of shards, or of replicas, follow the load.
func autoscale(b store.Base, args Args, group *elasticache.ReplicationGroup) error {
	for _, d := range args.dimensions() {
		name := b.Name + "-" + d.role
		target, err := appautoscaling.NewTarget(b.Ctx, name, &appautoscaling.TargetArgs{
			ServiceNamespace:  pulumi.String("elasticache"),
			ScalableDimension: pulumi.String("elasticache:replication-group:" + d.name),
			ResourceId:        pulumi.Sprintf("replication-group/%s", group.ReplicationGroupId),
			MinCapacity:       pulumi.Int(d.low),
			MaxCapacity:       pulumi.Int(d.high),
			Tags:              component.Tags(name),
		}, b.Options()...)
		if err != nil {
			return fmt.Errorf("creating scaling target of %s: %w", d.role, err)
		}
		for _, m := range d.metrics {
			if err := track(b, target, name, m); err != nil {
				return err
			}
		}
	}
	return nil
}

func track(b store.Base, target *appautoscaling.Target, name string, m metric) error {
	_, err := appautoscaling.NewPolicy(b.Ctx, name+"-"+m.suffix, &appautoscaling.PolicyArgs{
		PolicyType:       pulumi.String("TargetTrackingScaling"),
		ServiceNamespace: target.ServiceNamespace, ScalableDimension: target.ScalableDimension, ResourceId: target.ResourceId,
		TargetTrackingScalingPolicyConfiguration: trackingArgs{
			PredefinedMetricSpecification: metricArgs{PredefinedMetricType: pulumi.String(m.name)},
			TargetValue:                   pulumi.Float64(m.target),
			ScaleOutCooldown:              pulumi.Int(scaleOutCooldown),
			ScaleInCooldown:               pulumi.Int(scaleInCooldown),
		},
	}, b.Options()...)
	if err != nil {
		return fmt.Errorf("creating scaling policy %s-%s: %w", name, m.suffix, err)
	}
	return nil
}
