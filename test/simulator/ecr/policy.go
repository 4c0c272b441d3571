package ecr

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// part is a policy of a repository, of which there is one per repository.
func part(token, noun string, actions model.Actions, normal func(string) string, rules ...model.Rule) *model.Type {
	return &model.Type{
		Token: token, Service: service, Noun: noun, Modeled: true, Actions: actions,
		NewID: model.Named("repository"), Links: []string{"repository"},
		Normal:   map[string]func(string) string{"policy": normal},
		Replaces: []model.Replace{{Properties: []string{"repository"}}},
		Rules: append([]model.Rule{
			model.JSON("policy").As("EC4"), {On: model.Write, Test: repositoryThere},
		}, rules...),
		Fill: func(c *model.Call) error {
			c.State["registryId"] = account.ID
			c.State["policy"] = model.Document(c.State["policy"])
			return nil
		},
	}
}

func repositoryThere(c *model.Call) error {
	if name := c.New.String("repository"); !c.Exists(Repository, name) {
		return model.Refusef("RepositoryNotFoundException", "The repository with name '%s' does not exist in the registry "+
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
			return model.Refusef(invalid, "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository "+
				"policy provided'")
		}
		return nil
	}})
}

func lifecyclePolicy() *model.Type {
	const put = "PutLifecyclePolicy"
	return part(LifecyclePolicy, "ECR Lifecycle Policy", model.Actions{
		Create: put, Read: "GetLifecyclePolicy", Update: put, Delete: "DeleteLifecyclePolicy",
	}, model.JSONText, model.Rule{ID: "EC4", On: model.Write, Test: priorities})
}

func badLifecycle(reason string) error {
	return model.Refusef(invalid, "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle "+
		"policy validation failure: %s'", reason)
}

// priorities differ, and the rule for any image comes last.
func priorities(c *model.Call) error {
	var document model.Props
	if err := json.Unmarshal([]byte(model.Document(c.New.Get("policy"))), &document); err != nil {
		return badLifecycle("string is not a JSON object")
	}
	var seen []int
	last, every := 0, 0
	for _, rule := range document.Objects("rules") {
		n := rule.Int("rulePriority")
		if slices.Contains(seen, n) {
			return badLifecycle(fmt.Sprintf("rulePriority %d is used more than once", n))
		}
		seen, last = append(seen, n), max(last, n)
		if rule.String("selection.tagStatus") == "any" {
			every = n
		}
	}
	if len(seen) == 0 {
		return badLifecycle("object has too few rules")
	}
	if every > 0 && every != last {
		return badLifecycle("only the rule with the lowest priority may select images with tagStatus any")
	}
	return nil
}
