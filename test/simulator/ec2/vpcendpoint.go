package ec2

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	gatewayType   = "Gateway"
	interfaceType = "Interface"
	// openPolicy is the default policy of an endpoint.
	openPolicy = `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}`
)

func vpcEndpoint() *model.Type {
	return &model.Type{
		Token: VPCEndpoint, Service: service, Noun: "EC2 VPC Endpoint", NewID: model.Prefixed("vpce-"),
		Actions:    model.Actions{Delete: "DeleteVpcEndpoints"},
		ARN:        "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}",
		Links:      []string{"vpcId", "routeTableIds"},
		Interfaces: model.Interfaces{Subnets: "subnetIds", Groups: "securityGroupIds"},
		Defaults:   model.Props{"vpcEndpointType": gatewayType, "privateDnsEnabled": false, "policy": openPolicy},
		Computed: []string{
			"cidrBlocks", "dnsEntries", "networkInterfaceIds", "routeTableIds", "securityGroupIds", "subnetConfigurations",
			"subnetIds",
		},
		Replaces: []model.Replace{{Rule: "N47", Properties: []string{"vpcId", "serviceName", "vpcEndpointType"}}, {
			Properties: []string{"resourceConfigurationArn", "serviceNetworkArn", "serviceRegion"},
		}},
		Rules: []model.Rule{
			model.ExactlyOne("serviceName", "resourceConfigurationArn", "serviceNetworkArn").As("N43"),
			model.OneOf("vpcEndpointType",
				gatewayType, "GatewayLoadBalancer", interfaceType, "Resource", "ServiceNetwork"),
			model.JSON("policy"),
			inVPC(),
			inSubnets("subnetIds"),
			inGroup("securityGroupIds"),
			model.Refers("routeTableIds", RouteTable, "InvalidRouteTableId.NotFound", tableMissingText),
			{ID: "N46", On: model.Create, Test: endpointService},
			{ID: "N43", On: model.Write, Test: endpointFields},
			{ID: "N45", On: model.Write, Test: endpointZones},
			{ID: "N5", On: model.Write, Test: endpointDNS},
			{ID: "N44", On: model.Write, Test: endpointDNSFree},
			{ID: "N42", On: model.Write, Test: groupsPerInterface},
			{On: model.Write, Test: endpointRoutes},
		},
		Fill: fillEndpoint,
	}
}

func endpointKind(p model.Props) string {
	if p.Has("vpcEndpointType") {
		return p.String("vpcEndpointType")
	}
	return gatewayType
}

func endpointService(c *model.Call) error {
	name := c.New.String("serviceName")
	if name == "" {
		return nil
	}
	kinds := serviceKinds(c.Region, name)
	if len(kinds) == 0 {
		return model.Errorf("InvalidServiceName", "The Vpc Endpoint Service '%s' does not exist", name)
	}
	if kind := endpointKind(c.New); !slices.Contains(kinds, kind) {
		return model.Errorf("InvalidParameter", "Endpoint type (%s) does not match available service types ([%s]).",
			kind, strings.Join(kinds, ", "))
	}
	return nil
}

// endpointFields rejects properties that do not fit the kind of the endpoint.
func endpointFields(c *model.Call) error {
	fields := []struct{ property, kind, text string }{
		{"routeTableIds", gatewayType, "Route table IDs are only supported for Gateway type VPC Endpoint."},
		{"subnetIds", interfaceType, "Subnet IDs are only supported for Interface type VPC Endpoint."},
		{"securityGroupIds", interfaceType, "Security group IDs are only supported for Interface type VPC Endpoint."},
		{"privateDnsEnabled", interfaceType, "Private DNS is only supported for Interface type VPC Endpoint."},
	}
	gateway := endpointKind(c.New) == gatewayType
	for _, f := range fields {
		set := c.New.Has(f.property) && c.New[f.property] != false
		if set && gateway != (f.kind == gatewayType) {
			return model.Errorf("InvalidParameter", "%s", f.text)
		}
	}
	return nil
}

