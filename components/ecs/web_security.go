package ecs

import "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"

// fromLoadBalancer opens the way from the load balancer to the tasks, at both ends.
func (b *webBuilder) fromLoadBalancer() error {
	balancer, port := b.args.LoadBalancerSecurityGroupID, b.args.Port
	if err := b.letIn("alb", "From the load balancer", port, balancer); err != nil {
		return err
	}
	return b.out("alb", "To the tasks of "+b.name, port, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: balancer, ReferencedSecurityGroupId: optional(b.group.ID()),
	})
}
