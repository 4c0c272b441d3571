package ec2

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func gatewayAttachment() *model.Type {
	return &model.Type{
		Token: GatewayAttachment, Service: service, Noun: "EC2 Internet Gateway Attachment",
		Actions: model.Actions{Create: "AttachInternetGateway", Delete: "DetachInternetGateway"},
		NewID: func(c *model.Call) string {
			return c.New.String("internetGatewayId") + ":" + c.New.String("vpcId")
		},
		Links:    []string{"vpcId", "internetGatewayId"},
		Replaces: []model.Replace{{Properties: []string{"internetGatewayId", "vpcId"}}},
		Rules: []model.Rule{
			inVPC(),
			model.Refers("internetGatewayId", InternetGateway, "InvalidInternetGatewayID.NotFound",
				"The internetGateway ID '%s' does not exist"),
			{ID: "N15", On: model.Create, Test: unattached},
			{ID: "N15", On: model.Create, Test: onlyGateway},
			{ID: "N16", On: model.Delete, Test: func(c *model.Call) error { return detachable(c, c.Old.String("vpcId")) }},
		},
		Created: func(c *model.Call) error {
			attach(c, c.State.String("vpcId"))
			return nil
		},
		Deleted: func(c *model.Call) error {
			attach(c, "")
			return nil
		},
	}
}

func unattached(c *model.Call) error {
	id := c.New.String("internetGatewayId")
	if vpc := c.Props(InternetGateway, id).String("vpcId"); vpc != "" {
		return model.Errorf("Resource.AlreadyAssociated", "resource %s is already attached to network %s", id, vpc)
	}
	return nil
}

// attach sets the gateway's own attribute for the VPC that it is attached to.
func attach(c *model.Call, vpc string) {
	if gateway := c.Get(InternetGateway, c.State.String("internetGatewayId")); gateway != nil {
		gateway.Properties["vpcId"] = vpc
		c.Put(gateway)
	}
}
