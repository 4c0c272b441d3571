package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// texts turns numbers and booleans among the variables into texts, as they stand in the file: 1.10 stays 1.10.
func (r *reader) texts(values object) {
	variables, _ := values[variablesKey].(object)
	for name, value := range variables {
		switch value.(type) {
		case json.Number, bool:
			text := r.file.text(variablesKey + "." + name)
			if text == "" { // from the command line
				text = fmt.Sprint(value)
			}
			variables[name] = text
		}
	}
}

const (
	variablesKey = "tenfold:variables"
	secretsKey   = "tenfold:secrets"
)

var variablePattern = regexp.MustCompile("^[A-Za-z_][A-Za-z0-9_]*$")

// brokerVariables are set by the components. If only the web service had another value, it would send messages to a
// broker without workers.
var brokerVariables = []string{"BROKER_URL", "BROKER_PREDEFINED_QUEUES", "CELERY_BROKER_URL", "RQ_REDIS_URL"}

// urlVariables hold a password. A secret of the file replaces them.
var urlVariables = []string{"CACHE_URL", "DATABASE_ADMIN_URL", "DATABASE_READ_URL", "DATABASE_URL"}

// validateVariables checks the names of variables, plain and secret.
func (r *reader) validateVariables(c Config) {
	for _, one := range []struct {
		key    string
		values map[string]string
	}{{variablesKey, c.Variables}, {secretsKey, c.Secrets}} {
		for _, name := range slices.Sorted(maps.Keys(one.values)) {
			switch key := one.key + "." + name; {
			case !variablePattern.MatchString(name):
				r.problem(key, "is not a valid name; want letters, digits and underscores, no digit first")
			case slices.Contains(brokerVariables, name):
				r.problem(key, "is set; remove it: web and workers use the environment's broker")
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Variables)) {
		if _, both := c.Secrets[name]; both {
			r.problem(variablesKey+"."+name, "is in tenfold:secrets too; want each name in one of them")
		} else if slices.Contains(urlVariables, name) {
			r.problem(variablesKey+"."+name, "is set; want it in tenfold:secrets, because it holds a password; without it, the "+
				"environment's own is set")
		}
	}
}

// validateAlarmActions: CloudWatch notifies only what is in its own region.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
func (r *reader) validateAlarmActions(c Config) {
	for i, arn := range c.AlarmActions {
		key := fmt.Sprintf("tenfold:alarmActions[%d]", i)
		parts := strings.Split(arn, ":")
		if r.rejected(key) || len(parts) < 4 || parts[3] == "" || parts[3] == c.Region || c.Region == "" {
			continue
		}
		r.problem(key, fmt.Sprintf("is in %s; want the region of the alarms, %s: CloudWatch notifies no other", parts[3], c.Region))
	}
}
