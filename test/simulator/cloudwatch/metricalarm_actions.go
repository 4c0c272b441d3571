package cloudwatch

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// vendors are the services that an alarm can notify.
var vendors = []string{"automate", "autoscaling", "lambda", "sns", "ssm", "ssm-incidents"}

// Parts of an ARN.
const partitionAt, vendorAt, regionAt, arnParts = 1, 2, 3, 6

// actionTargets requires actions in the alarm's own region, by a service that an alarm can notify. AWS does not check
// whether they exist.
func actionTargets(c *model.Call) error {
	for _, property := range []string{"alarmActions", "okActions", "insufficientDataActions"} {
		for _, arn := range c.New.Strings(property) {
			if err := callable(c, strings.Split(arn, ":")); err != nil {
				return err
			}
		}
	}
	return nil
}

func callable(c *model.Call, arn []string) error {
	switch {
	case len(arn) < arnParts:
		return model.Errorf(validation, "Invalid ARN %s", strings.Join(arn, ":"))
	case arn[partitionAt] != c.Partition():
		return model.Errorf(validation, "Invalid partition %s specified. Only %s is supported.", arn[partitionAt],
			c.Partition())
	case !slices.Contains(vendors, arn[vendorAt]):
		return model.Errorf(validation, "Unsupported AWS vendor %s", arn[vendorAt])
	case arn[regionAt] != c.Region:
		return model.Errorf(validation, "Invalid region %s specified. Only %s is supported.", arn[regionAt], c.Region)
	}
	return nil
}
