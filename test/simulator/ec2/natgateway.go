package ec2

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func natGateway() *model.Type {
	return &model.Type{
		Token: NATGateway, Service: service, Noun: "EC2 NAT Gateway", NewID: model.Prefixed("nat-"),
		Links:      []string{"allocationId", "secondaryAllocationIds"},
		Interfaces: model.Interfaces{Subnets: "subnetId"},
		Defaults:   model.Props{"connectivityType": "public"},
		Computed:   []string{"secondaryAllocationIds", "secondaryPrivateIpAddresses"},
		Replaces: []model.Replace{
			{Rule: "N19", Properties: []string{"subnetId", "allocationId", "connectivityType", "privateIp"}},
		},
		Rules: []model.Rule{
			model.OneOf("connectivityType", "public", "private"),
			inSubnets("subnetId"),
			{ID: "N17", On: model.Create, Test: natAddress},
			model.Refers("allocationId", EIP, "InvalidAllocationID.NotFound",
				"The allocation ID '%s' does not exist"),
			{ID: "N21", On: model.Create, Test: natLimit},
			{ID: "N20", On: model.Create, Test: natAddressFree},
			{ID: "N18", On: model.Create, Test: natRoutable},
		},
		Fill: fillNAT, Created: holdAddress, Deleted: releaseAddress,
	}
}

func public(p model.Props) bool { return p.String("connectivityType") != "private" }

// publicNATs are the public NAT gateways in a subnet.
func publicNATs(c *model.Call, subnet string) []*account.Resource {
	var list []*account.Resource
	for _, nat := range c.Find(NATGateway, "subnetId", subnet) {
		if public(nat.Properties) {
			list = append(list, nat)
		}
	}
	return list
}

// natsOf are the NAT gateways that an address belongs to.
func natsOf(c *model.Call, allocation string) []*account.Resource {
	return append(c.Find(NATGateway, "allocationId", allocation),
		c.Find(NATGateway, "secondaryAllocationIds", allocation)...)
}

func natAddress(c *model.Call) error {
	if public(c.New) && !c.New.Has("allocationId") {
		return model.Errorf("MissingParameter", "The request must include the AllocationId parameter. "+
			"Add the required parameter and retry the request.")
	}
	return nil
}

func natAddressFree(c *model.Call) error {
	id := c.New.String("allocationId")
	if id != "" && len(natsOf(c, id)) > 0 {
		return model.Errorf("Resource.AlreadyAssociated", "Elastic IP address %s is already associated", id)
	}
	return nil
}

func natLimit(c *model.Call) error {
	zone, used := c.Props(Subnet, c.New.String("subnetId")).String("availabilityZone"), 0
	for _, nat := range c.List(NATGateway) {
		if c.Props(Subnet, nat.Properties.String("subnetId")).String("availabilityZone") == zone {
			used++
		}
	}
	if used >= c.Quota("natGatewaysPerZone", 5) {
		return model.Errorf("NatGatewayLimitExceeded", "The maximum number of NAT Gateways has been reached.")
	}
	return nil
}

// natRoutable fails as AWS does: the gateway is created, stays pending, and ends as failed.
func natRoutable(c *model.Call) error {
	vpc := c.Props(Subnet, c.New.String("subnetId")).String("vpcId")
	if !public(c.New) || HasInternetGateway(c, vpc) {
		return nil
	}
	return model.Providerf("waiting for EC2 NAT Gateway (%s) create: unexpected state 'failed', wanted target "+
		"'available'. last error: Gateway.NotAttached: Network %s has no Internet gateway attached", c.Type.NewID(c), vpc)
}

func fillNAT(c *model.Call) error {
	c.State.Default("networkInterfaceId", "eni-"+model.Hex(17))
	c.State.Default("privateIp", inside(c, c.State.String("subnetId"), c.ID))
	if public(c.State) {
		c.State.Default("associationId", "eipassoc-"+model.Hex(17))
		c.State["publicIp"] = c.Props(EIP, c.State.String("allocationId")).String("publicIp")
	}
	return nil
}

// holdAddress marks the address as associated, releaseAddress as free.
func holdAddress(c *model.Call) error {
	markAddress(c, c.State)
	return nil
}

func releaseAddress(c *model.Call) error {
	markAddress(c, model.Props{})
	return nil
}

func markAddress(c *model.Call, holder model.Props) {
	address := c.Get(EIP, c.State.String("allocationId"))
	if address == nil {
		return
	}
	address.Properties["associationId"] = holder.String("associationId")
	address.Properties["networkInterface"] = holder.String("networkInterfaceId")
	address.Properties["privateIp"] = holder.String("privateIp")
	c.Put(address)
}
