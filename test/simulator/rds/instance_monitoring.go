package rds

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func monitoringRole(c *model.Call) error {
	interval, given := c.New.Int("monitoringInterval"), c.New.Has("monitoringRoleArn")
	switch {
	case interval > 0 && !given:
		return model.Errorf(combination, "A MonitoringRoleARN value is required if you specify a MonitoringInterval value "+
			"other than 0.")
	case interval == 0 && given:
		return model.Errorf(combination, "You must specify a MonitoringInterval value other than 0 when you specify a "+
			"MonitoringRoleARN value.")
	default:
		return nil
	}
}

// monitoringTrust requires a role that RDS may assume. The role's permissions are not checked: the provider retries
// until they exist.
func monitoringTrust(c *model.Call) error {
	arn := c.New.String("monitoringRoleArn")
	if arn == "" || c.RoleTrusts(arn, "monitoring.rds.amazonaws.com") {
		return nil
	}
	return model.Errorf(invalid, "IAM role ARN value is invalid or does not include the required permissions for: "+
		"ENHANCED_MONITORING")
}

// insightsPeriods are the retention periods of Performance Insights in days: a week, months, or two years.
func insightsPeriods() []int {
	const week, month, months, twoYears = 7, 31, 23, 731
	periods := []int{week}
	for n := 1; n <= months; n++ {
		periods = append(periods, n*month)
	}
	return append(periods, twoYears)
}

func insights(c *model.Call) error {
	const property = "performanceInsightsRetentionPeriod"
	days := c.New.Int(property)
	switch {
	case days != 0 && !slices.Contains(insightsPeriods(), days):
		return model.Errorf(invalid, "Invalid Performance Insights retention period. Valid values are: [%s]",
			strings.Trim(strings.ReplaceAll(fmt.Sprint(insightsPeriods()), " ", ", "), "[]"))
	case !c.New.Bool("performanceInsightsEnabled") && (days != 0 || c.New.Has("performanceInsightsKmsKeyId")):
		return model.Errorf(combination, "To specify a Performance Insights KMS key or retention period, enable "+
			"Performance Insights.")
	case c.Old.Has("performanceInsightsKmsKeyId") && c.Changed("performanceInsightsKmsKeyId"):
		return model.Errorf(combination, "You can't change the KMS key of Performance Insights once it is enabled.")
	default:
		return nil
	}
}

// allLogs are the log types of all engines, which the provider accepts.
var allLogs = []string{
	"agent", "alert", "audit", "diag.log", "error", "general", "iam-db-auth-error", "listener", "notify.log", "oemagent",
	"postgresql", "slowquery", "trace", "upgrade",
}

func knownLogs(c *model.Call) error {
	const property = "enabledCloudwatchLogsExports"
	for i, kind := range c.New.Strings(property) {
		if !slices.Contains(allLogs, kind) {
			return model.Invalidf(property, "expected enabled_cloudwatch_logs_exports.%d to be one of %q, got %s", i, allLogs,
				kind)
		}
	}
	return nil
}

// postgresLogs are the log types of PostgreSQL.
func postgresLogs(c *model.Call) error {
	for _, kind := range c.New.Strings("enabledCloudwatchLogsExports") {
		if !slices.Contains([]string{"postgresql", "upgrade", "iam-db-auth-error"}, kind) {
			return model.Errorf(combination, "You cannot use the log types '%s' with engine version %s %s. For supported "+
				"log types, see the documentation.", kind, postgres, versionFor(c))
		}
	}
	return nil
}
