package scheduler

import (
	"slices"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func group() *model.Type {
	return &model.Type{
		Token: ScheduleGroup, Service: service, Noun: "EventBridge Scheduler Schedule Group", Modeled: true,
		Actions:  model.Actions{Read: "GetScheduleGroup", Update: "TagResource"},
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 64},
		Replaces: named(),
		Rules: slices.Concat(naming(), []model.Rule{
			{ID: "SC22", On: model.Create, Test: notStandard},
			{ID: "SC4", On: model.Create, Test: groupFree},
			{ID: "SC24", On: model.Create, Test: groupCount},
			{ID: "SC23", On: model.Delete, Test: deleteSchedules},
		}),
		Fill: fillGroup,
	}
}

func notStandard(c *model.Call) error {
	if c.New.String("name") == standard {
		return model.Errorf(validation, "This operation cannot be performed on schedule group %s.", standard)
	}
	return nil
}

func groupFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(ScheduleGroup, name) {
		return &model.APIError{
			Code: conflict, Message: "Schedule group " + name + " already exists.", Status: statusConflict,
		}
	}
	return nil
}

// maxGroups is the maximum number of groups in a region, without the default group.
const maxGroups = 500

func groupCount(c *model.Call) error {
	if len(c.List(ScheduleGroup)) >= c.Quota("scheduleGroups", maxGroups) {
		return &model.APIError{
			Code: overQuota, Message: "The request exceeds the quota of schedule groups.", Status: statusOverQuota,
		}
	}
	return nil
}

func fillGroup(c *model.Call) error {
	now := time.Now().UTC().Format(time.RFC3339)
	c.State["arn"] = arn(c, "schedule-group/"+c.ID)
	c.State.Default("creationDate", now)
	c.State.Default("lastModificationDate", now)
	c.State["state"] = "ACTIVE"
	return nil
}

// deleteSchedules deletes the schedules of a deleted group, as AWS does.
func deleteSchedules(c *model.Call) error {
	for _, r := range c.Find(Schedule, "groupName", c.ID) {
		c.Delete(Schedule, r.ID)
	}
	return nil
}
