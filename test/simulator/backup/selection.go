package backup

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func selection() *model.Type {
	return &model.Type{
		Token: Selection, Service: service, Noun: "Backup Selection", Modeled: true,
		Actions: model.Actions{
			Create: "CreateBackupSelection", Read: "GetBackupSelection", Delete: "DeleteBackupSelection",
		},
		Name:     model.Name{Property: "name", Max: 50},
		NewID:    model.NewUUID,
		Links:    []string{planID, "resources", "iamRoleArn"},
		Computed: []string{"conditions", "notResources"},
		Replaces: []model.Replace{{Rule: "B5", Properties: []string{
			"name", planID, "iamRoleArn", "resources", "notResources", "selectionTags", "conditions",
		}}},
		Rules: []model.Rule{
			model.Matches("name", `^[0-9A-Za-z_.-]{1,50}$`,
				"must be between 1 and 50 alphanumeric, hyphen, underscore or period characters"),
			{On: model.Check, Test: tagTypes},
			{On: model.Create, Test: func(c *model.Call) error {
				if id := c.New.String(planID); !c.Exists(Plan, id) {
					return model.Errorf(invalid, "Cannot find Backup plan with ID %s", id)
				}
				return nil
			}},
			{ID: "B5", On: model.Create, Test: func(c *model.Call) error {
				if arn := c.New.String("iamRoleArn"); !c.RoleTrusts(arn, "backup.amazonaws.com") {
					return model.Errorf(invalid, "IAM Role %s cannot be assumed by AWS Backup", arn)
				}
				return nil
			}},
		},
	}
}

func tagTypes(c *model.Call) error {
	const only = "STRINGEQUALS"
	for _, tag := range c.New.Objects("selectionTags") {
		if kind := tag.String("type"); kind != "" && kind != only {
			return model.Invalidf("selectionTags", "expected type to be one of [%q], got %s", only, kind)
		}
	}
	return nil
}
