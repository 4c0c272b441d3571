package cloudwatch

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

func logGroup() *model.Type {
	return &model.Type{
		Token: LogGroup, Service: logs, Noun: "CloudWatch Logs Log Group", Modeled: true,
		Actions: model.Actions{Update: "PutRetentionPolicy"},
		Name:    model.Name{Property: "name", Prefix: "namePrefix", Max: 512},
		ARN:     "arn:{partition}:logs:{region}:{account}:log-group:{name}",
		Links:   []string{"arn", "kmsKeyId"},
		Defaults: model.Props{
			"retentionInDays": 0.0, "logGroupClass": "STANDARD", "skipDestroy": false,
		},
		Replaces: []model.Replace{{Rule: "W19", Properties: []string{"name", "namePrefix", "logGroupClass"}}},
		Rules: slices.Concat(
			logName("name", 512), logName("namePrefix", 483),
			[]model.Rule{
				model.Conflicts("name", "namePrefix"),
				model.OneOfInts("retentionInDays", 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
					1096, 1827, 2192, 2557, 2922, 3288, 3653).As("W17"),
				model.OneOf("logGroupClass", "STANDARD", "INFREQUENT_ACCESS", "DELIVERY"),
				{ID: "W18", On: model.Create, Test: groupFree},
				{ID: "W19", On: model.Write, Test: keyAllows},
			}),
		Deleted: func(c *model.Call) error {
			if c.New.Bool("skipDestroy") {
				c.Retain()
			}
			return nil
		},
	}
}

// logName is the provider's check of a log group's name.
func logName(property string, maximum int) []model.Rule {
	snake := schema.Snake(property)
	return []model.Rule{
		{ID: "W16", On: model.Check, Test: func(c *model.Call) error {
			if name := c.New.String(property); len(name) > maximum {
				return model.Invalidf(property, "%q cannot be longer than %d characters: %q", snake, maximum, name)
			}
			return nil
		}},
		model.Matches(property, `^[0-9A-Za-z_./#-]+$`, "%[1]q isn't a valid log group name (alphanumeric characters, "+
			"underscores, hyphens, slashes, hash signs and dots are allowed): %[2]q").As("W16"),
	}
}

func groupFree(c *model.Call) error {
	if c.Exists(LogGroup, c.New.String("name")) {
		return model.Errorf("ResourceAlreadyExistsException", "The specified log group already exists")
	}
	return nil
}

// keyAllows requires a key that exists and whose policy lets CloudWatch Logs use it.
func keyAllows(c *model.Call) error {
	key := c.New.String("kmsKeyId")
	if key == "" || !c.Changed("kmsKeyId") {
		return nil
	}
	p := c.Props("aws:kms/key:Key", key[strings.LastIndex(key, "/")+1:])
	if p != nil && servesLogs(c, p.String("policy")) {
		return nil
	}
	return model.Errorf("AccessDeniedException",
		"The specified KMS key does not exist or is not allowed to be used with "+
			"LogGroup 'arn:%s:logs:%s:%s:log-group:%s'", c.Partition(), c.Region, account.ID, c.New.String("name"))
}

func servesLogs(c *model.Call, policy string) bool {
	for _, statement := range model.Statements(policy) {
		principals := model.Principals(statement)
		for _, service := range append(principals["Service"], principals["AWS"]...) {
			if statement.String("Effect") == "Allow" &&
				slices.Contains([]string{"logs." + c.Region + ".amazonaws.com", "*"}, service) {
				return true
			}
		}
	}
	return false
}

// groupExists requires the log group that a property names.
func groupExists(property string) model.Rule {
	return model.Rule{On: model.Write, Test: func(c *model.Call) error {
		if !c.Exists(LogGroup, c.New.String(property)) {
			return model.Errorf("ResourceNotFoundException", "The specified log group does not exist.")
		}
		return nil
	}}
}

func getLogGroup(c *model.Call) (model.Props, error) {
	name := c.New.String("name")
	r := c.Get(LogGroup, name)
	if r == nil {
		return nil, model.Providerf("reading CloudWatch Logs Log Group (%s): couldn't find resource", name)
	}
	p := r.Properties
	return model.Props{
		"id": name, "name": name, "arn": p["arn"], "creationTime": float64(r.Created.UnixMilli()), "tags": p["tagsAll"],
		"kmsKeyId": p.String("kmsKeyId"), "logGroupClass": p["logGroupClass"], "retentionInDays": p["retentionInDays"],
	}, nil
}

// getLogGroups lists the groups whose names begin with a prefix.
func getLogGroups(c *model.Call) (model.Props, error) {
	arns, names := []any{}, []any{}
	for _, r := range c.List(LogGroup) {
		if name := r.Properties.String("name"); strings.HasPrefix(name, c.New.String("logGroupNamePrefix")) {
			arns, names = append(arns, r.Properties["arn"]), append(names, name)
		}
	}
	return model.Props{"id": c.Region, "arns": arns, "logGroupNames": names}, nil
}
