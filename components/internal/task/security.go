package task

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	https    = 443
	anywhere = "0.0.0.0/0"
)

// newSecurityGroup makes the tasks' group: no ingress; egress to AWS and other APIs over TLS, and to EgressTo. The VPC's
// resolver and the endpoint of a task's credentials need no rule.
func (b *Builder) newSecurityGroup() (err error) {
	if b.SecurityGroup, err = b.NewClosedGroup("tasks", "Tasks of "+b.Name); err != nil {
		return err
	}
	if err := b.AllowHTTPS("To AWS and other APIs over TLS"); err != nil {
		return err
	}
	for _, to := range b.Task.EgressTo {
		if err := b.allowEgressTo(to); err != nil {
			return err
		}
	}
	return nil
}

// NewClosedGroup makes a security group without rules.
func (b *Builder) NewClosedGroup(suffix, description string) (*ec2.SecurityGroup, error) {
	name := b.Name + "-" + suffix
	group, err := ec2.NewSecurityGroup(b.Ctx, name, &ec2.SecurityGroupArgs{
		Description: pulumi.String(description), VpcId: b.Task.VPCID, Tags: component.Tags(name),
	}, b.Child())
	if err != nil {
		return nil, fmt.Errorf("creating the security group %s: %w", suffix, err)
	}
	return group, nil
}

// AllowHTTPS allows the tasks egress on port 443 to everywhere.
func (b *Builder) AllowHTTPS(description string) error {
	return b.NewEgressRule("https", description, https, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: b.SecurityGroup.ID(), CidrIpv4: pulumi.String(anywhere),
	})
}

// allowEgressTo makes both rules of a connection: egress of the tasks' group, and ingress of the group there, which is
// made before the tasks' group and cannot know it.
func (b *Builder) allowEgressTo(to ecs.EgressTo) error {
	suffix := "to-" + to.Name
	err := b.NewEgressRule(suffix, "To "+to.Name, to.Port, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: b.SecurityGroup.ID(), ReferencedSecurityGroupId: Optional(to.SecurityGroupID),
	})
	if err != nil || to.SkipIngressRule {
		return err
	}
	return b.NewIngressRule(suffix, "From "+b.Name, to.Port, to.SecurityGroupID, b.SecurityGroup.ID())
}

// AllowIngress allows a security group to reach one port of the tasks.
func (b *Builder) AllowIngress(suffix, description string, port int, from pulumi.StringInput) error {
	return b.NewIngressRule(suffix, description, port, b.SecurityGroup.ID(), from)
}

// NewIngressRule opens one TCP port of a security group to another one.
func (b *Builder) NewIngressRule(suffix, description string, port int, group, from pulumi.StringInput) error {
	name := b.Name + "-" + suffix
	rule, err := vpc.NewSecurityGroupIngressRule(b.Ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		Description: pulumi.String(description), SecurityGroupId: group, ReferencedSecurityGroupId: Optional(from),
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), Tags: component.Tags(name),
	}, b.Child())
	if err != nil {
		return fmt.Errorf("creating the ingress rule %s: %w", suffix, err)
	}
	b.Dependencies = append(b.Dependencies, rule)
	return nil
}

// NewEgressRule completes and makes an egress rule for one TCP port.
func (b *Builder) NewEgressRule(suffix, description string, port int, args vpc.SecurityGroupEgressRuleArgs) error {
	name := b.Name + "-" + suffix
	args.Description, args.IpProtocol = pulumi.String(description), pulumi.String("tcp")
	args.FromPort, args.ToPort, args.Tags = pulumi.Int(port), pulumi.Int(port), component.Tags(name)
	rule, err := vpc.NewSecurityGroupEgressRule(b.Ctx, name, &args, b.Child())
	if err != nil {
		return fmt.Errorf("creating the egress rule %s: %w", suffix, err)
	}
	b.Dependencies = append(b.Dependencies, rule)
	return nil
}

// Optional converts a value for a property of the SDK that may be missing.
func Optional(value pulumi.StringInput) pulumi.StringPtrInput {
	return value.ToStringOutput().ToStringPtrOutput()
}