func endpointZones(c *model.Call) error {
	seen := map[string]bool{}
	for _, id := range c.New.Strings("subnetIds") {
		zone := c.Props(Subnet, id).String("availabilityZone")
		if seen[zone] {
			return model.Errorf("DuplicateSubnetsInSameZone",
				"Found another VPC endpoint subnet in the availability zone of %s", id)
		}
		seen[zone] = true
	}
	return nil
}

func endpointDNS(c *model.Call) error {
	vpc := c.Props(VPC, c.New.String("vpcId"))
	if c.New.Bool("privateDnsEnabled") && !(vpc.Bool("enableDnsSupport") && vpc.Bool("enableDnsHostnames")) {
		return model.Errorf("InvalidParameter", "Enabling private DNS requires both enableDnsSupport and "+
			"enableDnsHostnames VPC attributes set to true for %s", c.New.String("vpcId"))
	}
	return nil
}

func endpointDNSFree(c *model.Call) error {
	vpc, name := c.New.String("vpcId"), c.New.String("serviceName")
	for _, r := range c.Find(VPCEndpoint, "vpcId", vpc) {
		other := r.Properties
		both := c.New.Bool("privateDnsEnabled") && other.Bool("privateDnsEnabled")
		if r.ID != c.ID && both && other.String("serviceName") == name {
			return model.Errorf("InvalidParameter", "private-dns-enabled cannot be set because there is already a "+
				"conflicting DNS domain for %s in the VPC %s", privateName(c.Region, name), vpc)
		}
	}
	return nil
}

func groupsPerInterface(c *model.Call) error {
	if len(c.New.Strings("securityGroupIds")) > c.Quota("securityGroupsPerInterface", 5) {
		return model.Errorf("SecurityGroupsPerInterfaceLimitExceeded",
			"The maximum number of security groups per interface has been reached.")
	}
	return nil
}

// endpointRoutes rejects a second gateway endpoint of one service in a route table.
func endpointRoutes(c *model.Call) error {
	name := c.New.String("serviceName")
	for _, table := range c.New.Strings("routeTableIds") {
		for _, other := range c.Find(VPCEndpoint, "routeTableIds", table) {
			if other.ID != c.ID && other.Properties["serviceName"] == name {
				return model.Errorf("RouteAlreadyExists", "route table %s already has a route with "+
					"destination-prefix-list-id %s", table, prefixListID(name))
			}
		}
	}
	return nil
}

func fillEndpoint(c *model.Call) error {
	c.State["ownerId"], c.State["state"] = account.ID, "available"
	c.State.Default("serviceRegion", c.Region)
	c.State.Default("ipAddressType", "ipv4")
	for _, list := range []string{"routeTableIds", "subnetIds", "securityGroupIds", "networkInterfaceIds"} {
		c.State.Default(list, []any{})
	}
	name := c.State.String("serviceName")
	if endpointKind(c.State) == gatewayType {
		list, _ := awsList(c.Region, prefixListID(name))
		c.State["prefixListId"], c.State["cidrBlocks"] = prefixListID(name), list.cidrs
		return nil
	}
	fillInterfaces(c, name)
	return nil
}

func fillInterfaces(c *model.Call, name string) {
	if !c.State.Has("securityGroupIds") {
		vpc := c.Props(VPC, c.State.String("vpcId"))
		c.State["securityGroupIds"] = []any{vpc.String("defaultSecurityGroupId")}
	}
	enis := c.State.List("networkInterfaceIds")
	for len(enis) < len(c.State.Strings("subnetIds")) {
		enis = append(enis, "eni-"+model.Hex(17))
	}
	c.State["networkInterfaceIds"] = enis[:len(c.State.Strings("subnetIds"))]
	c.State.Default("dnsOptions", map[string]any{"dnsRecordIpType": "ipv4"})
	short := strings.TrimPrefix(name, "com.amazonaws."+c.Region+".")
	c.State.Default("dnsEntries", []any{map[string]any{
		"dnsName":      fmt.Sprintf("%s-%s.%s.%s.vpce.amazonaws.com", c.ID, model.Hex(8), short, c.Region),
		"hostedZoneId": "Z7HUB22UULQXV", // that of us-east-1
	}})
}
