package ec2_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
)

func TestInternetGatewayRules(t *testing.T) {
	n := newNetwork(t)
	attached := n.make(ec2.InternetGateway, "first", nil)
	second := "Network " + n.vpc + " already has an internet gateway attached"
	n.refuse(ec2.InternetGateway, nil, denied("InvalidParameterValue", second)) // N15
	free := n.make(ec2.InternetGateway, "free", props{"vpcId": ""})
	_, err := n.Update(ec2.InternetGateway, free, props{"vpcId": n.vpc})
	require.ErrorContains(t, err, denied("InvalidParameterValue", second), "N15")
	n.refuse(ec2.GatewayAttachment, props{"internetGatewayId": free}, denied("InvalidParameterValue", second))
	n.refuse(ec2.GatewayAttachment, props{"internetGatewayId": attached}, denied("Resource.AlreadyAssociated",
		"resource "+attached+" is already attached to network "+n.vpc)) // N15
	n.refuse(ec2.GatewayAttachment, props{"internetGatewayId": "igw-1"},
		denied("InvalidInternetGatewayID.NotFound", "The internetGateway ID 'igw-1' does not exist"))
	require.NoError(t, n.SetQuota(context.Background(), "internetGateways", 2))
	n.refuse(ec2.InternetGateway, props{"vpcId": ""}, denied("InternetGatewayLimitExceeded",
		"The maximum number of internet gateways has been reached.")) // N8
	require.NoError(t, n.Delete(ec2.InternetGateway, attached))
	_, err = n.Update(ec2.InternetGateway, free, props{"vpcId": n.vpc})
	require.NoError(t, err)
}

func TestGatewayAttachment(t *testing.T) {
	n := newNetwork(t)
	gateway := n.make(ec2.InternetGateway, "gateway", props{"vpcId": ""})
	id := n.make(ec2.GatewayAttachment, "attached", props{"internetGatewayId": gateway})
	require.Equal(t, gateway+":"+n.vpc, id)
	require.Equal(t, n.vpc, n.Read(ec2.InternetGateway, gateway)["vpcId"])
	n.replaces(ec2.GatewayAttachment, id, props{"internetGatewayId": "igw-1"}, "internetGatewayId")
	nat := n.nat("nat", n.subnet("public", "10.0.0.0/24", "us-east-1a"))
	require.ErrorContains(t, n.Delete(ec2.GatewayAttachment, id), mapped(n.vpc), "N16")
	require.NoError(t, n.Delete(ec2.NATGateway, nat))
	require.NoError(t, n.Delete(ec2.GatewayAttachment, id))
	require.Empty(t, n.Read(ec2.InternetGateway, gateway)["vpcId"])
}

func (n *network) nat(name, subnet string) string {
	n.t.Helper()
	return n.make(ec2.NATGateway, name, props{"subnetId": subnet, "allocationId": n.make(ec2.EIP, name, nil)})
}

func mapped(vpc string) string {
	return denied("DependencyViolation", "Network "+vpc+" has some mapped public address(es). "+
		"Please unmap those public address(es) before detaching the gateway.")
}

func TestDetachingInternetGateway(t *testing.T) {
	n := newNetwork(t)
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	public := n.subnet("public", "10.0.0.0/24", "us-east-1a")
	private := n.make(ec2.NATGateway, "private", props{"subnetId": public, "connectivityType": "private"})
	nat := n.nat("nat", public)
	require.ErrorContains(t, n.Delete(ec2.InternetGateway, gateway), mapped(n.vpc), "N16")
	other, _ := n.MustCreate(ec2.VPC, "other", props{"cidrBlock": "10.1.0.0/16"})
	_, err := n.Update(ec2.InternetGateway, gateway, props{"vpcId": other})
	require.ErrorContains(t, err, mapped(n.vpc), "N16")
	_, err = n.Update(ec2.InternetGateway, gateway, n.in(ec2.InternetGateway, props{"tags": map[string]any{"a": "b"}}))
	require.NoError(t, err)
	require.NoError(t, n.Delete(ec2.NATGateway, nat))
	require.NoError(t, n.Delete(ec2.InternetGateway, gateway), "N16: a private NAT gateway has no public address")
	require.NoError(t, n.Delete(ec2.NATGateway, private))
}

func TestDetachingUnderLoadBalancer(t *testing.T) {
	n := newNetwork(t)
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	subnet := n.subnet("public", "10.0.0.0/24", "us-east-1a")
	n.make(loadBalancer, "inside", props{"subnets": list(subnet), "internal": true})
	public := n.make(loadBalancer, "public", props{"subnets": list(subnet)})
	require.ErrorContains(t, n.Delete(ec2.InternetGateway, gateway), mapped(n.vpc), "N16")
	require.NoError(t, n.Delete(loadBalancer, public))
	require.NoError(t, n.Delete(ec2.InternetGateway, gateway))
}

