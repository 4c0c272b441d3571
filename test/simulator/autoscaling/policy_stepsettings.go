package autoscaling

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const exact, byPercent = "ExactCapacity", "PercentChangeInCapacity"

// choices are the values of the settings of step scaling that have a few.
var choices = []struct {
	property string
	values   []string
}{
	{"adjustmentType", []string{"ChangeInCapacity", byPercent, exact}},
	{"metricAggregationType", []string{"Average", "Minimum", "Maximum"}},
}

// stepSettings checks step scaling, except the ranges of its steps.
func stepSettings(c *model.Call) error {
	if !c.New.Has(stepping) {
		return nil
	}
	for _, choice := range choices {
		path := stepping + "." + choice.property
		if value := c.New.String(path); value != "" && !slices.Contains(choice.values, value) {
			return model.Errorf(validation, "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: "+
				"Member must satisfy enum value set: [%s]", value, path, strings.Join(choice.values, ", "))
		}
	}
	kind, list := c.New.String(stepping+".adjustmentType"), c.New.Objects(stepping+".stepAdjustments")
	negative := func(step model.Props) bool { return step.Int("scalingAdjustment") < 0 }
	switch {
	case kind == "":
		return model.Errorf(validation, "Adjustment type must be specified")
	case len(list) == 0:
		return model.Errorf(validation, "There must be at least one step adjustment")
	case kind == exact && slices.ContainsFunc(list, negative):
		return model.Errorf(validation, "Scaling adjustment cannot be less than 0 when adjustment type is %s", exact)
	case kind != byPercent && c.New.Has(stepping+".minAdjustmentMagnitude"):
		return model.Errorf(validation, "Minimum adjustment magnitude is only allowed for adjustment type %s", byPercent)
	}
	return nil
}
