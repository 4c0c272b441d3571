package ec2

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func routeTable() *model.Type {
	return &model.Type{
		Token: RouteTable, Service: service, Noun: "EC2 Route Table", NewID: model.Prefixed("rtb-"),
		Actions:  model.Actions{Update: "ReplaceRoute"},
		ARN:      "arn:{partition}:ec2:{region}:{account}:route-table/{id}",
		Links:    []string{"vpcId"},
		Computed: []string{"routes", "propagatingVgws"},
		Replaces: []model.Replace{{Properties: []string{"vpcId"}}},
		Rules: append(inlineRouteRules(),
			inVPC(),
			model.LimitPer("routeTablesPerVPC", "vpcId", 200, "RouteTableLimitExceeded",
				"The maximum number of route tables has been reached."),
			model.Rule{ID: "N30", On: model.Delete, Test: tableFree},
		),
		Fill:    fillTable,
		Deleted: removeRoutes,
	}
}

// inlineRouteRules are the rules for a table's inline routes.
func inlineRouteRules() []model.Rule {
	return []model.Rule{
		{ID: "N27", On: model.Write, Test: inlineRouteShape},
		model.Refers("routes.natGatewayId", NATGateway, natMissing, natMissingText),
		{On: model.Write, Test: inlineRouteGateways},
		{ID: "N26", On: model.Write, Test: inlineRouteUnique},
		{ID: "N29", On: model.Write, Test: inlineRouteLocal},
		{On: model.Write, Test: func(c *model.Call) error { return routeLimit(c, len(c.New.List("routes"))) }},
	}
}

func inlineRouteShape(c *model.Call) error {
	for _, r := range c.New.Objects("routes") {
		for _, names := range [][]string{inlineDestinations, routeTargets} {
			if err := exactlyOne(r, names); err != nil {
				return err
			}
		}
	}
	return nil
}

func inlineRouteGateways(c *model.Call) error {
	for _, r := range c.New.Objects("routes") {
		if err := routeGateway(c, r.String("gatewayId")); err != nil {
			return err
		}
	}
	return nil
}

func inlineRouteUnique(c *model.Call) error {
	seen := map[string]bool{}
	for _, r := range c.New.Objects("routes") {
		d := destination(r)
		if seen[d] {
			return alreadyRouted(d)
		}
		seen[d] = true
	}
	return nil
}

func inlineRouteLocal(c *model.Call) error {
	for _, r := range c.New.Objects("routes") {
		if err := routeBeyond(c, tableVPC(c), r); err != nil {
			return err
		}
	}
	return nil
}

// tableVPC returns the VPC of the table: a new table names it, the main one has it.
func tableVPC(c *model.Call) string {
	if vpc := c.New.String("vpcId"); vpc != "" {
		return vpc
	}
	return c.Props(RouteTable, c.New.String("defaultRouteTableId")).String("vpcId")
}

// tableFree rejects the deletion of a table with associations, including the VPC's own.
func tableFree(c *model.Call) error {
	main := c.Props(VPC, c.Old.String("vpcId")).String("mainRouteTableId") == c.ID
	if main || len(c.Find(Association, "routeTableId", c.ID)) > 0 {
		return model.Errorf("DependencyViolation", "The routeTable '%s' has dependencies and cannot be deleted.", c.ID)
	}
	return nil
}

func fillTable(c *model.Call) error {
	c.State["ownerId"] = account.ID
	c.State.Default("routes", []any{})
	c.State.Default("propagatingVgws", []any{})
	dropRoutes(c, c.ID, c.State.Objects("routes"))
	return nil
}

func removeRoutes(c *model.Call) error {
	dropRoutes(c, c.ID, nil)
	return nil
}

// dropRoutes removes the separate routes that the table's inline list no longer contains.
func dropRoutes(c *model.Call, table string, kept []model.Props) {
	left := map[string]bool{}
	for _, r := range kept {
		left[destination(r)] = true
	}
	for _, r := range c.Find(Route, "routeTableId", table) {
		if !left[destination(r.Properties)] {
			c.Delete(Route, r.ID)
		}
	}
}

// fillDefaultTable gives the VPC's main table the routes of the program.
func fillDefaultTable(c *model.Call) error {
	own := c.Get(RouteTable, c.ID)
	c.State["vpcId"], c.State["ownerId"] = own.Properties["vpcId"], account.ID
	if c.Op == model.Update && !c.Changed("routes") {
		return nil
	}
	if err := fillTable(c); err != nil {
		return err
	}
	own.Properties["routes"] = c.State["routes"]
	c.Put(own)
	return nil
}
