package ecs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	https    = 443
	anywhere = "0.0.0.0/0"
)

// securityGroup lets the load balancer in, and the tasks out to AWS and other APIs over TLS and to what EgressTo names.
// The resolver of the VPC and the addresses of a task's credentials are reached without rules.
func (b *webBuilder) securityGroup() (err error) {
	name := b.name + "-tasks"
	b.group, err = ec2.NewSecurityGroup(b.ctx, name, &ec2.SecurityGroupArgs{
		Description: pulumi.String("Tasks of " + b.name), VpcId: b.args.VPCID, Tags: component.Tags(name),
	}, pulumi.Parent(b.web))
	if err != nil {
		return fmt.Errorf("creating the security group: %w", err)
	}
	if err := b.fromLoadBalancer(); err != nil {
		return fmt.Errorf("creating the rules of the load balancer: %w", err)
	}
	return b.egress()
}

func (b *webBuilder) fromLoadBalancer() error {
	name, balancer, port := b.name+"-alb", b.args.LoadBalancerSecurityGroupID, b.args.Port
	in, err := vpc.NewSecurityGroupIngressRule(b.ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		Description:     pulumi.String("From the load balancer"),
		SecurityGroupId: b.group.ID(), ReferencedSecurityGroupId: optional(balancer),
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), Tags: component.Tags(name),
	}, pulumi.Parent(b.web))
	if err != nil {
		return err
	}
	out, err := b.rule(name, "To the tasks of "+b.name, port, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: balancer, ReferencedSecurityGroupId: optional(b.group.ID()),
	})
	if err != nil {
		return err
	}
	b.before = append(b.before, in, out)
	return nil
}

func (b *webBuilder) egress() error {
	rule, err := b.rule(b.name+"-https", "To AWS and other APIs over TLS", https, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: b.group.ID(), CidrIpv4: pulumi.String(anywhere),
	})
	if err != nil {
		return fmt.Errorf("creating the egress rule for port %d: %w", https, err)
	}
	b.before = append(b.before, rule)
	for _, to := range b.args.EgressTo {
		if err := b.wayTo(to); err != nil {
			return fmt.Errorf("creating the rules for %s: %w", to.Name, err)
		}
	}
	return nil
}

// wayTo opens both ends of a way: out of the tasks' group, and into the group there. That one is made before the tasks'
// group, and cannot know it.
func (b *webBuilder) wayTo(to EgressTo) error {
	name := b.name + "-to-" + to.Name
	out, err := b.rule(name, "To "+to.Name, to.Port, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: b.group.ID(), ReferencedSecurityGroupId: optional(to.SecurityGroupID),
	})
	if err != nil {
		return err
	}
	b.before = append(b.before, out)
	if to.LetsIn {
		return nil
	}
	in, err := vpc.NewSecurityGroupIngressRule(b.ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		Description:     pulumi.String("From " + b.name),
		SecurityGroupId: to.SecurityGroupID, ReferencedSecurityGroupId: optional(b.group.ID()),
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(to.Port), ToPort: pulumi.Int(to.Port),
		Tags: component.Tags(name),
	}, pulumi.Parent(b.web))
	if err != nil {
		return err
	}
	b.before = append(b.before, in)
	return nil
}

// rule completes an egress rule for one TCP port.
func (b *webBuilder) rule(
	name, description string, port int, args vpc.SecurityGroupEgressRuleArgs,
) (*vpc.SecurityGroupEgressRule, error) {
	args.Description = pulumi.String(description)
	args.IpProtocol, args.FromPort, args.ToPort = pulumi.String("tcp"), pulumi.Int(port), pulumi.Int(port)
	args.Tags = component.Tags(name)
	return vpc.NewSecurityGroupEgressRule(b.ctx, name, &args, pulumi.Parent(b.web))
}

// optional passes a value on where the SDK wants one that may be missing.
func optional(value pulumi.StringInput) pulumi.StringPtrInput {
	return value.ToStringOutput().ToStringPtrOutput()
}
