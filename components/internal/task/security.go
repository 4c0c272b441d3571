package task

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/aws"
)

const https = 443

// newSecurityGroup makes the tasks' group: no ingress; egress to AWS and other APIs over TLS, and to EgressTo. The VPC's
// resolver and the endpoint of a task's credentials need no rule.
func (b *Builder) newSecurityGroup() error {
	if err := b.NewSecurityGroup(); err != nil {
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

// NewSecurityGroup makes the tasks' group without any rule.
func (b *Builder) NewSecurityGroup() (err error) {
	b.SecurityGroup, err = aws.NewSecurityGroup(b.Base, "tasks", "Tasks of "+b.Name, b.Task.VPCID)
	return err
}

// AllowHTTPS allows the tasks egress on port 443 to everywhere.
func (b *Builder) AllowHTTPS(description string) error {
	return b.NewEgressRule("https", aws.RuleArgs{
		Description: description, Group: b.SecurityGroup.ID(), Port: https, PeerCIDR: aws.Anywhere,
	})
}

// AllowIngress allows a security group to reach one port of the tasks.
func (b *Builder) AllowIngress(suffix, description string, port int, from pulumi.StringInput) error {
	return b.NewIngressRule(suffix, aws.RuleArgs{
		Description: description, Group: b.SecurityGroup.ID(), Port: port, PeerGroup: from,
	})
}

// allowEgressTo makes both rules of a connection: egress of the tasks' group, and ingress of a group there, which is made
// before the tasks' group and cannot know it.
func (b *Builder) allowEgressTo(to ecs.EgressTo) error {
	suffix := "to-" + to.Name
	err := b.NewEgressRule(suffix, aws.RuleArgs{
		Description: "To " + to.Name, Group: b.SecurityGroup.ID(), Port: to.Port, Protocol: to.Protocol,
		PeerGroup: to.SecurityGroupID, PeerCIDR: to.CIDR, PeerPrefixList: to.PrefixListID,
	})
	if err != nil || to.SecurityGroupID == nil || to.SkipIngressRule {
		return err
	}
	return b.NewIngressRule(suffix, aws.RuleArgs{
		Description: "From " + b.Name, Group: to.SecurityGroupID, Port: to.Port, PeerGroup: b.SecurityGroup.ID(),
	})
}

// NewIngressRule makes an ingress rule that the first task needs.
func (b *Builder) NewIngressRule(suffix string, args aws.RuleArgs) error {
	rule, err := aws.NewIngressRule(b.Base, suffix, args)
	return b.await(rule, err)
}

// NewEgressRule makes an egress rule that the first task needs.
func (b *Builder) NewEgressRule(suffix string, args aws.RuleArgs) error {
	rule, err := aws.NewEgressRule(b.Base, suffix, args)
	return b.await(rule, err)
}

// Optional converts a value for a property of the SDK that may be missing.
func Optional(value pulumi.StringInput) pulumi.StringPtrInput {
	return value.ToStringOutput().ToStringPtrOutput()
}
