// Package events is EventBridge in the simulated account: rules on an event bus, and their targets. No event arrives
// and no schedule fires, so a queue policy that denies the rule has no effect here. Package pattern evaluates whether a
// rule matches an event.
package events

import (
	"cmp"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Rule   = "aws:cloudwatch/eventRule:EventRule"
	Target = "aws:cloudwatch/eventTarget:EventTarget"

	// eventBus is not modelled, but can be seeded.
	eventBus = "aws:cloudwatch/eventBus:EventBus"
)

const (
	service    = "EventBridge"
	notFound   = "ResourceNotFoundException"
	overQuota  = "LimitExceededException"
	badPattern = "InvalidEventPatternException"
	// validation is the one exception without a type in the SDK.
	validation = "api error ValidationException"
)

// standard is the default bus, which receives the events of AWS's services.
const standard = "default"

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{rule(), target()}
}

// busOf returns the bus of a rule or target, which may name it by ARN.
func busOf(p model.Props) string {
	name := p.String("eventBusName")
	if _, after, isARN := strings.Cut(name, ":event-bus/"); isARN {
		name = after
	}
	return cmp.Or(name, standard)
}

// arn is the ARN of something of the service.
func arn(c *model.Call, resource string) string {
	return "arn:" + c.Partition() + ":events:" + c.Region + ":" + account.ID + ":" + resource
}

// named are the provider's checks of a name or an ID.
func named(property string) []model.Rule {
	return []model.Rule{
		model.Lacks(property, `^.{65,}$`, "%[1]q cannot be longer than 64 characters: %[2]q"),
		model.Matches(property, `^[0-9A-Za-z_.-]+$`,
			`%[1]q doesn't comply with restrictions ("^[0-9A-Za-z_.-]+$"): %[2]q`),
	}
}

// busExists requires a bus that exists.
func busExists(c *model.Call) error {
	if bus := busOf(c.New); bus != standard && !c.Exists(eventBus, bus) {
		return model.Errorf(notFound, "Event bus %s does not exist.", bus)
	}
	return nil
}
