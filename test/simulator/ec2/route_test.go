package ec2_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
)

const open = "0.0.0.0/0"

func TestRouteRules(t *testing.T) {
	n := newNetwork(t)
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	nat := n.nat("nat", n.subnet("public", "10.0.0.0/24", "us-east-1a"))
	table := n.make(ec2.RouteTable, "table", nil)
	local := func(cidr string) string {
		return denied("InvalidParameterValue", "The destination CIDR block "+cidr+" is equal to or more specific than "+
			"one of this VPC's CIDR blocks. This route can target only an interface or an instance.")
	}
	for _, c := range []struct {
		name string
		in   props
		want string
	}{
		{
			"N27 no target",
			props{"destinationCidrBlock": open},
			`Invalid combination of arguments: "carrier_gateway_id": one of `,
		},
		{
			"N27 two targets",
			props{"destinationCidrBlock": open, "gatewayId": gateway, "natGatewayId": nat},
			"but `gateway_id,nat_gateway_id` were specified.",
		},
		{"N27 no destination", props{"gatewayId": gateway}, "one of `destination_cidr_block,destination_ipv6_cidr_block," +
			"destination_prefix_list_id` must be specified"},
		{"N27 two destinations", props{
			"gatewayId": gateway, "destinationCidrBlock": open, "destinationIpv6CidrBlock": "::/0",
		}, "but `destination_cidr_block,destination_ipv6_cidr_block` were specified."},
		{"N29 the VPC's range", props{"gatewayId": gateway, "destinationCidrBlock": "10.0.0.0/16"}, local("10.0.0.0/16")},
		{
			"N29 inside, to the gateway",
			props{"gatewayId": gateway, "destinationCidrBlock": "10.0.9.0/24"},
			local("10.0.9.0/24"),
		},
		{"N29 inside, to an appliance", props{"natGatewayId": nat, "destinationCidrBlock": "10.0.9.0/24"}, ""},
		{"N29 around", props{"gatewayId": gateway, "destinationCidrBlock": "10.0.0.0/8"}, ""},
		{
			"no table",
			props{"routeTableId": "rtb-1", "gatewayId": gateway, "destinationCidrBlock": open},
			denied("InvalidRouteTableID.NotFound", "The routeTable ID 'rtb-1' does not exist"),
		},
		{
			"no gateway",
			props{"gatewayId": "igw-1", "destinationCidrBlock": open},
			denied("InvalidGatewayID.NotFound", "The gateway ID 'igw-1' does not exist"),
		},
		{
			"no NAT gateway",
			props{"natGatewayId": "nat-1", "destinationCidrBlock": open},
			denied("InvalidNatGatewayID.NotFound", "The natGateway ID 'nat-1' does not exist"),
		},
		{
			"no endpoint",
			props{"vpcEndpointId": "vpce-1", "destinationCidrBlock": open},
			denied("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id 'vpce-1' does not exist"),
		},
		{"N26 first", props{"gatewayId": gateway, "destinationCidrBlock": open}, ""},
		{
			"N26 second",
			props{"natGatewayId": nat, "destinationCidrBlock": open},
			denied("RouteAlreadyExists", "The route identified by 0.0.0.0/0 already exists."),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.in.Default("routeTableId", table)
			_, _, err := n.Create(ec2.Route, "route", c.in)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestRouteChange(t *testing.T) {
	n := newNetwork(t)
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	table := n.make(ec2.RouteTable, "table", nil)
	in := props{"routeTableId": table, "destinationCidrBlock": open, "gatewayId": gateway}
	id, state := n.MustCreate(ec2.Route, "default", in)
	require.Regexp(t, "^r-"+table+`\d+$`, id)
	require.Equal(t, "active", state["state"])
	require.Equal(t, list(map[string]any{"cidrBlock": open, "gatewayId": gateway}),
		n.Read(ec2.RouteTable, table)["routes"])
	n.replaces(ec2.Route, id, props{"routeTableId": table, "destinationCidrBlock": "1.0.0.0/8", "gatewayId": gateway},
		"destinationCidrBlock")
	nat := n.nat("nat", n.subnet("public", "10.0.0.0/24", "us-east-1a"))
	to := props{"routeTableId": table, "destinationCidrBlock": open, "natGatewayId": nat}
	n.replaces(ec2.Route, id, to)
	_, err := n.Update(ec2.Route, id, to)
	require.NoError(t, err)
	require.Equal(t, list(map[string]any{"cidrBlock": open, "natGatewayId": nat}), n.Read(ec2.RouteTable, table)["routes"])
	require.NoError(t, n.Delete(ec2.Route, id))
	require.Empty(t, n.Read(ec2.RouteTable, table)["routes"])
	require.NoError(t, n.SetQuota(context.Background(), "routesPerTable", 0))
	_, _, err = n.Create(ec2.Route, "default", in)
	require.ErrorContains(t, err, denied("RouteLimitExceeded", "The maximum number of routes has been reached."))
}

func TestInlineRoutes(t *testing.T) {
	n := newNetwork(t)
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	to := func(cidr string) map[string]any { return map[string]any{"cidrBlock": cidr, "gatewayId": gateway} }
	for _, c := range []struct {
		name   string
		routes []any
		want   string
	}{
		{"N26 two", list(to("1.0.0.0/8"), to("2.0.0.0/8")), ""},
		{
			"N26 twice", list(to(open), to(open)),
			denied("RouteAlreadyExists", "The route identified by 0.0.0.0/0 already exists."),
		},
		{"N27 no target", list(map[string]any{"cidrBlock": open}), "* one of `carrier_gateway_id, core_network_arn, "},
		{
			"N27 two targets", list(map[string]any{"cidrBlock": open, "gatewayId": gateway, "natGatewayId": "nat-1"}),
			"can be specified, but `gateway_id, nat_gateway_id` were specified",
		},
		{"N29 local", list(to("10.0.0.0/16")), "The destination CIDR block 10.0.0.0/16 is equal to or more specific"},
		{"no gateway", list(map[string]any{"cidrBlock": open, "gatewayId": "igw-1"}), "InvalidGatewayID.NotFound: "},
		{
			"no NAT gateway", list(map[string]any{"cidrBlock": open, "natGatewayId": "nat-1"}),
			"InvalidNatGatewayID.NotFound: ",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := n.Create(ec2.RouteTable, "table", n.in(ec2.RouteTable, props{"routes": c.routes}))
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

// An update of a table with inline routes removes separate routes (N28).
func TestInlineAndSeparateRoutesFight(t *testing.T) {
	n := newNetwork(t)
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	own := map[string]any{"cidrBlock": "1.0.0.0/8", "gatewayId": gateway}
	in := n.in(ec2.RouteTable, props{"routes": list(own)})
	table := n.make(ec2.RouteTable, "table", in)
	added := n.make(ec2.Route, "added", props{"routeTableId": table, "destinationCidrBlock": open, "gatewayId": gateway})
	require.Len(t, n.Read(ec2.RouteTable, table)["routes"], 2)
	in["tags"] = map[string]any{"a": "b"}
	_, err := n.Update(ec2.RouteTable, table, in)
	require.NoError(t, err)
	require.NotNil(t, n.Read(ec2.Route, added), "another change leaves the routes alone")
	in["routes"] = list(own, map[string]any{"cidrBlock": "2.0.0.0/8", "gatewayId": gateway})
	_, err = n.Update(ec2.RouteTable, table, in)
	require.NoError(t, err)
	require.Nil(t, n.Read(ec2.Route, added))
}

func TestRouteTableDelete(t *testing.T) {
	n := newNetwork(t)
	table, other := n.make(ec2.RouteTable, "table", nil), n.make(ec2.RouteTable, "other", nil)
	inUse := denied("DependencyViolation", "The routeTable '"+table+"' has dependencies and cannot be deleted.")
	subnet := n.subnet("web", "10.0.0.0/24", "us-east-1a")
	association := n.make(ec2.Association, "web", props{"routeTableId": table, "subnetId": subnet})
	require.ErrorContains(t, n.Delete(ec2.RouteTable, table), inUse, "N30")
	_, err := n.Update(ec2.Association, association, props{"routeTableId": other, "subnetId": subnet})
	require.NoError(t, err)
	main := n.make(ec2.MainAssociation, "main", props{"routeTableId": table})
	require.Equal(t, table, n.Read(ec2.VPC, n.vpc)["mainRouteTableId"])
	require.ErrorContains(t, n.Delete(ec2.RouteTable, table), inUse, "N30")
	require.NoError(t, n.Delete(ec2.MainAssociation, main))
	require.Equal(t, n.Read(ec2.VPC, n.vpc)["defaultRouteTableId"], n.Read(ec2.VPC, n.vpc)["mainRouteTableId"])
	require.NoError(t, n.Delete(ec2.RouteTable, table))
	require.NoError(t, n.SetQuota(context.Background(), "routeTablesPerVPC", 2))
	n.refuse(ec2.RouteTable, nil,
		denied("RouteTableLimitExceeded", "The maximum number of route tables has been reached."))
}

func TestRouteTableAssociationRules(t *testing.T) {
	n := newNetwork(t)
	table, other := n.make(ec2.RouteTable, "table", nil), n.make(ec2.RouteTable, "other", nil)
	subnet := n.subnet("web", "10.0.0.0/24", "us-east-1a")
	n.refuse(ec2.Association, props{"routeTableId": table},
		"Invalid combination of arguments: \"subnet_id\": one of `subnet_id,gateway_id` must be specified") // N25
	n.refuse(ec2.Association, props{"routeTableId": table, "subnetId": subnet, "gatewayId": "igw-1"},
		"only one of `subnet_id,gateway_id` can be specified") // N25
	elsewhere, _ := n.MustCreate(ec2.VPC, "elsewhere", props{"cidrBlock": "10.1.0.0/16"})
	foreign := n.make(ec2.RouteTable, "foreign", props{"vpcId": elsewhere})
	n.refuse(ec2.Association, props{"routeTableId": foreign, "subnetId": subnet}, denied("InvalidParameterValue",
		"Route table "+foreign+" and subnet "+subnet+" belong to different networks"))
	id := n.make(ec2.Association, "first", props{"routeTableId": table, "subnetId": subnet})
	n.refuse(ec2.Association, props{"routeTableId": other, "subnetId": subnet}, denied("Resource.AlreadyAssociated",
		"the specified association for route table "+other+" conflicts with an existing association")) // N24
	n.replaces(ec2.Association, id, props{"routeTableId": other, "subnetId": subnet})
	n.replaces(ec2.Association, id, props{"routeTableId": table, "subnetId": "subnet-1"}, "subnetId")
	require.NoError(t, n.Delete(ec2.Subnet, subnet))
	require.Nil(t, n.Read(ec2.Association, id), "an association ends with its subnet")
}

func TestDefaultRouteTable(t *testing.T) {
	n := newNetwork(t)
	table := n.Read(ec2.VPC, n.vpc).String("defaultRouteTableId")
	n.refuse(ec2.DefaultTable, props{"defaultRouteTableId": "rtb-1"}, "InvalidRouteTableID.NotFound")
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	early := n.make(ec2.Route, "early", props{"routeTableId": table, "destinationCidrBlock": open, "gatewayId": gateway})
	in := props{"defaultRouteTableId": table}
	id, state := n.MustCreate(ec2.DefaultTable, "adopted", in)
	require.Equal(t, table, id)
	require.Equal(t, n.vpc, state["vpcId"])
	require.Nil(t, n.Read(ec2.Route, early), "adopting a table empties it")
	late := n.make(ec2.Route, "late", props{"routeTableId": table, "destinationCidrBlock": open, "gatewayId": gateway})
	in["tags"] = map[string]any{"a": "b"}
	_, err := n.Update(ec2.DefaultTable, table, in)
	require.NoError(t, err)
	require.NotNil(t, n.Read(ec2.Route, late))
	in["routes"] = list(map[string]any{"cidrBlock": "10.0.0.0/16", "gatewayId": gateway})
	_, err = n.Update(ec2.DefaultTable, table, in)
	require.ErrorContains(t, err, "The destination CIDR block 10.0.0.0/16 is equal to", "N29")
}
