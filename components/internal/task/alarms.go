package task

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// ValidateItems records the items of a list that are not set.
func ValidateItems(p *component.Problems, field string, items []pulumi.StringInput) {
	for i, item := range items {
		p.Required(fmt.Sprintf("%s[%d]", field, i), item != nil)
	}
}

// ValidateAlarmActions validates the ARNs that an alarm notifies.
func ValidateAlarmActions(p *component.Problems, actions []pulumi.StringInput) {
	if n := len(actions); n > maxActions {
		p.Want("alarmActionArns", Unquoted(fmt.Sprintf("a list of %d", n)), fmt.Sprintf("at most %d", maxActions))
	}
	ValidateItems(p, "alarmActionArns", actions)
}
