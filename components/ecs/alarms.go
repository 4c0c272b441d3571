package ecs

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// requireItems records the items of a list that are not set.
func requireItems(p *component.Problems, field string, items []pulumi.StringInput) {
	for i, item := range items {
		p.Required(fmt.Sprintf("%s[%d]", field, i), item != nil)
	}
}

// checkActions looks at those that are told of an alarm.
func checkActions(p *component.Problems, actions []pulumi.StringInput) {
	if n := len(actions); n > mostActions {
		p.Want("alarmActionArns", note(fmt.Sprintf("a list of %d", n)), fmt.Sprintf("at most %d", mostActions))
	}
	requireItems(p, "alarmActionArns", actions)
}

// alarmActions are the ARNs in the form that the SDK wants: it takes values of any type.
func alarmActions(arns []pulumi.StringInput) pulumi.Array {
	list := make(pulumi.Array, len(arns))
	for i, arn := range arns {
		list[i] = arn
	}
	return list
}
