// Package scheduler is EventBridge Scheduler in the simulated account: schedules and their groups. No schedule fires,
// so errors that AWS only finds then are not simulated: a missing cluster or task definition, or a role without
// permissions.
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

// standard is the default group.
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

// naming returns the checks of a name and of its prefix.
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

// named returns the properties that identify a resource; a change replaces it.
func named(others ...string) []model.Replace {
	return []model.Replace{{Rule: "SC2", Properties: append([]string{"name", "namePrefix"}, others...)}}
}

// breaks is the API's error for a value that violates a constraint of its model.
func breaks(value any, member, constraint string) error {
	return model.Errorf(validation, "1 validation error detected: Value '%v' at '%s' failed to satisfy constraint: "+
		"Member must %s", value, member, constraint)
}
