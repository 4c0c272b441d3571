// Package scheduler is EventBridge Scheduler in the simulated account: schedules and their groups. No schedule ever
// fires, so what AWS only finds then goes unnoticed here too: a cluster or a task definition that does not exist, or a
// role that may not run the task.
package scheduler

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Schedule      = "aws:scheduler/schedule:Schedule"
	ScheduleGroup = "aws:scheduler/scheduleGroup:ScheduleGroup"
)

const (
	service    = "Scheduler"
	validation = "ValidationException"
	conflict   = "ConflictException"
	notFound   = "ResourceNotFoundException"
	overQuota  = "ServiceQuotaExceededException"

	statusConflict  = 409
	statusNotFound  = 404
	statusOverQuota = 402
)

// standard is the group that every account has from the start.
const standard = "default"

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{schedule(), group()}
}

// groupOf is the group of a schedule.
func groupOf(p model.Props) string {
	if name := p.String("groupName"); name != "" {
		return name
	}
	return standard
}

// arn is the ARN of something of the service.
func arn(c *model.Call, resource string) string {
	return "arn:" + c.Partition() + ":scheduler:" + c.Region + ":" + account.ID + ":" + resource
}

// naming are the checks of a name and of a prefix for one.
func naming() []model.Rule {
	const pattern, reason = `^[0-9A-Za-z_.-]+$`, "invalid value for %[1]s (The name must consist of alphanumerics, " +
		"hyphens, and underscores.)"
	return []model.Rule{
		model.Length("SC1", "name", 1, 64),
		model.Matches("SC1", "name", pattern, reason),
		model.Length("SC1", "namePrefix", 1, 38),
		model.Matches("SC1", "namePrefix", pattern, reason),
		model.Conflicts("SC1", "name", "namePrefix"),
	}
}

// named are the properties that a resource is known by; a change of them replaces it.
func named(others ...string) []model.Replace {
	return []model.Replace{{Rule: "SC2", Properties: append([]string{"name", "namePrefix"}, others...)}}
}

// isARN is the provider's check of an ARN.
func isARN(id, path string) model.Rule {
	return model.Rule{ID: id, On: model.Check, Test: func(c *model.Call) error {
		if text := c.New.String(path); text != "" && !strings.HasPrefix(text, "arn:") {
			return model.Invalidf(path, "%q (%s) is an invalid ARN: arn: invalid prefix", model.Snake(path), text)
		}
		return nil
	}}
}

// breaks is the API's answer to a value that breaks a constraint of its model.
func breaks(value any, member, constraint string) error {
	return model.Refusef(validation, "1 validation error detected: Value '%v' at '%s' failed to satisfy constraint: "+
		"Member must %s", value, member, constraint)
}
