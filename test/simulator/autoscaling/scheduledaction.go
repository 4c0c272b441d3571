package autoscaling

import (
	"regexp"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func scheduledAction() *model.Type {
	return &model.Type{
		Token: ScheduledAction, Service: service, Noun: "Application Auto Scaling Scheduled Action", Modeled: true,
		Actions: model.Actions{
			Create: "PutScheduledAction", Read: "DescribeScheduledActions", Update: "PutScheduledAction",
			Delete: "DeleteScheduledAction",
		},
		Name:     model.Name{Property: "name", Max: 255},
		NewID:    actionID,
		Links:    []string{"resourceId"},
		Defaults: model.Props{"timezone": "UTC"},
		Replaces: []model.Replace{{Properties: append([]string{"name"}, key...)}},
		Rules: []model.Rule{
			{On: model.Check, Test: actionMoves},
			registered(),
			{On: model.Write, Test: scheduleReads},
			{ID: "AS3", On: model.Write, Test: actionOrdered},
		},
		Fill: func(c *model.Call) error {
			c.State.Default("arn", "arn:"+c.Partition()+":autoscaling:"+c.Region+":"+account.ID+":scheduledAction:"+model.UUID()+
				":resource/"+c.State.String("serviceNamespace")+"/"+c.State.String("resourceId")+
				":scheduledActionName/"+c.State.String("name"))
			return nil
		},
	}
}

// schedules are the three forms of a schedule expression. cron has six fields.
var schedules = regexp.MustCompile(`^(at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)|rate\(\d+ (minute|hour|day)s?\)|` +
	`cron\((\S+ ){5}\S+\))$`)

func actionID(c *model.Call) string {
	return c.New.String("name") + "-" + c.New.String("serviceNamespace") + "-" + c.New.String("resourceId")
}

func actionMoves(c *model.Call) error {
	const block = "scalableTargetAction"
	if c.New.Has(block+".minCapacity") || c.New.Has(block+".maxCapacity") {
		return nil
	}
	return model.Invalidf(block, "\"scalable_target_action.0.min_capacity\": one of "+
		"`scalable_target_action.0.max_capacity,scalable_target_action.0.min_capacity` must be specified")
}

func scheduleReads(c *model.Call) error {
	if text := c.New.String("schedule"); !schedules.MatchString(text) {
		return model.Errorf(validation, "Failed to parse the schedule expression %s: want at(yyyy-mm-ddThh:mm:ss), "+
			"rate(value unit) or cron(fields)", text)
	}
	return nil
}

func actionOrdered(c *model.Call) error {
	action := model.Props{}
	for _, one := range c.New.Objects("scalableTargetAction") {
		action = one
	}
	if action.Has("minCapacity") && action.Has("maxCapacity") && action.Int("minCapacity") > action.Int("maxCapacity") {
		return model.Errorf(validation, "Maximum capacity cannot be less than minimum capacity")
	}
	return nil
}
