package secrets

import (
	"regexp"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func parameter() *model.Type {
	const put = "PutParameter"
	return &model.Type{
		Token: Parameter, Service: "SSM", Noun: "SSM Parameter", Modeled: true,
		Actions:  model.Actions{Create: put, Read: "GetParameter", Update: put},
		Name:     model.Name{Property: "name", Max: 2048},
		Links:    []string{"arn", "keyId"},
		Defaults: model.Props{"tier": "Standard", "dataType": "text"},
		Replaces: []model.Replace{{Properties: []string{"name"}}},
		Plan:     planParameter,
		Rules: []model.Rule{
			model.OneOf("type", "String", "StringList", "SecureString"),
			model.OneOf("tier", "Standard", "Advanced", "Intelligent-Tiering"),
			model.ExactlyOne("insecureValue", "value"),
			{On: model.Check, Test: insecure},
			{On: model.Create, Test: parameterFree},
			{On: model.Write, Test: parameterSize},
			{On: model.Write, Test: parameterPattern},
		},
		Fill: fillParameter,
	}
}

// planParameter replaces a parameter that leaves the advanced tier, because the API cannot change it in place.
func planParameter(c *model.Call, d *model.Diff) error {
	if c.Old.String("tier") == "Advanced" && c.New.String("tier") == "Standard" {
		d.Replace = append(d.Replace, "tier")
	}
	return nil
}

func insecure(c *model.Call) error {
	if c.New.String("type") == "SecureString" && c.New.Has("insecureValue") {
		return model.Invalidf("insecureValue", "invalid configuration, cannot set insecure_value when type is SecureString")
	}
	return nil
}

func parameterFree(c *model.Call) error {
	if c.Exists(Parameter, c.New.String("name")) && !c.New.Bool("overwrite") {
		return model.Errorf("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the "+
			"overwrite option in the request to true.")
	}
	return nil
}

func valueOf(p model.Props) string {
	if p.Has("insecureValue") {
		return p.String("insecureValue")
	}
	return p.String("value")
}

func parameterSize(c *model.Call) error {
	const standard, advanced = 4096, 8192
	tier, maximum := c.New.String("tier"), standard
	switch tier {
	case "Advanced", "Intelligent-Tiering":
		maximum = advanced
	default:
		tier = "Standard"
	}
	if len(valueOf(c.New)) > maximum {
		return model.Errorf("ValidationException", "%s tier parameters support a maximum parameter value of %d characters.",
			tier, maximum)
	}
	return nil
}

func parameterPattern(c *model.Call) error {
	pattern := c.New.String("allowedPattern")
	if pattern == "" {
		return nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return model.Errorf("InvalidAllowedPatternException", "The regular expression %s is not valid.", pattern)
	}
	if !re.MatchString(valueOf(c.New)) {
		return model.Errorf("ParameterPatternMismatchException", "Parameter value, cannot be validated against "+
			"allowedPattern: %s", pattern)
	}
	return nil
}

func fillParameter(c *model.Call) error {
	c.State.Default("arn", c.Expand("arn:{partition}:ssm:{region}:{account}:parameter/")+
		strings.TrimPrefix(c.State.String("name"), "/"))
	if c.State.String("type") == "SecureString" {
		c.State.Default("keyId", "alias/aws/ssm")
	} else {
		c.State["insecureValue"] = valueOf(c.New)
	}
	c.State["value"] = valueOf(c.New)
	if c.Old == nil || c.Old.String("value") != valueOf(c.New) {
		c.State["version"] = float64(c.State.Int("version") + 1)
	}
	return nil
}

func getParameter(c *model.Call) (model.Props, error) {
	name := c.New.String("name")
	p := c.Props(Parameter, name)
	if p == nil {
		return nil, model.Providerf("reading SSM Parameter (%s): couldn't find resource", name)
	}
	result := model.Props{
		"id": name, "name": name, "arn": p["arn"], "type": p["type"], "value": p["value"], "version": p["version"],
		"insecureValue": p.String("insecureValue"), "withDecryption": true,
	}
	if decrypt, given := c.New["withDecryption"]; given {
		result["withDecryption"] = decrypt
	}
	return result, nil
}
