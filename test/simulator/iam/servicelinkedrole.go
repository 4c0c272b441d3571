package iam

import (
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// serviceLinkedRole is a role that AWS defines for a service. AWS chooses the name; here it follows from the service's.
func serviceLinkedRole() *model.Type {
	return &model.Type{
		Token: ServiceLinkedRole, Service: service, Noun: "IAM Service Linked Role", Modeled: true, Global: true,
		Actions:  model.Actions{Read: "GetRole", Update: "UpdateRole"},
		NewID:    linkedARN,
		Links:    []string{"awsServiceName"},
		Replaces: []model.Replace{{Properties: []string{"awsServiceName", "customSuffix"}}},
		Rules: []model.Rule{
			model.Matches("awsServiceName", `\.amazonaws\.com$`, "invalid value for aws_service_name (must be a full "+
				"service hostname e.g. elasticbeanstalk.amazonaws.com)"),
			{On: model.Create, Test: linkedFree},
		},
		Fill: func(c *model.Call) error {
			c.State["arn"], c.State["name"] = linkedARN(c), linkedName(c)
			c.State["path"] = "/aws-service-role/" + c.State.String("awsServiceName") + "/"
			c.State.Default("uniqueId", unique("AROA"))
			c.State.Default("createDate", time.Now().UTC().Format(time.RFC3339))
			return nil
		},
	}
}

// linkedNames are the role names that do not follow from the service's name.
var linkedNames = map[string]string{
	"ecs": "ECS", "rds": "RDS", "elasticache": "ElastiCache", "elasticloadbalancing": "ElasticLoadBalancing",
	"autoscaling": "AutoScaling", "eks": "AmazonEKS", "eks-nodegroup": "AmazonEKSNodegroup", "mq": "AmazonMQ",
	"ecs.application-autoscaling": "ApplicationAutoScaling_ECSService", "spot": "EC2Spot",
	"eks-fargate": "AmazonEKSForFargate",
}

func linkedName(c *model.Call) string {
	host := strings.TrimSuffix(c.State.String("awsServiceName"), ".amazonaws.com")
	short, known := linkedNames[host]
	if !known {
		short = strings.ToUpper(host[:1]) + host[1:]
	}
	name := "AWSServiceRoleFor" + short
	if suffix := c.State.String("customSuffix"); suffix != "" {
		name += "_" + suffix
	}
	return name
}

func linkedARN(c *model.Call) string {
	return arn(c, "role", "/aws-service-role/"+c.State.String("awsServiceName")+"/", linkedName(c))
}

func linkedFree(c *model.Call) error {
	if c.Exists(ServiceLinkedRole, linkedARN(c)) {
		return model.Errorf("InvalidInput", "Service role name %s has been taken in this account, please try a different "+
			"suffix.", linkedName(c))
	}
	return nil
}
