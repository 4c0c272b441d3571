package backend

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// minAddresses is how many free addresses a load balancer needs in each of its subnets, by AWS's guide "Subnets for your
// Application Load Balancer" (2026). Each task needs one.
const minAddresses = 8

// existingNetwork looks up a VPC and its subnets, and checks what an environment needs of them.
func existingNetwork(ctx *pulumi.Context, c config.Config) (Network, error) {
	e := c.Existing.Network
	f := &networkFinder{finder: find(ctx, c), vpcID: e.VPCID}
	if !f.lookupVPC() {
		return Network{}, f.err()
	}
	isolated, isolatedKey := e.IsolatedSubnetIDs, "isolatedSubnetIds"
	if len(isolated) == 0 {
		isolated, isolatedKey = e.PrivateSubnetIDs, "privateSubnetIds"
	}
	public := f.subnets("publicSubnetIds", e.PublicSubnetIDs)
	f.subnets("privateSubnetIds", e.PrivateSubnetIDs)
	data := f.subnets(isolatedKey, isolated)
	f.routes("publicSubnetIds", e.PublicSubnetIDs, isInternetGateway, "to an internet gateway")
	f.routes("privateSubnetIds", e.PrivateSubnetIDs, isOutbound, "to a NAT gateway or another way out")
	var cidrs pulumi.StringArray
	for _, subnet := range public {
		cidrs = append(cidrs, pulumi.String(subnet.CidrBlock))
	}
	return Network{
		existingID: e.VPCID,
		VPCID:      pulumi.String(e.VPCID), PublicSubnetIDs: pulumi.ToStringArray(e.PublicSubnetIDs),
		PrivateSubnetIDs: pulumi.ToStringArray(e.PrivateSubnetIDs), IsolatedSubnetIDs: pulumi.ToStringArray(isolated),
		PublicCIDRs: cidrs, NATPublicIPs: pulumi.StringArray{}, Zones: zonesOf(data),
	}, f.err()
}

// networkFinder looks up the parts of one VPC.
type networkFinder struct {
	finder
	vpcID string
}

// lookupVPC checks that names resolve in the VPC: endpoints, databases and caches are reached by their names.
func (f *networkFinder) lookupVPC() bool {
	const key = "network.vpcId"
	vpc, err := ec2.LookupVpc(f.ctx, &ec2.LookupVpcArgs{Id: &f.vpcID})
	if !f.found(err, key, f.vpcID, "a VPC") {
		return false
	}
	return f.want(vpc.EnableDnsSupport && vpc.EnableDnsHostnames, key, "is %q, whose enableDnsSupport is %t and enableDnsHostnames "+
		"is %t; want both true: databases and caches are known by their names", f.vpcID, vpc.EnableDnsSupport, vpc.EnableDnsHostnames)
}

// subnets looks up the subnets of a list. AWS admits one subnet per zone for a load balancer, and data needs two zones.
func (f *networkFinder) subnets(list string, ids []string) []*ec2.LookupSubnetResult {
	var all []*ec2.LookupSubnetResult
	for i, id := range ids {
		key := fmt.Sprintf("network.%s[%d]", list, i)
		subnet, err := ec2.LookupSubnet(f.ctx, &ec2.LookupSubnetArgs{Id: &ids[i]})
		if !f.found(err, key, id, "a subnet") {
			continue
		}
		f.want(subnet.VpcId == f.vpcID, key, "is %q, which is in %s; want a subnet of %s", id, subnet.VpcId, f.vpcID)
		f.warnFull(key, subnet)
		all = append(all, subnet)
	}
	zones := zonesOf(all)
	f.want(distinct(zones), "network."+list, "are in %s; want each subnet in another availability zone", strings.Join(zones, ", "))
	return all
}

// warnFull warns of a subnet that is nearly full. It is no error: what is free may be little because the environment is up.
func (f *networkFinder) warnFull(key string, subnet *ec2.LookupSubnetResult) {
	if subnet.AvailableIpAddressCount >= minAddresses {
		return
	}
	_, text := f.named(key)
	err := f.ctx.Log.Warn(fmt.Sprintf("%s is %q, which has %d free addresses; a new load balancer needs %d, and each task one",
		text, subnet.Id, subnet.AvailableIpAddressCount, minAddresses), nil)
	if err != nil {
		f.problems = append(f.problems, err)
	}
}

func zonesOf(subnets []*ec2.LookupSubnetResult) []string {
	var zones []string
	for _, subnet := range subnets {
		zones = append(zones, subnet.AvailabilityZone)
	}
	return zones
}

// routes checks the default route of each subnet.
func (f *networkFinder) routes(list string, ids []string, valid func(ec2.GetRouteTableRoute) bool, want string) {
	for i, id := range ids {
		key := fmt.Sprintf("network.%s[%d]", list, i)
		table, err := f.tableOf(id)
		if err != nil {
			continue // the subnet itself was not found
		}
		ok := slices.ContainsFunc(table.Routes, func(r ec2.GetRouteTableRoute) bool { return r.CidrBlock == "0.0.0.0/0" && valid(r) })
		f.want(ok, key, "is %q, whose route table %s has no route of 0.0.0.0/0 %s; add it, or name another subnet", id,
			table.RouteTableId, want)
	}
}

// tableOf is the route table of a subnet: its own, or else the main one of the VPC.
func (f *networkFinder) tableOf(subnetID string) (*ec2.LookupRouteTableResult, error) {
	own, err := ec2.LookupRouteTable(f.ctx, &ec2.LookupRouteTableArgs{SubnetId: &subnetID})
	if err == nil {
		return own, nil
	}
	return ec2.LookupRouteTable(f.ctx, &ec2.LookupRouteTableArgs{VpcId: &f.vpcID, Filters: []ec2.GetRouteTableFilter{
		{Name: "association.main", Values: []string{"true"}},
	}})
}

func isInternetGateway(r ec2.GetRouteTableRoute) bool { return strings.HasPrefix(r.GatewayId, "igw-") }

// isOutbound takes a NAT gateway, a NAT instance, a transit gateway or a firewall.
func isOutbound(r ec2.GetRouteTableRoute) bool {
	return r.NatGatewayId+r.NetworkInterfaceId+r.TransitGatewayId+r.VpcEndpointId+r.InstanceId != ""
}
