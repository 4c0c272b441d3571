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

// securityGroup lets nobody in, and the tasks out to AWS and other APIs over TLS and to what EgressTo names.
// The resolver of the VPC and the addresses of a task's credentials are reached without rules.
func (u *unit) securityGroup() (err error) {
	name := u.name + "-tasks"
	u.group, err = ec2.NewSecurityGroup(u.ctx, name, &ec2.SecurityGroupArgs{
		Description: pulumi.String("Tasks of " + u.name), VpcId: u.args.VPCID, Tags: component.Tags(name),
	}, u.parent())
	if err != nil {
		return fmt.Errorf("creating the security group: %w", err)
	}
	return u.egress()
}

func (u *unit) egress() error {
	rule, err := u.rule(u.name+"-https", "To AWS and other APIs over TLS", https, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: u.group.ID(), CidrIpv4: pulumi.String(anywhere),
	})
	if err != nil {
		return fmt.Errorf("creating the egress rule for port %d: %w", https, err)
	}
	u.before = append(u.before, rule)
	for _, to := range u.args.EgressTo {
		if err := u.wayTo(to); err != nil {
			return fmt.Errorf("creating the rules for %s: %w", to.Name, err)
		}
	}
	return nil
}

// wayTo opens both ends of a way: out of the tasks' group, and into the group there. That one is made before the tasks'
// group, and cannot know it.
func (u *unit) wayTo(to EgressTo) error {
	name := u.name + "-to-" + to.Name
	out, err := u.rule(name, "To "+to.Name, to.Port, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: u.group.ID(), ReferencedSecurityGroupId: optional(to.SecurityGroupID),
	})
	if err != nil {
		return err
	}
	u.before = append(u.before, out)
	if to.LetsIn {
		return nil
	}
	in, err := vpc.NewSecurityGroupIngressRule(u.ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		Description:     pulumi.String("From " + u.name),
		SecurityGroupId: to.SecurityGroupID, ReferencedSecurityGroupId: optional(u.group.ID()),
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(to.Port), ToPort: pulumi.Int(to.Port),
		Tags: component.Tags(name),
	}, u.parent())
	if err != nil {
		return err
	}
	u.before = append(u.before, in)
	return nil
}

// letIn opens one port of the tasks to one security group.
func (u *unit) letIn(suffix, description string, port int, from pulumi.StringInput) error {
	name := u.name + "-" + suffix
	rule, err := vpc.NewSecurityGroupIngressRule(u.ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		Description:     pulumi.String(description),
		SecurityGroupId: u.group.ID(), ReferencedSecurityGroupId: optional(from),
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), Tags: component.Tags(name),
	}, u.parent())
	if err != nil {
		return fmt.Errorf("creating the ingress rule %s: %w", suffix, err)
	}
	u.before = append(u.before, rule)
	return nil
}

// rule completes an egress rule for one TCP port.
func (u *unit) rule(
	name, description string, port int, args vpc.SecurityGroupEgressRuleArgs,
) (*vpc.SecurityGroupEgressRule, error) {
	args.Description = pulumi.String(description)
	args.IpProtocol, args.FromPort, args.ToPort = pulumi.String("tcp"), pulumi.Int(port), pulumi.Int(port)
	args.Tags = component.Tags(name)
	return vpc.NewSecurityGroupEgressRule(u.ctx, name, &args, u.parent())
}

// optional passes a value on where the SDK wants one that may be missing.
func optional(value pulumi.StringInput) pulumi.StringPtrInput {
	return value.ToStringOutput().ToStringPtrOutput()
}
