package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// newS3Endpoint leads traffic to S3, which includes the layers of every image, past the NAT gateways.
func (b *builder) newS3Endpoint() error {
	name := b.Name + "-s3"
	_, err := ec2.NewVpcEndpoint(b.Ctx, name, &ec2.VpcEndpointArgs{
		VpcId:           b.vpc.ID(),
		VpcEndpointType: pulumi.String("Gateway"),
		ServiceName:     pulumi.String(b.serviceName("s3")),
		RouteTableIds:   append(b.privateTableIDs(), b.isolatedTable.ID()),
		Tags:            component.Tags(name),
	}, b.Options()...)
	return component.Creating("endpoint for S3", err)
}

func (b *builder) newInterfaceEndpoints() error {
	if len(b.args.InterfaceEndpoints) == 0 {
		return nil
	}
	group, rules, err := b.newEndpointGroup()
	if err != nil {
		return err
	}
	for _, service := range b.args.InterfaceEndpoints {
		if err := b.newInterfaceEndpoint(service, group, rules); err != nil {
			return err
		}
	}
	return nil
}

// newInterfaceEndpoint waits for the rules: with its private DNS an endpoint takes the service's traffic over at
// once.
func (b *builder) newInterfaceEndpoint(service string, group *ec2.SecurityGroup, rules []pulumi.Resource) error {
	name := b.Name + "-endpoint-" + service
	subnets := make(pulumi.StringArray, len(b.zones))
	for i, z := range b.zones {
		subnets[i] = z.private.subnet.ID()
	}
	_, err := ec2.NewVpcEndpoint(b.Ctx, name, &ec2.VpcEndpointArgs{
		VpcId:             b.vpc.ID(),
		VpcEndpointType:   pulumi.String("Interface"),
		ServiceName:       pulumi.String(b.serviceName(service)),
		PrivateDnsEnabled: pulumi.Bool(true),
		SubnetIds:         subnets,
		SecurityGroupIds:  pulumi.StringArray{group.ID()},
		Tags:              component.Tags(name),
	}, b.Options(pulumi.DependsOn(rules))...)
	return component.Creating("endpoint for "+service, err)
}

const httpsPort = 443

// newEndpointGroup creates the group that all interface endpoints share. It admits the private subnets by their ranges
// and not by security groups, because others create the groups of tasks later, in this VPC. It has no egress rule:
// endpoints only answer.
func (b *builder) newEndpointGroup() (*ec2.SecurityGroup, []pulumi.Resource, error) {
	group, err := aws.NewSecurityGroup(b.Base, "endpoints", "Interface endpoints: HTTPS from private subnets", b.vpc.ID())
	if err != nil {
		return nil, nil, err
	}
	var rules []pulumi.Resource
	for _, z := range b.zones {
		rule, err := aws.NewIngressRule(b.Base, "endpoints-"+z.letter, aws.RuleArgs{
			Description: "HTTPS from the private subnet of " + z.name, Group: group.ID(), Port: httpsPort,
			PeerCIDR: z.slot.private.String(),
		})
		if err != nil {
			return nil, nil, err
		}
		rules = append(rules, rule)
	}
	return group, rules, nil
}

// serviceName is the name under which a region offers a service's endpoint.
func (b *builder) serviceName(service string) string {
	return "com.amazonaws." + b.region + "." + service
}
