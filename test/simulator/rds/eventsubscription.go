package rds

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func subscription() *model.Type {
	return &model.Type{
		Token: Subscription, Service: service, Noun: "RDS Event Subscription", Actions: actions("EventSubscription"),
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 255},
		ARN:      "arn:{partition}:rds:{region}:{account}:es:{name}",
		Links:    []string{"arn", "snsTopic", "sourceIds"},
		Defaults: model.Props{"enabled": true},
		Replaces: []model.Replace{{Properties: []string{"name", "namePrefix"}}},
		Rules: []model.Rule{
			model.Conflicts("name", "namePrefix"),
			model.OneOf("sourceType", "db-instance", "db-security-group", "db-parameter-group", "db-snapshot",
				"db-cluster", "db-cluster-snapshot", "custom-engine-version", "db-proxy", "blue-green-deployment"),
			{On: model.Create, Test: func(c *model.Call) error {
				if name := c.New.String("name"); c.Exists(Subscription, name) {
					return model.Errorf("SubscriptionAlreadyExist", "Event Subscription already exists: %s", name)
				}
				return nil
			}},
			{On: model.Write, Test: func(c *model.Call) error {
				if arn := c.New.String("snsTopic"); !c.Exists(topic, arn) {
					return model.Errorf("SNSTopicArnNotFound", "SNS topic %s does not exist", arn)
				}
				return nil
			}},
			{On: model.Write, Test: sourcesExist},
		},
		Fill: func(c *model.Call) error {
			c.State["customerAwsId"] = account.ID
			return nil
		},
	}
}

func sourcesExist(c *model.Call) error {
	ids := c.New.Strings("sourceIds")
	if len(ids) > 0 && !c.New.Has("sourceType") {
		return model.Errorf(combination, "You must specify a source type when you specify source IDs.")
	}
	for _, id := range ids {
		if c.New.String("sourceType") == "db-instance" && instanceOf(c, id) == nil {
			return model.Errorf("SourceNotFound", "No DB instance found with ID: %s", id)
		}
	}
	return nil
}
