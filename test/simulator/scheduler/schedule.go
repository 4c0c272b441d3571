package scheduler

import (
	"slices"
	"time"
	_ "time/tzdata" // the zones that AWS knows, on a machine that has none

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

func schedule() *model.Type {
	return &model.Type{
		Token: Schedule, Service: service, Noun: "EventBridge Scheduler Schedule", Modeled: true,
		Actions:  model.Actions{Read: "GetSchedule", Update: "UpdateSchedule"},
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 64},
		NewID:    func(c *model.Call) string { return groupOf(c.New) + "/" + c.New.String("name") },
		Links:    []string{"arn", "groupName", "target.arn", "target.roleArn", "target.ecsParameters.taskDefinitionArn"},
		Replaces: named("groupName"),
		Defaults: model.Props{"groupName": standard, "scheduleExpressionTimezone": utc, "state": "ENABLED"},
		Normal:   map[string]func(string) string{"target": completed},
		Rules:    slices.Concat(naming(), scheduleChecks(), targetChecks(), scheduleRules(), targetRules()),
		Fill: func(c *model.Call) error {
			c.State["arn"] = arn(c, "schedule/"+c.ID)
			c.State["target"] = filled(c.State.Get("target"))
			return nil
		},
	}
}

const utc = "UTC"

func scheduleChecks() []model.Rule {
	return []model.Rule{
		model.Length("groupName", 1, 64).As("SC3"),
		model.Length("scheduleExpression", 1, 256).As("SC5"),
		model.Length("scheduleExpressionTimezone", 1, 50).As("SC6"),
		model.OneOf("flexibleTimeWindow.mode", "OFF", "FLEXIBLE").As("SC7"),
		model.Between("flexibleTimeWindow.maximumWindowInMinutes", 1, 1440).As("SC7"),
		{ID: "SC20", On: model.Check, Test: dates},
		model.OneOf("state", "ENABLED", "DISABLED").As("SC21"),
		model.Length("description", 0, 512).As("SC21"),
		model.ARN("kmsKeyArn").As("SC21"),
	}
}

func scheduleRules() []model.Rule {
	return []model.Rule{
		{ID: "SC5", On: model.Write, Test: expression},
		{ID: "SC6", On: model.Write, Test: timezone},
		{ID: "SC7", On: model.Write, Test: window},
		{ID: "SC20", On: model.Write, Test: dateOrder},
		{ID: "SC3", On: model.Write, Test: groupExists},
		{ID: "SC4", On: model.Create, Test: nameFree},
		{ID: "SC24", On: model.Create, Test: scheduleCount},
	}
}

func dates(c *model.Call) error {
	for _, property := range []string{"startDate", "endDate"} {
		text := c.New.String(property)
		if _, err := time.Parse(time.RFC3339, text); text != "" && err != nil {
			return model.Invalidf(property, "expected %q to be a valid RFC3339 date, got %q: %s",
				schema.Snake(property), text, err)
		}
	}
	return nil
}

func dateOrder(c *model.Call) error {
	start, errStart := time.Parse(time.RFC3339, c.New.String("startDate"))
	end, errEnd := time.Parse(time.RFC3339, c.New.String("endDate"))
	if errStart == nil && errEnd == nil && !start.Before(end) {
		return model.Errorf(validation, "The StartDate you specify must come before the EndDate.")
	}
	return nil
}

func timezone(c *model.Call) error {
	name := c.New.String("scheduleExpressionTimezone")
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		return model.Errorf(validation, "Invalid Schedule Expression Timezone %s.", name)
	}
	return nil
}

// window requires a length of the flexible time window exactly when there is one.
func window(c *model.Call) error {
	const property = "flexibleTimeWindow.maximumWindowInMinutes"
	flexible := c.New.String("flexibleTimeWindow.mode") == "FLEXIBLE"
	switch {
	case flexible && !c.New.Has(property):
		return model.Errorf(validation, "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to "+
			"FLEXIBLE.")
	case !flexible && c.New.Has(property):
		return model.Errorf(validation, "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set "+
			"to OFF.")
	}
	return nil
}

func groupExists(c *model.Call) error {
	if name := groupOf(c.New); name != standard && !c.Exists(ScheduleGroup, name) {
		return &model.APIError{
			Code: notFound, Message: "Schedule group " + name + " does not exist.", Status: statusNotFound,
		}
	}
	return nil
}

func nameFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(Schedule, groupOf(c.New)+"/"+name) {
		return &model.APIError{Code: conflict, Message: "Schedule " + name + " already exists.", Status: statusConflict}
	}
	return nil
}

// maxSchedules is the maximum number of schedules in a region.
const maxSchedules = 1_000_000

func scheduleCount(c *model.Call) error {
	if c.Count(Schedule) >= c.Quota("schedules", maxSchedules) {
		return &model.APIError{
			Code: overQuota, Message: "The request exceeds the quota of schedules.", Status: statusOverQuota,
		}
	}
	return nil
}
