package cloudwatch

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func compositeAlarm() *model.Type {
	const put = "PutCompositeAlarm"
	return &model.Type{
		Token: CompositeAlarm, Service: metrics, Noun: "CloudWatch Composite Alarm",
		Actions:  model.Actions{Create: put, Update: put, Delete: "DeleteAlarms"},
		NewID:    model.Named("alarmName"),
		Links:    []string{"arn", "alarmActions"},
		Defaults: model.Props{"actionsEnabled": true},
		Replaces: []model.Replace{{Properties: []string{"alarmName", "actionsEnabled"}}},
		Rules: []model.Rule{
			model.Length("alarmName", 0, 255),
			model.Length("alarmDescription", 0, 1024),
			model.Length("alarmRule", 1, 10240),
			{ID: "W8", On: model.Check, Test: actions},
			{ID: "W15", On: model.Write, Test: children},
			{ID: "W15", On: model.Write, Test: acyclic},
			{ID: "W15", On: model.Delete, Test: unreferenced},
		},
		Fill: func(c *model.Call) error {
			c.State["arn"] = alarmARN(c, c.State.String("alarmName"))
			return nil
		},
	}
}

// maxChildren is the maximum number of alarms in a composite alarm.
const maxChildren = 100

func children(c *model.Call) error {
	names := referenced(c.New.String("alarmRule"))
	if len(names) > maxChildren {
		return model.Errorf(validation, "AlarmRule must not reference more than %d alarms", maxChildren)
	}
	for _, name := range names {
		if name != c.New.String("alarmName") && !c.Exists(MetricAlarm, name) && !c.Exists(CompositeAlarm, name) {
			return model.Errorf(validation, "Could not save the composite alarm as alarms [%s] in the alarm rule do not exist",
				name)
		}
	}
	return nil
}

// acyclic rejects a composite alarm that refers to itself, directly or through others.
func acyclic(c *model.Call) error {
	own := c.New.String("alarmName")
	queue, seen := referenced(c.New.String("alarmRule")), map[string]bool{}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if name == own {
			return model.Errorf(validation, "Could not save the composite alarm %s as its rule contains a cycle", own)
		}
		if !seen[name] {
			seen[name] = true
			queue = append(queue, referenced(c.Props(CompositeAlarm, name).String("alarmRule"))...)
		}
	}
	return nil
}
