package provider_test

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of real resource types, whose properties the schema knows. Their rules here are made for the tests.
const (
	vpcToken    = "aws:ec2/vpc:Vpc"
	subnetToken = "aws:ec2/subnet:Subnet"
	groupToken  = "aws:lb/targetGroup:TargetGroup"
	oldGroup    = "aws:alb/targetGroup:TargetGroup"
	queueToken  = "aws:sqs/queue:Queue"
	roleToken   = "aws:iam/role:Role"
	zonesToken  = "aws:index/getAvailabilityZones:getAvailabilityZones"
)

func types() []*model.Type { return []*model.Type{vpc(), subnet(), targetGroup(), role()} }

func vpc() *model.Type {
	return &model.Type{
		Token: vpcToken, Service: "EC2", Noun: "EC2 VPC", NewID: model.Prefixed("vpc-"),
		ARN:      "arn:{partition}:ec2:{region}:{account}:vpc/{id}",
		Defaults: model.Props{"enableDnsSupport": true, "instanceTenancy": "default"},
		Replaces: []model.Replace{{Rule: "N3", Properties: []string{"cidrBlock"}}},
		Rules: []model.Rule{
			model.OneOf("instanceTenancy", "default", "dedicated").As("N4"),
			model.Limit("vpcs", 5, "VpcLimitExceeded", "The maximum number of VPCs has been reached.").As("N8"),
			model.Free([]model.Use{{Token: subnetToken, Property: "vpcId"}}, "DependencyViolation",
				"The vpc '%s' has dependencies and cannot be deleted.").As("N6"),
		},
		Plan: func(c *model.Call, d *model.Diff) error {
			if c.New.String("instanceTenancy") == "forbidden" {
				return model.Errorf("Unsupported", "no plan for %s in %s", c.ID, c.Region)
			}
			return nil
		},
		Fill: func(c *model.Call) error {
			c.State.Default("ownerId", account.ID)
			return nil
		},
	}
}

func subnet() *model.Type {
	return &model.Type{
		Token: subnetToken, Service: "EC2", Noun: "EC2 Subnet", NewID: model.Prefixed("subnet-"), Links: []string{"vpcId"},
		Rules: []model.Rule{
			model.Refers("vpcId", vpcToken, "InvalidVpcID.NotFound", "The vpc ID '%s' does not exist"),
		},
	}
}

func targetGroup() *model.Type {
	return &model.Type{
		Token: groupToken, Aliases: []string{oldGroup}, Service: "Elastic Load Balancing v2", Noun: "ELBv2 Target Group",
		Modeled: true, Name: model.Name{Property: "name", Prefix: "namePrefix", Max: 32},
		NewID:    model.ByARN,
		ARN:      "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{name}/0123456789abcdef",
		Links:    []string{"name"},
		Replaces: []model.Replace{{Rule: "L19", Properties: []string{"name", "port", "healthCheck.protocol"}}},
		Rules: []model.Rule{
			model.Between("deregistrationDelay", 0, 3600).As("L26"),
			model.Unique("name", "DuplicateTargetGroupName", "A target group with the name '%s' exists").As("L31"),
		},
	}
}

func role() *model.Type {
	return &model.Type{
		Token: roleToken, Service: "IAM", Noun: "IAM Role", Global: true,
		Name:   model.Name{Property: "name", Max: 64, Suffix: ".x", Lower: true},
		ARN:    "arn:{partition}:iam::{account}:role/{name}",
		Normal: map[string]func(string) string{"assumeRolePolicy": model.PolicyText},
	}
}

func functions() []*model.Function {
	return []*model.Function{{Token: zonesToken, Run: func(c *model.Call) (model.Props, error) {
		if c.New.String("state") == "broken" {
			return nil, model.Errorf("Broken", "no zones in %s", c.Region)
		}
		return model.Props{"names": []string{c.Region + "a"}, "id": c.Region}, nil
	}}}
}
