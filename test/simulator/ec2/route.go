package ec2

import (
	"fmt"
	"hash/crc32"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// Inline routes and separate Route resources name the same targets, but not the same destinations.
var (
	routeTargets = []string{
		"carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId", "localGatewayId", "natGatewayId",
		"networkInterfaceId", "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId",
	}
	routeDestinations  = []string{"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"}
	inlineDestinations = []string{"cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"}
)

const (
	tableMissing     = "InvalidRouteTableID.NotFound"
	tableMissingText = "The routeTable ID '%s' does not exist"
	natMissing       = "InvalidNatGatewayID.NotFound"
	natMissingText   = "The natGateway ID '%s' does not exist"
)

func route() *model.Type {
	return &model.Type{
		Token: Route, Service: service, Noun: "Route",
		Actions: model.Actions{Update: "ReplaceRoute", Read: "DescribeRouteTables"},
		NewID: func(c *model.Call) string {
			return fmt.Sprintf("r-%s%d", c.New.String("routeTableId"), crc32.ChecksumIEEE([]byte(destination(c.New))))
		},
		Links:    []string{"routeTableId"},
		Defaults: model.Props{"origin": "CreateRoute", "state": "active"},
		Replaces: []model.Replace{{Properties: append([]string{"routeTableId"}, routeDestinations...)}},
		Rules: []model.Rule{
			model.ExactlyOne(routeTargets...).As("N27"),
			model.ExactlyOne(routeDestinations...).As("N27"),
			model.Refers("routeTableId", RouteTable, tableMissing, tableMissingText),
			model.Refers("natGatewayId", NATGateway, natMissing, natMissingText),
			model.Refers("vpcEndpointId", VPCEndpoint, "InvalidVpcEndpointId.NotFound",
				"The Vpc Endpoint Id '%s' does not exist"),
			{On: model.Write, Test: func(c *model.Call) error { return routeGateway(c, c.New.String("gatewayId")) }},
			{ID: "N29", On: model.Create, Test: func(c *model.Call) error {
				return routeBeyond(c, c.Props(RouteTable, c.New.String("routeTableId")).String("vpcId"), c.New)
			}},
			{ID: "N26", On: model.Create, Test: routeUnique},
			{On: model.Create, Test: func(c *model.Call) error {
				return routeLimit(c, 1+len(c.Props(RouteTable, c.New.String("routeTableId")).List("routes")))
			}},
		},
		Fill: addRoute, Deleted: removeRoute,
	}
}

// destination returns the destination of a separate or an inline route.
func destination(r model.Props) string {
	for _, name := range slices.Concat(routeDestinations, inlineDestinations) {
		if s := r.String(name); s != "" {
			return s
		}
	}
	return ""
}

// exactlyOne is the provider's check of an inline route.
func exactlyOne(r model.Props, names []string) error {
	var set, all []string
	for _, name := range names {
		all = append(all, schema.Snake(name))
		if r.Has(name) {
			set = append(set, schema.Snake(name))
		}
	}
	switch len(set) {
	case 0:
		return model.Providerf("one of `%s` must be specified", strings.Join(all, ", "))
	case 1:
		return nil
	default:
		return model.Providerf("only one of `%s` can be specified, but `%s` were specified",
			strings.Join(all, ", "), strings.Join(set, ", "))
	}
}

func routeGateway(c *model.Call, id string) error {
	if strings.HasPrefix(id, "igw-") && !c.Exists(InternetGateway, id) {
		return model.Errorf("InvalidGatewayID.NotFound", "The gateway ID '%s' does not exist", id)
	}
	return nil
}

// routeBeyond rejects a destination inside the VPC. A destination that is more specific than the VPC's range may target
// an appliance.
func routeBeyond(c *model.Call, vpc string, r model.Props) error {
	p, ok := prefix(destination(r))
	if !ok {
		return nil
	}
	for _, local := range vpcRanges(c, vpc) {
		appliance := r.Has("networkInterfaceId") || r.Has("natGatewayId") || r.Has("vpcEndpointId")
		inside := local.IsValid() && local.Contains(p.Addr()) && local.Bits() <= p.Bits()
		if inside && (p == local || !appliance) {
			return model.Errorf("InvalidParameterValue", "The destination CIDR block %s is equal to or more specific than "+
				"one of this VPC's CIDR blocks. This route can target only an interface or an instance.", p)
		}
	}
	return nil
}

func routeUnique(c *model.Call) error {
	table := c.Props(RouteTable, c.New.String("routeTableId"))
	for _, r := range table.Objects("routes") {
		if d := destination(c.New); destination(r) == d {
			return alreadyRouted(d)
		}
	}
	return nil
}

func alreadyRouted(destination string) error {
	return model.Errorf("RouteAlreadyExists", "The route identified by %s already exists.", destination)
}

func routeLimit(c *model.Call, routes int) error {
	if routes > c.Quota("routesPerTable", 500) {
		return model.Errorf("RouteLimitExceeded", "The maximum number of routes has been reached.")
	}
	return nil
}

// addRoute adds the route to its table's list, which contains all routes.
func addRoute(c *model.Call) error {
	entry := map[string]any{}
	for i, name := range routeDestinations {
		if c.State.Has(name) {
			entry[inlineDestinations[i]] = c.State[name]
		}
	}
	for _, name := range routeTargets {
		if c.New.Has(name) {
			entry[name] = c.New[name]
		}
	}
	setRoute(c, c.State, entry)
	return nil
}

func removeRoute(c *model.Call) error {
	setRoute(c, c.Old, nil)
	return nil
}

// setRoute replaces the entry of a route in its table's list; nil removes it.
func setRoute(c *model.Call, r model.Props, entry map[string]any) {
	table := c.Get(RouteTable, r.String("routeTableId"))
	if table == nil {
		return
	}
	routes := []any{}
	for _, other := range table.Properties.Objects("routes") {
		if destination(other) != destination(r) {
			routes = append(routes, map[string]any(other))
		}
	}
	if entry != nil {
		routes = append(routes, entry)
	}
	table.Properties["routes"] = routes
	c.Put(table)
}
