package ec2

import "github.com/tenfold-iac/tenfold/test/simulator/model"

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

// setMain makes a table the main one, for all subnets without a table of their own.
func setMain(c *model.Call, table string) {
	if vpc := c.Get(VPC, c.State.String("vpcId")); vpc != nil {
		vpc.Properties["mainRouteTableId"] = table
		c.Put(vpc)
	}
}
