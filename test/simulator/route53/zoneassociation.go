package route53

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// association associates one more VPC with a private zone.
func association() *model.Type {
	return &model.Type{
		Token: Association, Service: service, Noun: "Route53 Zone Association", Modeled: true, Global: true,
		Actions: model.Actions{
			Create: "AssociateVPCWithHostedZone", Read: "GetHostedZone", Delete: "DisassociateVPCFromHostedZone",
		},
		NewID: func(c *model.Call) string { return c.New.String("zoneId") + ":" + c.New.String("vpcId") },
		Links: []string{"zoneId", "vpcId"},
		Replaces: []model.Replace{
			{Properties: []string{"zoneId", "vpcId", "vpcRegion"}},
		},
		Rules: []model.Rule{
			model.Refers("zoneId", Zone, "NoSuchHostedZone", "No hosted zone found with ID: %s").As("D10"),
			{ID: "D9", On: model.Create, Test: func(c *model.Call) error {
				if !c.Props(Zone, c.New.String("zoneId")).Has("vpcs") {
					return publicZone()
				}
				return nil
			}},
		},
		Fill: func(c *model.Call) error {
			c.State.Default("vpcRegion", c.Region)
			c.State["owningAccount"] = account.ID
			return nil
		},
	}
}
