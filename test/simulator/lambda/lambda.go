// Package lambda is AWS Lambda in the simulated account. It runs no code: an invocation succeeds with the result null,
// unless a fault says that the function raises an error.
package lambda

import "github.com/tenfold-iac/tenfold/test/simulator/model"

// Tokens of the resource types.
const (
	Function   = "aws:lambda/function:Function"
	Invocation = "aws:lambda/invocation:Invocation"
	Permission = "aws:lambda/permission:Permission"
)

const (
	service  = "Lambda"
	invalid  = "InvalidParameterValueException"
	notFound = "ResourceNotFoundException"
	conflict = "ResourceConflictException"
	denied   = "AccessDeniedException"
	latest   = "$LATEST"

	statusConflict = 409
	statusDenied   = 403
	statusNotFound = 404
)

// Types are the resource types of the package.
func Types() []*model.Type { return []*model.Type{function(), invocation(), permission()} }

// functionOf finds a function by its name or its ARN, or nil.
func functionOf(c *model.Call, ref string) model.Props {
	if p := c.Props(Function, ref); p != nil {
		return p
	}
	for _, r := range c.Find(Function, "arn", ref) {
		return r.Properties
	}
	return nil
}

// functionExists requires the function that a property names.
func functionExists(property string) model.Rule {
	return model.Rule{On: model.Write, Test: func(c *model.Call) error {
		ref := c.New.String(property)
		if functionOf(c, ref) == nil {
			return functionNotFound(c, ref)
		}
		return nil
	}}
}

func functionNotFound(c *model.Call, ref string) error {
	return &model.APIError{Code: notFound, Status: statusNotFound, Message: "Function not found: " + arnOf(c, ref)}
}

func arnOf(c *model.Call, name string) string {
	if model.ARNField(name, 2) == "lambda" {
		return name
	}
	return c.Expand("arn:{partition}:lambda:{region}:{account}:function:") + name
}
