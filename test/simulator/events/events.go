// Package events is EventBridge in the simulated account: rules on an event bus, and their targets. No event comes and
// no schedule fires, so that a queue's policy shuts the rule out goes unnoticed here. Package pattern tells of an
// event whether a rule would have sent it on.
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

	// eventBus is a type that the account does not model; what is given of it is there.
	eventBus = "aws:cloudwatch/eventBus:EventBus"
)

const (
	service    = "EventBridge"
	notFound   = "ResourceNotFoundException"
	overQuota  = "LimitExceededException"
	badPattern = "InvalidEventPatternException"
	// validation is the one exception that the SDK has no type for, and so prints as such.
	validation = "api error ValidationException"
)

// standard is the bus that every account has from the start, where the events of AWS's own services come.
const standard = "default"

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{rule(), target()}
}

// busOf is the name of the bus of a rule or target, which may be given by its ARN.
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

// busExists wants a bus that is there.
func busExists(c *model.Call) error {
	if bus := busOf(c.New); bus != standard && !c.Exists(eventBus, bus) {
		return model.Refusef(notFound, "Event bus %s does not exist.", bus)
	}
	return nil
}
