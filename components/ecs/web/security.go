package web

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"

	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// fromLoadBalancer opens the way from the load balancer to the tasks, at both ends.
func (b *builder) fromLoadBalancer() error {
	balancer, port := b.args.LoadBalancerSecurityGroupID, b.args.Port
	if err := b.AllowIngress("alb", "From the load balancer", port, balancer); err != nil {
		return err
	}
	return b.NewEgressRule("alb", "To the tasks of "+b.Name, port, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: balancer, ReferencedSecurityGroupId: task.Optional(b.SecurityGroup.ID()),
	})
}
