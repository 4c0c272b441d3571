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
		return model.Errorf("InvalidParameterValue", "Route table %s and subnet %s belong to different networks",
			table, subnet)
	}
	return nil
}

func onlyAssociation(c *model.Call) error {
	for _, property := range []string{"subnetId", "gatewayId"} {
		if id := c.New.String(property); id != "" && len(c.Find(Association, property, id)) > 0 {
			return model.Errorf("Resource.AlreadyAssociated", "the specified association for route table %s conflicts "+
				"with an existing association", c.New.String("routeTableId"))
		}
	}
	return nil
}
