package ec2

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		single("aws:ec2/getVpc:getVpc", vpcSource, addVPC),
		single("aws:ec2/getSubnet:getSubnet", subnetSource, addSubnet),
		single("aws:ec2/getSecurityGroup:getSecurityGroup", groupSource, nil),
		single("aws:ec2/getRouteTable:getRouteTable", tableSource, addTable),
		single("aws:ec2/getNatGateway:getNatGateway", natSource, addNAT),
		single("aws:ec2/getInternetGateway:getInternetGateway", gatewaySource, addGateway),
		single("aws:ec2/getVpcEndpoint:getVpcEndpoint", endpointSource, nil),
		single("aws:ec2/getElasticIp:getElasticIp", eipSource, nil),
		several("aws:ec2/getVpcs:getVpcs", vpcSource),
		several("aws:ec2/getSubnets:getSubnets", subnetSource),
		several("aws:ec2/getSecurityGroups:getSecurityGroups", groupSource),
		single("aws:ec2/getManagedPrefixList:getManagedPrefixList", prefixListSource, nil),
		single("aws:ec2/getPrefixList:getPrefixList", prefixListSource, addRanges),
	}
}

// single is a data source that returns the properties of the one matching resource, and what add adds.
func single(token string, s source, add func(c *model.Call, r *account.Resource, out model.Props)) *model.Function {
	return &model.Function{Token: token, Run: func(c *model.Call) (model.Props, error) {
		r, err := s.one(c)
		if err != nil {
			return nil, err
		}
		out := r.Properties.Clone()
		out["id"], out["tags"] = r.ID, tags(r)
		delete(out, "tagsAll")
		if c.New.Has("filters") {
			out["filters"] = c.New["filters"]
		}
		if add != nil {
			add(c, r, out)
		}
		return out, nil
	}}
}

// several is a data source that returns the IDs of all matching resources.
func several(token string, s source) *model.Function {
	return &model.Function{Token: token, Run: func(c *model.Call) (model.Props, error) {
		found, err := s.find(c)
		if err != nil {
			return nil, err
		}
		ids, arns, vpcs := []any{}, []any{}, []any{}
		for _, r := range found {
			ids, arns, vpcs = append(ids, r.ID), append(arns, r.Properties["arn"]), append(vpcs, r.Properties["vpcId"])
		}
		out := c.New.Clone()
		out["id"], out["ids"] = c.Region, ids
		out.Default("tags", map[string]any{})
		if s.token == SecurityGroup {
			out["arns"], out["vpcIds"] = arns, vpcs
		}
		return out, nil
	}}
}

func addVPC(c *model.Call, r *account.Resource, out model.Props) {
	associations := []any{map[string]any{
		"associationId": "vpc-cidr-assoc-" + r.ID[len("vpc-"):], "cidrBlock": out["cidrBlock"], "state": "associated",
	}}
	for _, more := range c.Find(SecondaryCIDR, "vpcId", r.ID) {
		associations = append(associations, map[string]any{
			"associationId": more.ID, "cidrBlock": more.Properties["cidrBlock"], "state": "associated",
		})
	}
	out["cidrBlockAssociations"], out["default"], out["state"] = associations, false, "available"
}

func addSubnet(c *model.Call, r *account.Resource, out model.Props) {
	out["availableIpAddressCount"] = float64(FreeAddresses(c, r.ID))
	out["defaultForAz"], out["state"] = false, "available"
}

func addTable(c *model.Call, r *account.Resource, out model.Props) {
	out["routeTableId"] = r.ID
	associations := []any{}
	for _, a := range c.Find(Association, "routeTableId", r.ID) {
		associations = append(associations, map[string]any{
			"main": false, "routeTableAssociationId": a.ID, "routeTableId": r.ID, "subnetId": a.Properties["subnetId"],
			"gatewayId": a.Properties["gatewayId"],
		})
	}
	if isMainTable(c, r)[0] == "true" {
		associations = append(associations, map[string]any{"main": true, "routeTableId": r.ID})
	}
	out["associations"] = associations
}

func addNAT(c *model.Call, _ *account.Resource, out model.Props) {
	out["state"], out["vpcId"] = "available", c.Props(Subnet, out.String("subnetId"))["vpcId"]
}

func addGateway(_ *model.Call, r *account.Resource, out model.Props) {
	out["internetGatewayId"], out["attachments"] = r.ID, []any{}
	if vpc := out.String("vpcId"); vpc != "" {
		out["attachments"] = []any{map[string]any{"state": "available", "vpcId": vpc}}
	}
	delete(out, "vpcId")
}

func addRanges(_ *model.Call, r *account.Resource, out model.Props) {
	ranges := []any{}
	for _, entry := range out.Objects("entries") {
		ranges = append(ranges, entry["cidr"])
	}
	for name := range out {
		if name != "name" && name != "filters" {
			delete(out, name)
		}
	}
	out["id"], out["prefixListId"], out["cidrBlocks"] = r.ID, r.ID, ranges
}
