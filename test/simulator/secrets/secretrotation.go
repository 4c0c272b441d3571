package secrets

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func rotation() *model.Type {
	return &model.Type{
		Token: Rotation, Service: manager, Noun: "Secrets Manager Secret Rotation", Modeled: true,
		Actions: model.Actions{
			Create: "RotateSecret", Read: "DescribeSecret", Update: "RotateSecret",
			Delete: "CancelRotateSecret",
		},
		NewID:    model.Named("secretId"),
		Links:    []string{"secretId"},
		Defaults: model.Props{"rotateImmediately": true, "rotationEnabled": true},
		Replaces: []model.Replace{{Properties: []string{"secretId"}}},
		Rules: []model.Rule{
			secretExists,
			{ID: "K16", On: model.Write, Test: rotationDays},
		},
	}
}
