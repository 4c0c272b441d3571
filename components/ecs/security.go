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
	if u.group, err = u.closedGroup("tasks", "Tasks of "+u.name); err != nil {
		return err
	}
	if err := u.toAnywhere("To AWS and other APIs over TLS"); err != nil {
		return err
	}
	for _, to := range u.args.EgressTo {
		if err := u.wayTo(to); err != nil {
			return err
		}
	}
	return nil
}

// closedGroup is a security group that lets nobody in and nothing out.
func (u *unit) closedGroup(suffix, description string) (*ec2.SecurityGroup, error) {
	name := u.name + "-" + suffix
	group, err := ec2.NewSecurityGroup(u.ctx, name, &ec2.SecurityGroupArgs{
		Description: pulumi.String(description), VpcId: u.args.VPCID, Tags: component.Tags(name),
	}, u.parent())
	if err != nil {
		return nil, fmt.Errorf("creating the security group %s: %w", suffix, err)
	}
	return group, nil
}

// toAnywhere lets the tasks out to every server that speaks TLS.
func (u *unit) toAnywhere(description string) error {
	return u.out("https", description, https, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: u.group.ID(), CidrIpv4: pulumi.String(anywhere),
	})
}

// wayTo opens both ends of a way: out of the tasks' group, and into the group there. That one is made before the tasks'
// group, and cannot know it.
func (u *unit) wayTo(to EgressTo) error {
	suffix := "to-" + to.Name
	err := u.out(suffix, "To "+to.Name, to.Port, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: u.group.ID(), ReferencedSecurityGroupId: optional(to.SecurityGroupID),
	})
	if err != nil || to.LetsIn {
		return err
	}
	return u.in(suffix, "From "+u.name, to.Port, to.SecurityGroupID, u.group.ID())
}

// letIn opens one port of the tasks to one security group.
func (u *unit) letIn(suffix, description string, port int, from pulumi.StringInput) error {
	return u.in(suffix, description, port, u.group.ID(), from)
}

// in opens one TCP port of a security group to another one.
func (u *unit) in(suffix, description string, port int, group, from pulumi.StringInput) error {
	name := u.name + "-" + suffix
	rule, err := vpc.NewSecurityGroupIngressRule(u.ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		Description: pulumi.String(description), SecurityGroupId: group, ReferencedSecurityGroupId: optional(from),
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), Tags: component.Tags(name),
	}, u.parent())
	if err != nil {
		return fmt.Errorf("creating the ingress rule %s: %w", suffix, err)
	}
	u.before = append(u.before, rule)
	return nil
}

// out completes and makes an egress rule for one TCP port.
func (u *unit) out(suffix, description string, port int, args vpc.SecurityGroupEgressRuleArgs) error {
	name := u.name + "-" + suffix
	args.Description, args.IpProtocol = pulumi.String(description), pulumi.String("tcp")
	args.FromPort, args.ToPort, args.Tags = pulumi.Int(port), pulumi.Int(port), component.Tags(name)
	rule, err := vpc.NewSecurityGroupEgressRule(u.ctx, name, &args, u.parent())
	if err != nil {
		return fmt.Errorf("creating the egress rule %s: %w", suffix, err)
	}
	u.before = append(u.before, rule)
	return nil
}

// optional passes a value on where the SDK wants one that may be missing.
func optional(value pulumi.StringInput) pulumi.StringPtrInput {
	return value.ToStringOutput().ToStringPtrOutput()
}
