package autoscaling

import (
	"slices"
	"strconv"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	tracking = "targetTrackingScalingPolicyConfiguration"
	stepping = "stepScalingPolicyConfiguration"
)

func policy() *model.Type {
	return &model.Type{
		Token: Policy, Service: service, Noun: "Application Auto Scaling Scaling Policy", Modeled: true,
		Actions: model.Actions{
			Create: "PutScalingPolicy", Read: "DescribeScalingPolicies", Update: "PutScalingPolicy",
			Delete: "DeleteScalingPolicy",
		},
		Name:     model.Name{Property: "name", Max: 255},
		NewID:    policyID,
		Links:    []string{"resourceId", "name"},
		Defaults: model.Props{"policyType": "StepScaling"},
		Computed: []string{"alarmArns"},
		Replaces: []model.Replace{{Rule: "AS13", Properties: append([]string{"name"}, key...)}},
		Rules: []model.Rule{
			model.Length("name", 1, 256).As("AS13"),
			{ID: "AS11", On: model.Check, Test: oneMetric},
			registered(), // AWS looks the target up before the configuration
			{ID: "AS8", On: model.Write, Test: policyKind},
			{ID: "AS18", On: model.Write, Test: someMetric},
			{ID: "AS9", On: model.Write, Test: predefined},
			{ID: "AS10", On: model.Write, Test: requestLabel},
			{ID: "AS17", On: model.Write, Test: metricMath},
			{ID: "AS16", On: model.Write, Test: stepSettings},
			{ID: "AS12, AS14", On: model.Write, Test: steps},
			{ID: "AS14", On: model.Create, Test: policyCount},
		},
		Fill: fillPolicy,
	}
}

func policyID(c *model.Call) string { return idOr(c, c.New.String("name")) }

func oneMetric(c *model.Call) error {
	block := model.Props{}
	for _, one := range c.New.Objects(tracking) {
		block = one
	}
	if block.Has("predefinedMetricSpecification") && block.Has("customizedMetricSpecification") {
		return model.Invalidf(tracking,
			`Conflicting configuration arguments: "target_tracking_scaling_policy_configuration.0.`+
				`predefined_metric_specification": conflicts with target_tracking_scaling_policy_configuration.0.`+
				`customized_metric_specification`)
	}
	return nil
}

// blocks are the configuration blocks by policy type.
var blocks = map[string]string{"StepScaling": stepping, "TargetTrackingScaling": tracking}

func policyKind(c *model.Call) error {
	kind := c.New.String("policyType")
	if kind == "" {
		kind = "StepScaling"
	}
	if kind != "PredictiveScaling" && blocks[kind] == "" {
		return model.Errorf(validation, "1 validation error detected: Value '%s' at 'policyType' failed to satisfy "+
			"constraint: Member must satisfy enum value set: [PredictiveScaling, StepScaling, TargetTrackingScaling]", kind)
	}
	if !c.New.Has(blocks[kind]) {
		return model.Errorf(validation, "%s policy configuration must be specified", kind)
	}
	if c.New.Has(tracking) && c.New.Has(stepping) {
		return model.Errorf(validation, "You must only provide a single scaling policy configuration, which must match the "+
			"scaling policy type specified.")
	}
	return nil
}

// metrics are the predefined metrics by service namespace. Source: the API reference of PredefinedMetricSpecification.
var metrics = map[string][]string{
	"ecs": {"ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization", requestsPerTarget},
	"elasticache": {
		"ElastiCachePrimaryEngineCPUUtilization", "ElastiCacheReplicaEngineCPUUtilization",
		"ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage",
		"ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage",
		"ElastiCacheDatabaseMemoryUsagePercentage", "ElastiCacheCPUUtilization", "ElastiCacheEngineCPUUtilization",
	},
	"rds":       {"RDSReaderAverageCPUUtilization", "RDSReaderAverageDatabaseConnections"},
	"kafka":     {"KafkaBrokerStorageUtilization"},
	"dynamodb":  {"DynamoDBReadCapacityUtilization", "DynamoDBWriteCapacityUtilization"},
	"lambda":    {"LambdaProvisionedConcurrencyUtilization"},
	"ec2":       {"EC2SpotFleetRequestAverageCPUUtilization", "EC2SpotFleetRequestAverageNetworkIn"},
	"sagemaker": {"SageMakerVariantInvocationsPerInstance"},
}

const requestsPerTarget = "ALBRequestCountPerTarget"

func predefined(c *model.Call) error {
	metric := c.New.String(tracking + ".predefinedMetricSpecification.predefinedMetricType")
	namespace := c.New.String("serviceNamespace")
	if metric != "" && !slices.Contains(metrics[namespace], metric) {
		return model.Errorf(validation, "The predefined metric type %s is not supported for service namespace %s",
			metric, namespace)
	}
	return nil
}

// Limits of Application Auto Scaling. Source: its service quotas.
const (
	maxPolicies = 50
	maxSteps    = 20
)

func policyCount(c *model.Call) error {
	n := 0
	for _, r := range c.Find(Policy, "resourceId", c.New.String("resourceId")) {
		if sameTarget(r.Properties, c.New) {
			n++
		}
	}
	if n >= c.Quota("scalingPoliciesPerTarget", maxPolicies) {
		return model.Errorf("LimitExceededException", "The scaling policy limit for the scalable target has been reached.")
	}
	return nil
}

// fillPolicy names the alarms that AWS creates for target tracking.
func fillPolicy(c *model.Call) error {
	if c.Op != model.Create {
		return nil
	}
	resource := c.State.String("resourceId")
	c.State["arn"] = "arn:" + c.Partition() + ":autoscaling:" + c.Region + ":" + account.ID + ":scalingPolicy:" +
		model.UUID() + ":resource/" + c.State.String("serviceNamespace") + "/" + resource +
		":policyName/" + c.State.String("name")
	alarms := []any{}
	if c.State.Has(tracking) {
		for _, side := range []string{"AlarmHigh", "AlarmLow"} {
			alarms = append(alarms, "arn:"+c.Partition()+":cloudwatch:"+c.Region+":"+account.ID+":alarm:TargetTracking-"+
				resource+"-"+side+"-"+model.UUID())
		}
	}
	c.State["alarmArns"] = alarms
	return nil
}

// bound is one end of a step; ok is false for an open one.
func bound(step model.Props, property string) (value float64, ok bool) {
	value, err := strconv.ParseFloat(step.String(property), 64)
	return value, err == nil
}
