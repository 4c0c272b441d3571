package backup

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func plan() *model.Type {
	return &model.Type{
		Token: Plan, Service: service, Noun: "Backup Plan", Modeled: true,
		Actions: model.Actions{
			Create: "CreateBackupPlan", Read: "GetBackupPlan", Update: "UpdateBackupPlan", Delete: "DeleteBackupPlan",
		},
		Name:  model.Name{Property: "name", Max: 50},
		NewID: model.NewUUID,
		ARN:   "arn:{partition}:backup:{region}:{account}:backup-plan:{id}",
		Links: []string{"arn", "name", "rules.targetVaultName"},
		Replaces: []model.Replace{
			{Properties: []string{"name"}},
		},
		Rules: []model.Rule{
			model.Matches("name", `^[0-9A-Za-z_.-]{1,50}$`,
				"must be between 1 and 50 alphanumeric, hyphen, underscore or period characters"),
			{On: model.Check, Test: ruleNames},
			{ID: "B6", On: model.Write, Test: eachRule(schedule)},
			{ID: "B6", On: model.Write, Test: eachRule(windows)},
			{ID: "B1", On: model.Write, Test: eachRule(lifecycles)},
			{On: model.Write, Test: eachRule(continuous)},
			{On: model.Write, Test: eachRule(targetExists)},
			{ID: "B4", On: model.Delete, Test: func(c *model.Call) error {
				if c.CountLinked(Selection, planID, c.ID) > 0 {
					return model.Errorf(request, "Related backup plan selections must be deleted prior to backup plan deletion")
				}
				return nil
			}},
		},
		Fill: func(c *model.Call) error {
			c.State["version"] = model.Hex(48)
			return nil
		},
	}
}

func ruleNames(c *model.Call) error {
	seen := map[string]bool{}
	for _, rule := range c.New.Objects("rules") {
		name := rule.String("ruleName")
		if seen[name] {
			return model.Invalidf("rules", "the rule name %q is given twice", name)
		}
		seen[name] = name != ""
	}
	return nil
}

// eachRule tests the rules of a plan one by one.
func eachRule(test func(c *model.Call, rule model.Props) error) func(*model.Call) error {
	return func(c *model.Call) error {
		for _, rule := range c.New.Objects("rules") {
			if err := test(c, rule); err != nil {
				return err
			}
		}
		return nil
	}
}

func inRule(rule model.Props, format string, args ...any) error {
	return model.Errorf(invalid, "Error in rule "+rule.String("ruleName")+" : "+format, args...)
}

// schedule is cron with its six fields, or a rate.
func schedule(_ *model.Call, rule model.Props) error {
	const fields = 6
	text := rule.String("schedule")
	expression, isCron := strings.CutPrefix(text, "cron(")
	if text == "" || isCron && strings.HasSuffix(text, ")") && len(strings.Fields(expression)) == fields ||
		strings.HasPrefix(text, "rate(") && strings.HasSuffix(text, ")") {
		return nil
	}
	return inRule(rule, "Invalid schedule expression: %s", text)
}

// windows are in minutes: the latest start of a job, and when AWS Backup cancels it.
func windows(_ *model.Call, rule model.Props) error {
	const apart = 60
	start, complete := windowsOf(rule)
	if start < apart {
		return inRule(rule, "Start window must be at least %d minutes.", apart)
	}
	if complete < start+apart {
		return inRule(rule, "Completion window must be at least %d minutes greater than start window.", apart)
	}
	return nil
}

// windowsOf returns the windows of a rule, with the provider's defaults.
func windowsOf(rule model.Props) (start, complete int) {
	const defaultStart, defaultComplete = 60, 180
	start, complete = defaultStart, defaultComplete
	if rule.Has("startWindow") {
		start = rule.Int("startWindow")
	}
	if rule.Has("completionWindow") {
		complete = rule.Int("completionWindow")
	}
	return start, complete
}

func lifecycles(_ *model.Call, rule model.Props) error {
	cycles := rule.Objects("lifecycle")
	for _, action := range rule.Objects("copyActions") {
		cycles = append(cycles, action.Objects("lifecycle")...)
	}
	for _, cycle := range cycles {
		if err := lifecycle(rule, cycle); err != nil {
			return err
		}
	}
	return nil
}

func lifecycle(rule, cycle model.Props) error {
	const apart, maximum = 90, 36500
	cold, days := cycle.Int("coldStorageAfter"), cycle.Int("deleteAfter")
	if cycle.Has("deleteAfter") && (days < 1 || days > maximum) {
		return model.Errorf(invalid, "Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than %d days", maximum)
	}
	if cold > 0 && days > 0 && days < cold+apart {
		return inRule(rule, "Invalid lifecycle. DeleteAfterDays cannot be less than %d days apart from "+
			"MoveToColdStorageAfterDays", apart)
	}
	return nil
}

// continuous limits the retention of a backup for point-in-time recovery to 35 days.
func continuous(_ *model.Call, rule model.Props) error {
	const maximum = 35
	days := rule.Int("lifecycle.deleteAfter")
	if rule.Bool("enableContinuousBackup") && (days < 1 || days > maximum) {
		return inRule(rule, "Invalid lifecycle. DeleteAfterDays of a continuous backup must be between 1 and %d days",
			maximum)
	}
	return nil
}

func targetExists(c *model.Call, rule model.Props) error {
	if name := rule.String("targetVaultName"); !c.Exists(Vault, name) {
		return inRule(rule, "Backup vault %s does not exist.", name)
	}
	return nil
}

func getPlan(c *model.Call) (model.Props, error) {
	id := c.New.String(planID)
	p := c.Props(Plan, id)
	if p == nil {
		return nil, model.Providerf("reading Backup Plan (%s): couldn't find resource", id)
	}
	return model.Props{
		"id": id, planID: id, "arn": p["arn"], "name": p["name"], "rules": p["rules"], "version": p["version"],
		"tags": p["tagsAll"],
	}, nil
}
