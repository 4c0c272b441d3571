package lambda

import (
	"cmp"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const createOnly, crud = "CREATE_ONLY", "CRUD"

func invocation() *model.Type {
	return &model.Type{
		Token: Invocation, Service: service, Noun: "Lambda Invocation", Modeled: true,
		Actions:  model.Actions{Create: "Invoke", Read: "GetFunction", Update: "Invoke", Delete: "Invoke"},
		NewID:    invocationID,
		Links:    []string{"functionName"},
		Defaults: model.Props{"lifecycleScope": createOnly, "qualifier": latest, "terraformKey": "tf"},
		Replaces: []model.Replace{{Rule: "LM14", Properties: []string{"functionName", "qualifier", "triggers"}}},
		Plan:     planInvocation,
		Rules: []model.Rule{
			model.JSON("input").As("LM13"),
			model.OneOf("lifecycleScope", createOnly, crud).As("LM13"),
			{ID: "LM13", On: model.Check, Test: crudInput},
			functionExists("functionName").As("LM12"),
			{ID: "LM15", On: model.Write, Test: raises},
			{ID: "LM19", On: model.Delete, Test: invokedOnDelete},
		},
		Fill: func(c *model.Call) error {
			c.State["result"] = "null"
			return nil
		},
	}
}

func invocationID(c *model.Call) string {
	sum := md5.Sum([]byte(c.New.String("input")))
	qualifier := cmp.Or(c.New.String("qualifier"), latest)
	return c.New.String("functionName") + "_" + qualifier + "_" + hex.EncodeToString(sum[:])
}

// planInvocation replaces an invocation whose input changes, unless it is also invoked on updates.
func planInvocation(c *model.Call, d *model.Diff) error {
	if c.New.String("lifecycleScope") != crud && c.Changed("input") {
		d.Replace = append(d.Replace, "input")
	}
	return nil
}

// crudInput is an object, because the provider adds to it what it does.
func crudInput(c *model.Call) error {
	var object map[string]any
	known := c.New.Known("input") && c.New.String("lifecycleScope") == crud
	if known && json.Unmarshal([]byte(c.New.String("input")), &object) != nil {
		return model.Invalidf("input", `lifecycle_scope other than "CREATE_ONLY" requires input to be a JSON object`)
	}
	return nil
}

// invokedOnDelete invokes the function once more if the lifecycle says so. It must still exist, with its role, and a
// delete that fails leaves the invocation in the state.
func invokedOnDelete(c *model.Call) error {
	if c.Old.String("lifecycleScope") != crud {
		c.Silent = true
		return nil
	}
	function := functionOf(c, c.Old.String("functionName"))
	if function == nil {
		return functionNotFound(c, c.Old.String("functionName"))
	}
	if !canAssume(c, function.String("role")) {
		return &model.APIError{
			Code: denied, Status: statusDenied, Message: "The role defined for the function cannot be assumed by Lambda.",
		}
	}
	return raises(c)
}

// raises fails the call if a fault says that the function raises an error. The provider prints the payload as it is, and
// a failed create is not in the state.
func raises(c *model.Call) error {
	for _, fault := range c.Faults {
		if fault.Effect == account.Raise {
			return model.Providerf("invoking Lambda Function (%s): %s", c.State.String("functionName"), fault.Message)
		}
	}
	return nil
}
