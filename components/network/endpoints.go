package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// makeS3Endpoint leads traffic to S3, which includes the layers of every image, past the NAT gateways.
func (b *builder) makeS3Endpoint() error {
	name := b.name + "-s3"
	_, err := ec2.NewVpcEndpoint(b.ctx, name, &ec2.VpcEndpointArgs{
		VpcId:           b.vpc.ID(),
		VpcEndpointType: pulumi.String("Gateway"),
		ServiceName:     pulumi.String(b.serviceName("s3")),
		RouteTableIds:   append(b.privateTableIDs(), b.isolatedTable.ID()),
		Tags:            component.Tags(name),
	}, b.parent)
	return wrap("endpoint for S3", err)
}

func (b *builder) makeInterfaceEndpoints() error {
	if len(b.args.InterfaceEndpoints) == 0 {
		return nil
	}
	group, rules, err := b.makeEndpointGroup()
	if err != nil {
		return err
	}
	for _, service := range b.args.InterfaceEndpoints {
		if err := b.makeInterfaceEndpoint(service, group, rules); err != nil {
			return err
		}
	}
	return nil
}

// makeInterfaceEndpoint waits for the rules: with its private DNS an endpoint takes the service's traffic over at
// once.
func (b *builder) makeInterfaceEndpoint(service string, group *ec2.SecurityGroup, rules []pulumi.Resource) error {
	name := b.name + "-endpoint-" + service
	subnets := make(pulumi.StringArray, len(b.zones))
	for i, z := range b.zones {
		subnets[i] = z.private.subnet.ID()
	}
	_, err := ec2.NewVpcEndpoint(b.ctx, name, &ec2.VpcEndpointArgs{
		VpcId:             b.vpc.ID(),
		VpcEndpointType:   pulumi.String("Interface"),
		ServiceName:       pulumi.String(b.serviceName(service)),
		PrivateDnsEnabled: pulumi.Bool(true),
		SubnetIds:         subnets,
		SecurityGroupIds:  pulumi.StringArray{group.ID()},
		Tags:              component.Tags(name),
	}, b.parent, pulumi.DependsOn(rules))
	return wrap("endpoint for "+service, err)
}

const httpsPort = 443

// makeEndpointGroup makes the group that all interface endpoints share. It admits the private subnets by their ranges
// and not by security groups, because the groups of tasks are made later, in this VPC, by others. It has no rule for
// the way out: endpoints only answer.
func (b *builder) makeEndpointGroup() (*ec2.SecurityGroup, []pulumi.Resource, error) {
	name := b.name + "-endpoints"
	group, err := ec2.NewSecurityGroup(b.ctx, name, &ec2.SecurityGroupArgs{
		VpcId:       b.vpc.ID(),
		Description: pulumi.String("Interface endpoints: HTTPS from private subnets"),
		Tags:        component.Tags(name),
	}, b.parent)
	if err != nil {
		return nil, nil, wrap("security group of endpoints", err)
	}
	var rules []pulumi.Resource
	for _, z := range b.zones {
		name := b.zoneName("endpoints", z)
		rule, err := vpc.NewSecurityGroupIngressRule(b.ctx, name, &vpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId: group.ID(),
			Description:     pulumi.String("HTTPS from the private subnet of " + z.name),
			CidrIpv4:        pulumi.String(z.slot.private.String()),
			IpProtocol:      pulumi.String("tcp"),
			FromPort:        pulumi.Int(httpsPort),
			ToPort:          pulumi.Int(httpsPort),
			Tags:            component.Tags(name),
		}, b.parent)
		if err != nil {
			return nil, nil, wrap("rule of endpoints", err)
		}
		rules = append(rules, rule)
	}
	return group, rules, nil
}

// serviceName is the name under which a region offers a service's endpoint.
func (b *builder) serviceName(service string) string {
	return "com.amazonaws." + b.region + "." + service
}
