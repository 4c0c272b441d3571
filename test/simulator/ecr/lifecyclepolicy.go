package ecr

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func lifecyclePolicy() *model.Type {
	const put = "PutLifecyclePolicy"
	return part(LifecyclePolicy, "ECR Lifecycle Policy", model.Actions{
		Create: put, Read: "GetLifecyclePolicy", Update: put, Delete: "DeleteLifecyclePolicy",
	}, model.JSONText, model.Rule{ID: "EC4", On: model.Write, Test: priorities})
}

func badLifecycle(reason string) error {
	return model.Errorf(invalid, "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle "+
		"policy validation failure: %s'", reason)
}

// priorities requires distinct priorities, with the rule for any image last.
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
