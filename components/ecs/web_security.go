package ecs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func (b *webBuilder) fromLoadBalancer() error {
	name, balancer, port := b.name+"-alb", b.args.LoadBalancerSecurityGroupID, b.args.Port
	in, err := vpc.NewSecurityGroupIngressRule(b.ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		Description:     pulumi.String("From the load balancer"),
		SecurityGroupId: b.group.ID(), ReferencedSecurityGroupId: optional(balancer),
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), Tags: component.Tags(name),
	}, b.parent())
	if err != nil {
		return fmt.Errorf("creating the rule that lets the load balancer in: %w", err)
	}
	out, err := b.rule(name, "To the tasks of "+b.name, port, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: balancer, ReferencedSecurityGroupId: optional(b.group.ID()),
	})
	if err != nil {
		return fmt.Errorf("creating the rule that lets the load balancer out: %w", err)
	}
	b.before = append(b.before, in, out)
	return nil
}
