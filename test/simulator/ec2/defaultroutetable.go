package ec2

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func defaultTable() *model.Type {
	return &model.Type{
		Token: DefaultTable, Service: service, Noun: "EC2 Default Route Table", Adopt: true,
		NewID:    model.Named("defaultRouteTableId"),
		Actions:  model.Actions{Create: "ReplaceRoute", Update: "ReplaceRoute"},
		ARN:      "arn:{partition}:ec2:{region}:{account}:route-table/{id}",
		Computed: []string{"routes", "propagatingVgws"},
		Replaces: []model.Replace{{Properties: []string{"defaultRouteTableId"}}},
		Rules: append([]model.Rule{
			model.Refers("defaultRouteTableId", RouteTable, tableMissing, tableMissingText),
		}, inlineRouteRules()...),
		Fill: fillDefaultTable,
	}
}
