package sns

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func topicPolicy() *model.Type {
	return &model.Type{
		Token: TopicPolicy, Service: service, Noun: "SNS Topic Policy", Modeled: true,
		Actions: model.Actions{
			Create: "SetTopicAttributes", Read: "GetTopicAttributes", Update: "SetTopicAttributes",
			Delete: "SetTopicAttributes",
		},
		NewID:    model.Named("arn"),
		Links:    []string{"arn"},
		Normal:   map[string]func(string) string{"policy": model.PolicyText},
		Replaces: []model.Replace{{Properties: []string{"arn"}}},
		Rules: []model.Rule{
			model.JSON("policy"), topicExists("arn"),
			{On: model.Write, Test: policyPrincipals},
		},
		Fill: func(c *model.Call) error {
			c.State["owner"] = account.ID
			c.State["policy"] = model.Document(c.State["policy"])
			return nil
		},
	}
}
