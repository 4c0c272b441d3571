package ecr

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// part declares a policy type. A repository has at most one policy of it.
func part(token, noun string, actions model.Actions, normal func(string) string, rules ...model.Rule) *model.Type {
	return &model.Type{
		Token: token, Service: service, Noun: noun, Modeled: true, Actions: actions,
		NewID: model.Named("repository"), Links: []string{"repository"},
		Normal:   map[string]func(string) string{"policy": normal},
		Replaces: []model.Replace{{Properties: []string{"repository"}}},
		Rules: append([]model.Rule{
			model.JSON("policy").As("EC4"), {On: model.Write, Test: repositoryExists},
		}, rules...),
		Fill: func(c *model.Call) error {
			c.State["registryId"] = account.ID
			c.State["policy"] = model.Document(c.State["policy"])
			return nil
		},
	}
}

func repositoryExists(c *model.Call) error {
	if name := c.New.String("repository"); !c.Exists(Repository, name) {
		return model.Errorf("RepositoryNotFoundException", "The repository with name '%s' does not exist in the registry "+
			"with id '%s'", name, account.ID)
	}
	return nil
}

func repositoryPolicy() *model.Type {
	const put = "SetRepositoryPolicy"
	return part(RepositoryPolicy, "ECR Repository Policy", model.Actions{
		Create: put, Read: "GetRepositoryPolicy", Update: put, Delete: "DeleteRepositoryPolicy",
	}, model.PolicyText, model.Rule{On: model.Write, Test: func(c *model.Call) error {
		if c.MissingPrincipal(model.Document(c.New.Get("policy"))) != "" {
			return model.Errorf(invalid, "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository "+
				"policy provided'")
		}
		return nil
	}})
}
