package aws

import (
	"cmp"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/internal/cidr"
)

// Anywhere is every IPv4 address.
const Anywhere = cidr.Anywhere

const tcp = "tcp"

// NewSecurityGroup creates a security group that lets nothing in and nothing out: rules are separate resources. Its
// description must never change, because another one replaces the group.
func NewSecurityGroup(
	b component.Base, role, description string, vpcID pulumi.StringInput, opts ...pulumi.ResourceOption,
) (*ec2.SecurityGroup, error) {
	name := b.Child(role)
	group, err := ec2.NewSecurityGroup(b.Ctx, name, &ec2.SecurityGroupArgs{
		Description: pulumi.String(description), VpcId: optional(vpcID), Tags: component.Tags(name),
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating security group %s: %w", name, err)
	}
	return group, nil
}

// RuleArgs describe a rule for one port. The peer is the source of an ingress rule and the destination of an egress
// rule: set PeerGroup, PeerCIDR or PeerPrefixList.
type RuleArgs struct {
	Description string
	// Group is the ID of the security group that the rule belongs to.
	Group pulumi.StringInput
	Port  int
	// Protocol is tcp unless it is set.
	Protocol string
	// PeerGroup is the ID of another security group.
	PeerGroup pulumi.StringInput
	// PeerCIDR is a range of IPv4 addresses.
	PeerCIDR string
	// PeerPrefixList is the ID of a list of ranges.
	PeerPrefixList pulumi.StringInput
}

// PortRole is the role of a rule whose port is configurable. Another port is another resource: the engine adds the new
// rule first and removes the old one at the end, so that old tasks are reachable until they have drained. With one name
// for all ports, the provider would change the rule in place (ModifySecurityGroupRules) and cut off the old tasks. At the
// default port the role has no suffix.
func PortRole(role string, port, defaultPort int) string {
	if port == defaultPort {
		return role
	}
	return fmt.Sprintf("%s-%d", role, port)
}

// NewIngressRule lets the peer in.
func NewIngressRule(
	b component.Base, role string, args RuleArgs, opts ...pulumi.ResourceOption,
) (*vpc.SecurityGroupIngressRule, error) {
	name := b.Child(role)
	rule, err := vpc.NewSecurityGroupIngressRule(b.Ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: args.Group, Description: pulumi.String(args.Description),
		ReferencedSecurityGroupId: optional(args.PeerGroup), CidrIpv4: unlessEmpty(args.PeerCIDR),
		PrefixListId: optional(args.PeerPrefixList), IpProtocol: pulumi.String(cmp.Or(args.Protocol, tcp)),
		FromPort: pulumi.Int(args.Port), ToPort: pulumi.Int(args.Port), Tags: component.Tags(name),
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating ingress rule %s: %w", name, err)
	}
	return rule, nil
}

// NewEgressRule lets the members of the group out to the peer.
func NewEgressRule(
	b component.Base, role string, args RuleArgs, opts ...pulumi.ResourceOption,
) (*vpc.SecurityGroupEgressRule, error) {
	name := b.Child(role)
	rule, err := vpc.NewSecurityGroupEgressRule(b.Ctx, name, &vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: args.Group, Description: pulumi.String(args.Description),
		ReferencedSecurityGroupId: optional(args.PeerGroup), CidrIpv4: unlessEmpty(args.PeerCIDR),
		PrefixListId: optional(args.PeerPrefixList), IpProtocol: pulumi.String(cmp.Or(args.Protocol, tcp)),
		FromPort: pulumi.Int(args.Port), ToPort: pulumi.Int(args.Port), Tags: component.Tags(name),
	}, b.Options(opts...)...)
	if err != nil {
		return nil, fmt.Errorf("creating egress rule %s: %w", name, err)
	}
	return rule, nil
}
