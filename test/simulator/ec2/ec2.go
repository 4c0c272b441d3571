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
	GatewayAttachment = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment"
	EgressOnlyGateway = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"
	NATGateway        = "aws:ec2/natGateway:NatGateway"
	EIP               = "aws:ec2/eip:Eip"
	RouteTable        = "aws:ec2/routeTable:RouteTable"
	DefaultTable      = "aws:ec2/defaultRouteTable:DefaultRouteTable"
	Route             = "aws:ec2/route:Route"
	Association       = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	MainAssociation   = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
	VPCEndpoint       = "aws:ec2/vpcEndpoint:VpcEndpoint"
	IngressRule       = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	EgressRule        = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	SecondaryCIDR     = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	DefaultGroup      = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
	SecurityGroupRule = "aws:ec2/securityGroupRule:SecurityGroupRule"
	FlowLog           = "aws:ec2/flowLog:FlowLog"
	NetworkACL        = "aws:ec2/networkAcl:NetworkAcl"
	DefaultACL        = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
	PrefixList        = "aws:ec2/managedPrefixList:ManagedPrefixList"

	loadBalancer = "aws:lb/loadBalancer:LoadBalancer"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{
		vpc(), secondaryCIDR(), subnet(),
		internetGateway(), gatewayAttachment(), egressOnlyGateway(), natGateway(), eip(),
		routeTable(), defaultTable(), route(), association(), mainAssociation(),
		securityGroup(), defaultGroup(), ingressRule(), egressRule(), securityGroupRule(),
		vpcEndpoint(), flowLog(), networkACL(), defaultACL(), prefixList(),
	}
}

const service = "EC2"

// vpcUses are the types that keep a VPC from being deleted.
var vpcUses = []model.Use{
	{Token: Subnet, Property: "vpcId"},
	{Token: InternetGateway, Property: "vpcId"},
	{Token: GatewayAttachment, Property: "vpcId"},
	{Token: EgressOnlyGateway, Property: "vpcId"},
	{Token: SecurityGroup, Property: "vpcId"},
	{Token: VPCEndpoint, Property: "vpcId"},
	{Token: RouteTable, Property: "vpcId"},
	{Token: NetworkACL, Property: "vpcId"},
}

// prefix reads a range in its canonical form.
func prefix(text string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(text)
	return p, err == nil && p == p.Masked()
}

// vpcOf returns the VPC that a call's vpcId names, or nil.
func vpcOf(c *model.Call) *account.Resource { return c.Get(VPC, c.New.String("vpcId")) }

// HasInternetGateway reports whether an internet gateway is attached to a VPC.
func HasInternetGateway(c *model.Call, vpcID string) bool {
	return len(c.Find(InternetGateway, "vpcId", vpcID)) > 0
}

// inVPC requires the VPC that vpcId names.
func inVPC() model.Rule {
	return model.Refers("vpcId", VPC, "InvalidVpcID.NotFound", "The vpc ID '%s' does not exist")
}

// inSubnets requires the subnets that a property names.
func inSubnets(property string) model.Rule {
	return model.Refers(property, Subnet, "InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist")
}
