package ec2

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func association() *model.Type {
	return &model.Type{
		Token: Association, Service: service, Noun: "Route Table Association", NewID: model.Prefixed("rtbassoc-"),
		Actions: model.Actions{
			Create: "AssociateRouteTable", Update: "ReplaceRouteTableAssociation", Delete: "DisassociateRouteTable",
			Read: "DescribeRouteTables",
		},
		Links:    []string{"subnetId", "gatewayId", "routeTableId"},
		Replaces: []model.Replace{{Properties: []string{"subnetId", "gatewayId"}}},
		Rules: []model.Rule{
			model.ExactlyOne("subnetId", "gatewayId").As("N25"),
			model.Refers("routeTableId", RouteTable, tableMissing, tableMissingText),
			inSubnets("subnetId"),
			{On: model.Write, Test: sameNetwork},
			{ID: "N24", On: model.Create, Test: onlyAssociation},
		},
	}
}

func sameNetwork(c *model.Call) error {
	table, subnet := c.New.String("routeTableId"), c.New.String("subnetId")
	if subnet != "" && c.Props(RouteTable, table)["vpcId"] != c.Props(Subnet, subnet)["vpcId"] {
		return model.Refusef("InvalidParameterValue", "Route table %s and subnet %s belong to different networks",
			table, subnet)
	}
	return nil
}

func onlyAssociation(c *model.Call) error {
	for _, property := range []string{"subnetId", "gatewayId"} {
		if id := c.New.String(property); id != "" && len(c.Find(Association, property, id)) > 0 {
			return model.Refusef("Resource.AlreadyAssociated", "the specified association for route table %s conflicts "+
				"with an existing association", c.New.String("routeTableId"))
		}
	}
	return nil
}

func mainAssociation() *model.Type {
	return &model.Type{
		Token: MainAssociation, Service: service, Noun: "Main Route Table Association",
		NewID: model.Prefixed("rtbassoc-"),
		Actions: model.Actions{
			Create: "ReplaceRouteTableAssociation", Update: "ReplaceRouteTableAssociation",
			Delete: "ReplaceRouteTableAssociation", Read: "DescribeRouteTables",
		},
		Replaces: []model.Replace{{Properties: []string{"vpcId"}}},
		Rules: []model.Rule{
			inVPC(),
			model.Refers("routeTableId", RouteTable, tableMissing, tableMissingText),
		},
		Fill: func(c *model.Call) error {
			c.State.Default("originalRouteTableId", c.Props(VPC, c.State.String("vpcId")).String("mainRouteTableId"))
			setMain(c, c.State.String("routeTableId"))
			return nil
		},
		Deleted: func(c *model.Call) error {
			setMain(c, c.Old.String("originalRouteTableId"))
			return nil
		},
	}
}

// setMain makes a table the one of all subnets that have none of their own.
func setMain(c *model.Call, table string) {
	if vpc := c.Get(VPC, c.State.String("vpcId")); vpc != nil {
		vpc.Properties["mainRouteTableId"] = table
		c.Put(vpc)
	}
}
