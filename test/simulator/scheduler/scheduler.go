// Package scheduler is EventBridge Scheduler in the simulated account: schedules and their groups. No schedule ever
// fires, so what AWS only finds then goes unnoticed here too: a cluster or a task definition that does not exist, or a
// role that may not run the task.
package scheduler

import (
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
		model.Length("name", 1, 64).As("SC1"),
		model.Matches("name", pattern, reason).As("SC1"),
		model.Length("namePrefix", 1, 38).As("SC1"),
		model.Matches("namePrefix", pattern, reason).As("SC1"),
		model.Conflicts("name", "namePrefix").As("SC1"),
	}
}

// named are the properties that a resource is known by; a change of them replaces it.
func named(others ...string) []model.Replace {
	return []model.Replace{{Rule: "SC2", Properties: append([]string{"name", "namePrefix"}, others...)}}
}

// breaks is the API's answer to a value that breaks a constraint of its model.
func breaks(value any, member, constraint string) error {
	return model.Refusef(validation, "1 validation error detected: Value '%v' at '%s' failed to satisfy constraint: "+
		"Member must %s", value, member, constraint)
}
