package autoscaling

import (
	"regexp"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func target() *model.Type {
	return &model.Type{
		Token: Target, Service: service, Noun: "Application AutoScaling Target", Modeled: true,
		Actions: model.Actions{
			Create: "RegisterScalableTarget", Read: "DescribeScalableTargets", Update: "RegisterScalableTarget",
			Delete: "DeregisterScalableTarget",
		},
		NewID: targetID,
		Links: []string{"resourceId"},
		Replaces: []model.Replace{
			{Rule: "AS5", Properties: key},
		},
		Rules: []model.Rule{
			{ID: "AS1", On: model.Create, Test: scalable},
			{ID: "AS1", On: model.Create, Test: cacheScales},
			{ID: "AS2", On: model.Create, Test: serviceExists},
			{ID: "AS3", On: model.Write, Test: ordered},
			{ID: "AS6", On: model.Write, Test: clampCount},
		},
		Fill:    fillTarget,
		Deleted: deletePolicies,
	}
}

func targetID(c *model.Call) string { return idOr(c, c.New.String("resourceId")) }

// dimensions are the scalable dimensions by service namespace, with the shape of their resource IDs. Source: the API
// reference of RegisterScalableTarget.
var dimensions = map[string]map[string]*regexp.Regexp{
	"ecs": {"ecs:service:DesiredCount": regexp.MustCompile(`^service/[^/]+/[^/]+$`)},
	"elasticache": {
		"elasticache:replication-group:NodeGroups": regexp.MustCompile(`^replication-group/[^/]+$`),
		"elasticache:replication-group:Replicas":   regexp.MustCompile(`^replication-group/[^/]+$`),
	},
	"rds":   {"rds:cluster:ReadReplicaCount": regexp.MustCompile(`^cluster:[^:]+$`)},
	"kafka": {"kafka:broker-storage:VolumeSize": regexp.MustCompile(`^arn:`)},
	"dynamodb": {
		"dynamodb:table:ReadCapacityUnits":  regexp.MustCompile(`^table/[^/]+$`),
		"dynamodb:table:WriteCapacityUnits": regexp.MustCompile(`^table/[^/]+$`),
		"dynamodb:index:ReadCapacityUnits":  regexp.MustCompile(`^table/[^/]+/index/[^/]+$`),
		"dynamodb:index:WriteCapacityUnits": regexp.MustCompile(`^table/[^/]+/index/[^/]+$`),
	},
	"lambda":    {"lambda:function:ProvisionedConcurrency": regexp.MustCompile(`^function:[^:]+:[^:]+$`)},
	"ec2":       {"ec2:spot-fleet-request:TargetCapacity": regexp.MustCompile(`^spot-fleet-request/`)},
	"sagemaker": {"sagemaker:variant:DesiredInstanceCount": regexp.MustCompile(`^endpoint/[^/]+/variant/`)},
}

func scalable(c *model.Call) error {
	shape := dimensions[c.New.String("serviceNamespace")][c.New.String("scalableDimension")]
	if shape == nil || !shape.MatchString(c.New.String("resourceId")) {
		return model.Errorf(validation, "Unsupported service namespace, resource type or scalable dimension")
	}
	return nil
}

func serviceExists(c *model.Call) error {
	id := c.New.String("resourceId")
	if c.New.String("serviceNamespace") == "ecs" && scaled(c, id) == nil {
		return model.Errorf(validation, "ECS service doesn't exist: %s", id)
	}
	return nil
}

func ordered(c *model.Call) error {
	if c.New.Int("minCapacity") > c.New.Int("maxCapacity") {
		return model.Errorf(validation, "Maximum capacity cannot be less than minimum capacity")
	}
	return nil
}

func fillTarget(c *model.Call) error {
	if c.Op == model.Create {
		c.State["arn"] = "arn:" + c.Partition() + ":application-autoscaling:" + c.Region + ":" + account.ID +
			":scalable-target/" + model.Hex(30)
	}
	namespace := c.State.String("serviceNamespace")
	c.State.Default("roleArn", "arn:"+c.Partition()+":iam::"+account.ID+":role/aws-service-role/"+namespace+
		".application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_"+suffix[namespace])
	c.State.Default("suspendedState", map[string]any{
		"dynamicScalingInSuspended": false, "dynamicScalingOutSuspended": false, "scheduledScalingSuspended": false,
	})
	return nil
}

// suffix is the end of the names of the roles that AWS creates for scaling, by service namespace.
var suffix = map[string]string{
	"ecs": "ECSService", "elasticache": "ElastiCacheRG", "rds": "RDSCluster", "kafka": "KafkaCluster",
	"dynamodb": "DynamoDBTable", "lambda": "LambdaConcurrency", "ec2": "EC2SpotFleetRequest",
	"sagemaker": "SageMakerEndpoint",
}

// clampCount moves the count of the target's service into the new range.
func clampCount(c *model.Call) error {
	r := scaled(c, c.State.String("resourceId"))
	if r == nil {
		return nil
	}
	now := r.Properties.Int("desiredCount")
	want := max(min(now, c.State.Int("maxCapacity")), c.State.Int("minCapacity"))
	if want != now {
		r.Properties["desiredCount"] = float64(want)
		c.Put(r)
	}
	return nil
}

// deletePolicies deletes the policies and actions of a target, as deregistering it does.
func deletePolicies(c *model.Call) error {
	for _, token := range []string{Policy, ScheduledAction} {
		for _, r := range c.Find(token, "resourceId", c.State.String("resourceId")) {
			if sameTarget(r.Properties, c.State) {
				c.Delete(token, r.ID)
			}
		}
	}
	return nil
}
