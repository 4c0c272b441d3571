package ecs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// metricsPort is where the exporter answers.
const metricsPort = 9127

// securityGroups makes two closed groups, of the load balancer and of the tasks, and the only way through them: from
// clients to the load balancer, from there to the tasks, and from these to the database and to AWS.
func (b *pgBouncerBuilder) securityGroups() (err error) {
	if b.outer, err = b.securityGroup("nlb", "Clients of "+b.name); err != nil {
		return err
	}
	if b.group, err = b.securityGroup("tasks", "Tasks of "+b.name); err != nil {
		return err
	}
	for _, from := range b.args.AllowFrom {
		err := b.ingress("from-"+from.Name, "From "+from.Name, b.args.Port, b.outer.ID(), from.SecurityGroupID)
		if err != nil {
			return err
		}
	}
	for _, way := range []struct {
		suffix, in, out string
		from, to        pulumi.StringInput
		port            int
	}{
		{"nlb", "From the load balancer", "To the tasks of " + b.name, b.outer.ID(), b.group.ID(), b.args.Port},
		{
			"database", "From PgBouncer " + b.name, "To the database", b.group.ID(), b.args.DatabaseSecurityGroupID,
			b.args.DatabasePort,
		},
	} {
		if err := b.ingress(way.suffix, way.in, way.port, way.to, way.from); err != nil {
			return err
		}
		if err := b.egress(way.suffix, way.out, way.port, vpc.SecurityGroupEgressRuleArgs{
			SecurityGroupId: way.from, ReferencedSecurityGroupId: optional(way.to),
		}); err != nil {
			return err
		}
	}
	if a := b.args; a.MetricsSecurityGroupID != nil {
		err := b.ingress("metrics", "Reads the metrics", metricsPort, b.group.ID(), a.MetricsSecurityGroupID)
		if err != nil {
			return err
		}
	}
	return b.egress("https", "To ECR, CloudWatch Logs and Secrets Manager", https, vpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: b.group.ID(), CidrIpv4: pulumi.String(anywhere),
	})
}

func (b *pgBouncerBuilder) securityGroup(suffix, description string) (*ec2.SecurityGroup, error) {
	name := b.name + "-" + suffix
	group, err := ec2.NewSecurityGroup(b.ctx, name, &ec2.SecurityGroupArgs{
		Description: pulumi.String(description), VpcId: b.args.VPCID, Tags: component.Tags(name),
	}, b.parent())
	if err != nil {
		return nil, fmt.Errorf("creating the security group %s: %w", suffix, err)
	}
	return group, nil
}

func (b *pgBouncerBuilder) ingress(suffix, description string, port int, group, from pulumi.StringInput) error {
	name := b.name + "-" + suffix
	rule, err := vpc.NewSecurityGroupIngressRule(b.ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		Description: pulumi.String(description), SecurityGroupId: group, ReferencedSecurityGroupId: optional(from),
		IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), Tags: component.Tags(name),
	}, b.parent())
	if err != nil {
		return fmt.Errorf("creating the ingress rule %s: %w", suffix, err)
	}
	b.before = append(b.before, rule)
	return nil
}

func (b *pgBouncerBuilder) egress(suffix, description string, port int, args vpc.SecurityGroupEgressRuleArgs) error {
	name := b.name + "-" + suffix
	args.Description, args.IpProtocol = pulumi.String(description), pulumi.String("tcp")
	args.FromPort, args.ToPort, args.Tags = pulumi.Int(port), pulumi.Int(port), component.Tags(name)
	rule, err := vpc.NewSecurityGroupEgressRule(b.ctx, name, &args, b.parent())
	if err != nil {
		return fmt.Errorf("creating the egress rule %s: %w", suffix, err)
	}
	b.before = append(b.before, rule)
	return nil
}
