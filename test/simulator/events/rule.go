package events

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/events/pattern"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func rule() *model.Type {
	const put = "PutRule"
	return &model.Type{
		Token: Rule, Service: service, Noun: "EventBridge Rule", Modeled: true,
		Actions:  model.Actions{Create: put, Read: "DescribeRule", Update: put, Delete: "DeleteRule"},
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 64},
		NewID:    func(c *model.Call) string { return ruleID(c.New.String("eventBusName"), c.State.String("name")) },
		Links:    []string{"arn", "name"},
		Replaces: []model.Replace{{Rule: "EB2", Properties: []string{"name", "namePrefix", "eventBusName"}}},
		Defaults: model.Props{"eventBusName": standard, "forceDestroy": false, "isEnabled": true, "state": enabled},
		Computed: []string{"isEnabled", "state"},
		Normal:   map[string]func(string) string{"eventPattern": model.JSONText},
		Rules:    slices.Concat(ruleChecks(), ruleRules()),
		Fill:     fillRule,
	}
}

// The states of a rule.
const enabled, disabled, withReads = "ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

func ruleChecks() []model.Rule {
	return slices.Concat(model.As("EB1", named("name")), model.As("EB1", named("namePrefix")), []model.Rule{
		model.Length("namePrefix", 1, 38).As("EB1"),
		model.Conflicts("name", "namePrefix").As("EB1"),
		{ID: "EB3", On: model.Check, Test: triggered},
		model.JSON("eventPattern").As("EB4"),
		{ID: "EB4", On: model.Check, Test: patternLength},
		model.Length("scheduleExpression", 0, 256).As("EB7"),
		model.Length("description", 0, 512).As("EB8"),
		model.OneOf("state", enabled, disabled, withReads).As("EB8"),
		model.Conflicts("isEnabled", "state").As("EB8"),
		model.ARN("roleArn").As("EB8"),
	})
}

func ruleRules() []model.Rule {
	return []model.Rule{
		{ID: "EB6", On: model.Write, Test: busExists},
		{ID: "EB7", On: model.Write, Test: schedule},
		{ID: "EB4", On: model.Write, Test: patternSize},
		{ID: "EB5", On: model.Write, Test: patternForm},
		{ID: "EB11", On: model.Create, Test: ruleCount},
		{ID: "EB10", On: model.Delete, Test: noTargets},
	}
}

// triggered requires a pattern or a schedule, or both.
func triggered(c *model.Call) error {
	if !c.New.Has("eventPattern") && !c.New.Has("scheduleExpression") {
		return model.Invalidf("eventPattern", "Missing required argument: %q: one of `event_pattern,schedule_expression` "+
			"must be specified", "event_pattern")
	}
	return nil
}

// Characters of a pattern without spaces: the provider's limit, and the API's.
const maxPatternLength, maxPattern = 4096, 2048

func patternLength(c *model.Call) error {
	if text := model.JSONText(c.New.String("eventPattern")); len(text) > maxPatternLength {
		return model.Invalidf("eventPattern", "%q cannot be longer than %d characters: %q", "event_pattern",
			maxPatternLength, text)
	}
	return nil
}

func patternSize(c *model.Call) error {
	if len(model.JSONText(c.New.String("eventPattern"))) > maxPattern {
		return model.Errorf(overQuota, "Parameter EventPattern for rule %s exceeds limit of %d.", c.New.String("name"),
			maxPattern)
	}
	return nil
}

func patternForm(c *model.Call) error {
	text := c.New.String("eventPattern")
	if text == "" {
		return nil
	}
	if err := pattern.Check(text); err != nil {
		return model.Errorf(badPattern, "Event pattern is not valid. Reason: %s", err)
	}
	return nil
}

// AWS checks the grammatical number of a rate's unit. Of a cron expression, it only checks the six fields.
var (
	rate = regexp.MustCompile(`^rate\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\)$`)
	cron = regexp.MustCompile(`^cron\(\S+( +\S+){5}\)$`)
)

func schedule(c *model.Call) error {
	text := c.New.String("scheduleExpression")
	switch {
	case text == "":
		return nil
	case busOf(c.New) != standard:
		return model.Errorf(validation, "ScheduleExpression is supported only on the default event bus.")
	case !rate.MatchString(text) && !cron.MatchString(text):
		return model.Errorf(validation, "Parameter ScheduleExpression is not valid.")
	}
	return nil
}

// maxRules is the maximum number of rules per bus.
const maxRules = 300

func ruleCount(c *model.Call) error {
	bus := busOf(c.New)
	elsewhere := func(r *account.Resource) bool { return busOf(r.Properties) != bus }
	others := slices.DeleteFunc(c.List(Rule), elsewhere)
	if ruleOf(c, bus, c.New.String("name")) == nil && len(others) >= c.Quota("eventRules", maxRules) {
		return model.Errorf(overQuota, "The requested resource exceeds the maximum number allowed.")
	}
	return nil
}

func noTargets(c *model.Call) error {
	if len(targetsOf(c, busOf(c.Old), c.Old.String("name"))) > 0 {
		return model.Errorf(validation, "Rule can't be deleted since it has targets.")
	}
	return nil
}

// fillRule keeps isEnabled and state consistent.
func fillRule(c *model.Call) error {
	switch {
	case c.New.Has("state"):
	case c.New.Has("isEnabled") && !c.New.Bool("isEnabled"):
		c.State["state"] = disabled
	case c.New.Has("isEnabled"):
		c.State["state"] = enabled
	}
	c.State["isEnabled"] = strings.HasPrefix(c.State.String("state"), enabled)
	c.State["arn"] = arn(c, "rule/"+ruleID(busOf(c.State), c.State.String("name")))
	return nil
}

// ruleID returns the ID of a rule. On the default bus it is the rule's name.
func ruleID(bus, name string) string {
	if bus == "" || bus == standard {
		return name
	}
	return bus + "/" + name
}

// ruleOf is the rule of a name on a bus, or nil.
func ruleOf(c *model.Call, bus, name string) *account.Resource {
	for _, r := range c.Find(Rule, "name", name) {
		if busOf(r.Properties) == bus {
			return r
		}
	}
	return nil
}
