package cloudwatch

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func dashboard() *model.Type {
	const put = "PutDashboard"
	return &model.Type{
		Token: Dashboard, Service: metrics, Noun: "CloudWatch Dashboard", Modeled: true,
		Actions:  model.Actions{Create: put, Read: "GetDashboard", Update: put, Delete: "DeleteDashboards"},
		NewID:    model.Named("dashboardName"),
		Links:    []string{"dashboardArn"},
		Normal:   map[string]func(string) string{"dashboardBody": model.JSONText},
		Replaces: []model.Replace{{Properties: []string{"dashboardName"}}},
		Rules: []model.Rule{
			model.Length("dashboardName", 1, 255).As("W14"),
			model.Matches("dashboardName", `^[0-9A-Za-z_-]+$`, "invalid value for dashboard_name (must contain only "+
				"alphanumeric characters, hyphens and underscores)").As("W14"),
			model.JSON("dashboardBody").As("W14"),
			{ID: "W14", On: model.Write, Test: body},
		},
		Fill: func(c *model.Call) error {
			c.State["dashboardBody"] = model.JSONText(model.Document(c.State["dashboardBody"]))
			c.State["dashboardArn"] = "arn:" + c.Partition() + ":cloudwatch::" + account.ID + ":dashboard/" +
				c.State.String("dashboardName")
			return nil
		},
	}
}

// Limits of a dashboard. Source: CloudWatch service quotas.
const (
	maxWidgets          = 500
	maxMetricsPerWidget = 500
	maxMetrics          = 2500
)

// body checks a dashboard and reports all its problems.
func body(c *model.Call) error {
	var document model.Props
	var problems []string
	if json.Unmarshal([]byte(model.Document(c.New.Get("dashboardBody"))), &document) != nil {
		problems = append(problems, problem("/", "The dashboard body should be a JSON object"))
	} else {
		problems = widgets(document)
	}
	if len(problems) == 0 {
		return nil
	}
	return model.Errorf("InvalidParameterInput", "The dashboard body is invalid, there are %d validation errors: [ %s ]",
		len(problems), strings.Join(problems, ", "))
}

func widgets(document model.Props) []string {
	list, ok := document["widgets"].([]any)
	if !ok {
		return []string{problem("/", "Should have required property 'widgets'")}
	}
	var problems []string
	if len(list) > maxWidgets {
		problems = append(problems, problem("/widgets", fmt.Sprintf("Should NOT have more than %d items", maxWidgets)))
	}
	sum := 0
	for i, widget := range document.Objects("widgets") {
		path := fmt.Sprintf("/widgets/%d", i)
		for _, name := range []string{"type", "properties"} {
			if widget[name] == nil {
				problems = append(problems, problem(path, fmt.Sprintf("Should have required property '%s'", name)))
			}
		}
		n := len(widget.List("properties.metrics"))
		if sum += n; n > maxMetricsPerWidget {
			problems = append(problems, problem(path+"/properties/metrics",
				fmt.Sprintf("Should NOT have more than %d items", maxMetricsPerWidget)))
		}
	}
	if sum > maxMetrics {
		problems = append(problems, problem("/widgets", fmt.Sprintf("Should NOT have more than %d metrics", maxMetrics)))
	}
	return problems
}

func problem(path, message string) string {
	b, _ := json.Marshal(map[string]string{"dataPath": path, "message": message}) // plain texts
	return string(b)
}
