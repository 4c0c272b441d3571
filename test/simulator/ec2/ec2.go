// Package ec2 is the network part of the simulated account: VPCs, subnets, routes, gateways, security groups and
// endpoints.
package ec2

import (
	"net/netip"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types that other services refer to.
const (
	VPC               = "aws:ec2/vpc:Vpc"
	Subnet            = "aws:ec2/subnet:Subnet"
	SecurityGroup     = "aws:ec2/securityGroup:SecurityGroup"
	InternetGateway   = "aws:ec2/internetGateway:InternetGateway"
	NATGateway        = "aws:ec2/natGateway:NatGateway"
	EIP               = "aws:ec2/eip:Eip"
	RouteTable        = "aws:ec2/routeTable:RouteTable"
	Route             = "aws:ec2/route:Route"
	Association       = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	VPCEndpoint       = "aws:ec2/vpcEndpoint:VpcEndpoint"
	IngressRule       = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	EgressRule        = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	SecondaryCIDR     = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	DefaultGroup      = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
	SecurityGroupRule = "aws:ec2/securityGroupRule:SecurityGroupRule"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{vpc(), subnet()}
}

const service = "EC2"

// InSubnet are the types that put network interfaces into subnets, by the property that names them.
var InSubnet = []model.Use{
	{Token: NATGateway, Property: "subnetId"},
	{Token: VPCEndpoint, Property: "subnetIds"},
	{Token: "aws:lb/loadBalancer:LoadBalancer", Property: "subnets"},
	{Token: "aws:ecs/service:Service", Property: "networkConfiguration.subnets"},
}

// WithGroups are the types that attach security groups to network interfaces.
var WithGroups = []model.Use{
	{Token: VPCEndpoint, Property: "securityGroupIds"},
	{Token: "aws:lb/loadBalancer:LoadBalancer", Property: "securityGroups"},
	{Token: "aws:ecs/service:Service", Property: "networkConfiguration.securityGroups"},
}

// InVPC are the types that keep a VPC from being deleted.
var InVPC = []model.Use{
	{Token: Subnet, Property: "vpcId"}, {Token: InternetGateway, Property: "vpcId"},
	{Token: SecurityGroup, Property: "vpcId"}, {Token: VPCEndpoint, Property: "vpcId"},
	{Token: RouteTable, Property: "vpcId"},
}

// prefix reads a range in its canonical form.
func prefix(text string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(text)
	return p, err == nil && p == p.Masked()
}

// vpcOf returns the VPC that a call's vpcId names, nil when there is none.
func vpcOf(c *model.Call) *account.Resource { return c.The(VPC, c.New.String("vpcId")) }

// HasInternetGateway reports whether an internet gateway is attached to a VPC.
func HasInternetGateway(c *model.Call, vpcID string) bool {
	return len(c.Of(InternetGateway, "vpcId", vpcID)) > 0 ||
		len(c.Of("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "vpcId", vpcID)) > 0
}
