package ec2

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func egressOnlyGateway() *model.Type {
	return &model.Type{
		Token: EgressOnlyGateway, Service: service, Noun: "EC2 Egress-only Internet Gateway",
		NewID:    model.Prefixed("eigw-"),
		Links:    []string{"vpcId"},
		Replaces: []model.Replace{{Properties: []string{"vpcId"}}},
		Rules:    []model.Rule{inVPC()},
	}
}
