package pgbouncer

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// newLoadBalancer makes the load balancer, its target group and the listener between them. ECS rejects a service whose
// target group has no listener.
func (b *builder) newLoadBalancer() (err error) {
	args := networkBalancerArgs(b.args)
	args.SecurityGroups = pulumi.StringArray{b.outer.ID()}
	args.Tags = component.Tags(b.Name + "-nlb")
	b.balancer, err = lb.NewLoadBalancer(b.Ctx, b.Name+"-nlb", args, b.Options()...)
	if err != nil {
		return fmt.Errorf("creating the load balancer: %w", err)
	}
	targets := tcpTargetArgs(b.args)
	targets.Tags = component.Tags(b.Name + "-tg")
	b.targets, err = lb.NewTargetGroup(b.Ctx, b.Name+"-tg", targets, b.Options()...)
	if err != nil {
		return fmt.Errorf("creating the target group: %w", err)
	}
	listener, err := lb.NewListener(b.Ctx, b.Name+"-tcp", &lb.ListenerArgs{
		LoadBalancerArn: b.balancer.Arn, Protocol: pulumi.String("TCP"), Port: pulumi.Int(b.args.Port),
		DefaultActions: lb.ListenerDefaultActionArray{lb.ListenerDefaultActionArgs{
			Type: pulumi.String("forward"), TargetGroupArn: b.targets.Arn,
		}},
		Tags: component.Tags(b.Name + "-tcp"),
	}, b.Options()...)
	if err != nil {
		return fmt.Errorf("creating the listener: %w", err)
	}
	b.Dependencies = append(b.Dependencies, listener)
	return nil
}

// networkBalancerArgs is what the arguments say about the load balancer. It has a security group from the first day:
// one that was made without cannot get any.
func networkBalancerArgs(a Args) *lb.LoadBalancerArgs {
	return &lb.LoadBalancerArgs{
		LoadBalancerType: pulumi.String("network"),
		Internal:         pulumi.Bool(true),
		IpAddressType:    pulumi.String("ipv4"),
		Subnets:          a.SubnetIDs,
		// Otherwise the clients of a zone whose task is gone would find nothing.
		EnableCrossZoneLoadBalancing: pulumi.Bool(true),
		EnableDeletionProtection:     pulumi.Bool(!a.AllowDestroy),
	}
}

func tcpTargetArgs(a Args) *lb.TargetGroupArgs {
	return &lb.TargetGroupArgs{
		VpcId:               a.VPCID.ToStringOutput(),
		TargetType:          pulumi.String("ip"),
		Protocol:            pulumi.String("TCP"),
		Port:                pulumi.Int(a.Port),
		DeregistrationDelay: pulumi.Int(a.DeregistrationDelay),
		// PgBouncer ends connections itself, between two transactions.
		ConnectionTermination: pulumi.Bool(false),
		// The tasks see the load balancer's addresses: a rule for its security group is enough.
		PreserveClientIp: pulumi.String("false"),
		HealthCheck: lb.TargetGroupHealthCheckArgs{
			Enabled:            pulumi.Bool(true),
			Protocol:           pulumi.String("TCP"),
			Port:               pulumi.String("traffic-port"),
			Interval:           pulumi.Int(10),
			Timeout:            pulumi.Int(5),
			HealthyThreshold:   pulumi.Int(2),
			UnhealthyThreshold: pulumi.Int(2),
		},
	}
}