func TestNATGatewayRules(t *testing.T) {
	n := newNetwork(t)
	a, b := n.subnet("a", "10.0.0.0/24", "us-east-1a"), n.subnet("b", "10.0.1.0/24", "us-east-1b")
	address := n.make(ec2.EIP, "address", nil)
	n.refuse(ec2.NATGateway, props{"subnetId": a}, denied("MissingParameter",
		"The request must include the AllocationId parameter. Add the required parameter and retry the request.")) // N17
	_, _, err := n.Create(ec2.NATGateway, "early", props{"subnetId": a, "allocationId": address})
	require.Regexp(t, `\* waiting for EC2 NAT Gateway \(nat-[0-9a-f]{17}\) create: unexpected state 'failed', wanted `+
		`target 'available'\. last error: Gateway\.NotAttached: Network `+n.vpc+
		` has no Internet gateway attached`, err, "N18")
	n.make(ec2.NATGateway, "private", props{"subnetId": a, "connectivityType": "private"})
	n.make(ec2.InternetGateway, "gateway", nil)
	n.refuse(ec2.NATGateway, props{"subnetId": a, "allocationId": "eipalloc-1"},
		denied("InvalidAllocationID.NotFound", "The allocation ID 'eipalloc-1' does not exist"))
	n.refuse(ec2.NATGateway, props{"subnetId": "subnet-1", "allocationId": address},
		denied("InvalidSubnetID.NotFound", "The subnet ID 'subnet-1' does not exist"))
	n.refuse(ec2.NATGateway, props{"subnetId": a, "connectivityType": "open"},
		`expected connectivity_type to be one of ["public" "private"], got open`)
	nat := n.make(ec2.NATGateway, "nat", props{"subnetId": a, "allocationId": address})
	n.refuse(ec2.NATGateway, props{"subnetId": a, "allocationId": address}, denied("Resource.AlreadyAssociated",
		"Elastic IP address "+address+" is already associated")) // N20
	require.NoError(t, n.SetQuota(context.Background(), "natGatewaysPerZone", 2))
	other := n.make(ec2.EIP, "other", nil)
	n.refuse(ec2.NATGateway, props{"subnetId": a, "allocationId": other},
		denied("NatGatewayLimitExceeded", "The maximum number of NAT Gateways has been reached.")) // N21
	n.make(ec2.NATGateway, "zone b", props{"subnetId": b, "allocationId": other})
	in := props{"subnetId": a, "allocationId": address}
	for name, value := range map[string]any{ // N19
		"subnetId": b, "allocationId": other, "connectivityType": "private", "privateIp": "10.0.0.77",
	} {
		changed := in.Clone()
		changed[name] = value
		n.replaces(ec2.NATGateway, nat, changed, name)
	}
}

func TestAddressOfNATGateway(t *testing.T) {
	n := newNetwork(t)
	n.make(ec2.InternetGateway, "gateway", nil)
	id, address := n.MustCreate(ec2.EIP, "address", props{"domain": "vpc"})
	require.Regexp(t, `^198\.1[89]\.\d+\.\d+$`, address["publicIp"])
	require.Equal(t, id, address["allocationId"])
	nat, state := n.MustCreate(ec2.NATGateway, "nat", props{
		"subnetId": n.subnet("public", "10.0.3.0/28", "us-east-1a"), "allocationId": id,
	})
	require.Equal(t, address["publicIp"], state["publicIp"])
	require.Regexp(t, `^10\.0\.3\.([4-9]|1[0-4])$`, state["privateIp"])
	held := n.Read(ec2.EIP, id)
	require.Equal(t, state["associationId"], held["associationId"])
	require.Equal(t, state["networkInterfaceId"], held["networkInterface"])
	require.ErrorContains(t, n.Delete(ec2.EIP, id), "operation error EC2: ReleaseAddress, ")
	require.ErrorContains(t, n.Delete(ec2.EIP, id),
		denied("AuthFailure", "You do not have permission to access the specified resource."), "N23")
	require.NoError(t, n.Delete(ec2.NATGateway, nat))
	require.Empty(t, n.Read(ec2.EIP, id)["associationId"])
	require.NoError(t, n.Delete(ec2.EIP, id))
}

func TestAddressRules(t *testing.T) {
	n := newNetwork(t)
	n.refuse(ec2.EIP, props{"domain": "cloud"}, `expected domain to be one of ["standard" "vpc"], got cloud`)
	n.refuse(ec2.EIP, props{"domain": "vpc", "vpc": true},
		`Conflicting configuration arguments: "domain": conflicts with vpc`)
	for i := range 5 {
		n.make(ec2.EIP, fmt.Sprint(i), nil)
	}
	n.refuse(ec2.EIP, nil, denied("AddressLimitExceeded", "The maximum number of addresses has been reached.")) // N22
	require.NoError(t, n.SetQuota(context.Background(), "elasticIPs", 6))
	id := n.make(ec2.EIP, "sixth", nil)
	n.replaces(ec2.EIP, id, props{"publicIpv4Pool": "mine"}, "publicIpv4Pool")
}
