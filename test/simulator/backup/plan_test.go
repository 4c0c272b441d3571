package backup_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/backup"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// daily are the inputs of a plan with one rule, with changes of the rule.
func daily(changes props) props {
	rule := props{"ruleName": "daily", "targetVaultName": "main", "schedule": "cron(0 5 ? * * *)"}
	return props{"name": "plan", "rules": []any{map[string]any(simtest.With(rule, changes))}}
}

func trusts(service string) string {
	return `{"Statement":[{"Effect":"Allow","Principal":{"Service":"` + service + `"},"Action":"sts:AssumeRole"}]}`
}

func TestPlan(t *testing.T) {
	a := newAccount(t)
	rule := func(format string) string { return "InvalidParameterValueException: Error in rule daily : " + format }
	life := func(cold, days any) props {
		return props{"lifecycle": map[string]any(simtest.With(props{"coldStorageAfter": cold, "deleteAfter": days}, nil))}
	}
	apart := rule("Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays")
	const bounds = "InvalidParameterValueException: Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more " +
		"than 36500 days"
	for name, c := range map[string]struct {
		change props
		want   string
	}{
		"fits":     {nil, ""},
		"B1":       {life(30, 119), apart},
		"B1 fits":  {life(30, 120), ""},
		"B1 never": {life(30, nil), ""},
		"B1 zero":  {life(nil, 0), bounds},
		"B1 most":  {life(nil, 36501), bounds},
		"B1 copy": {
			props{"copyActions": []any{map[string]any(simtest.With(life(30, 90), props{"destinationVaultArn": "x"}))}}, apart,
		},
		"B6 schedule": {props{"schedule": "cron(0 5 ? * *)"}, rule("Invalid schedule expression: cron(0 5 ? * *)")},
		"B6 words":    {props{"schedule": "daily"}, rule("Invalid schedule expression: daily")},
		"B6 rate":     {props{"schedule": "rate(1 day)"}, ""},
		"B6 start":    {props{"startWindow": 59}, rule("Start window must be at least 60 minutes.")},
		"B6 completion": {
			props{"startWindow": 120, "completionWindow": 179},
			rule("Completion window must be at least 60 minutes greater than start window."),
		},
		"B6 windows": {props{"startWindow": 120, "completionWindow": 180}, ""},
		"B6 default": {props{"startWindow": 121}, rule("Completion window")},
		"continuous": {
			simtest.With(life(nil, 36), props{"enableContinuousBackup": true}),
			rule("Invalid lifecycle. DeleteAfterDays of a continuous backup must be between 1 and 35 days"),
		},
		"continuous fits": {simtest.With(life(nil, 35), props{"enableContinuousBackup": true}), ""},
		"vault":           {props{"targetVaultName": "none"}, rule("Backup vault none does not exist.")},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := a.Create(backup.Plan, "p", daily(c.change))
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
	id, state := a.MustCreate(backup.Plan, "p", daily(nil))
	require.Equal(t, "arn:aws:backup:us-east-1:123456789012:backup-plan:"+id, state["arn"])
	next, err := a.Update(backup.Plan, id, daily(life(nil, 14)))
	require.NoError(t, err)
	require.NotEqual(t, state["version"], next["version"])
	found, err := a.Invoke("aws:backup/getPlan:getPlan", props{"planId": id})
	require.NoError(t, err)
	require.Equal(t, "plan", found["name"])
	_, err = a.Invoke("aws:backup/getPlan:getPlan", props{"planId": "none"})
	require.ErrorContains(t, err, "reading Backup Plan (none): couldn't find resource")
	_, replaced, _, err := a.Diff(backup.Plan, id, simtest.With(daily(nil), props{"name": "other"}))
	require.NoError(t, err)
	require.Equal(t, []string{"name"}, replaced)
	twice := daily(nil)
	twice["rules"] = append(twice.List("rules"), twice.List("rules")...)
	require.Contains(t, a.Check(backup.Plan, "p", twice)[0], `the rule name "daily" is given twice`)
	require.Contains(t, a.Check(backup.Plan, "p", simtest.With(twice, props{"name": "a b"}))[0], "must be between 1 and 50")
}

func TestSelection(t *testing.T) {
	a := newAccount(t)
	plan, _ := a.MustCreate(backup.Plan, "p", daily(nil))
	_, role := a.MustCreate(iam.Role, "r", props{"assumeRolePolicy": trusts("backup.amazonaws.com")})
	_, deaf := a.MustCreate(iam.Role, "d", props{"assumeRolePolicy": trusts("ec2.amazonaws.com")})
	p := props{
		"name": "tagged", "planId": plan, "iamRoleArn": role["arn"],
		"selectionTags": []any{map[string]any{"type": "STRINGEQUALS", "key": "backup", "value": "daily"}},
	}
	id, _ := a.MustCreate(backup.Selection, "s", p)
	require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-`, id)
	require.ErrorContains(t, a.Delete(backup.Plan, plan), "InvalidRequestException: Related backup plan selections must "+
		"be deleted prior to backup plan deletion", "B4")
	for name, c := range map[string]struct {
		change props
		want   string
	}{
		"plan": {props{"planId": "none"}, "InvalidParameterValueException: Cannot find Backup plan with ID none"},
		"B5": {
			props{"iamRoleArn": deaf["arn"]},
			"InvalidParameterValueException: IAM Role " + deaf.String("arn") + " cannot be assumed by AWS Backup",
		},
		"B5 none": {
			props{"iamRoleArn": "arn:aws:iam::123456789012:role/none"}, "role/none cannot be assumed by AWS Backup",
		},
		"name": {props{"name": "a b"}, "must be between 1 and 50"},
		"tags": {
			props{"selectionTags": []any{map[string]any{"type": "LIKE", "key": "k", "value": "v"}}},
			`expected type to be one of ["STRINGEQUALS"], got LIKE`,
		},
	} {
		_, _, err := a.Create(backup.Selection, "s", simtest.With(p, c.change))
		require.ErrorContains(t, err, c.want, name)
	}
	for property, value := range map[string]any{
		"name": "other", "planId": "other", "iamRoleArn": "other", "resources": []any{"*"}, "notResources": []any{"*"},
		"selectionTags": []any{map[string]any{"type": "STRINGEQUALS", "key": "k", "value": "v"}},
		"conditions": []any{map[string]any{"stringEquals": []any{
			map[string]any{"key": "aws:ResourceTag/k", "value": "v"},
		}}},
	} {
		_, replaced, _, err := a.Diff(backup.Selection, id, simtest.With(p, props{property: value}))
		require.NoError(t, err)
		require.Equal(t, []string{property}, replaced, "B5")
	}
	require.NoError(t, a.Delete(backup.Selection, id))
	require.NoError(t, a.Delete(backup.Plan, plan))
}
