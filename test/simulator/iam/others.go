package iam

import (
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func instanceProfile() *model.Type {
	return &model.Type{
		Token: InstanceProfile, Service: service, Noun: "IAM Instance Profile", Modeled: true, Global: true,
		Actions:  model.Actions{Read: "GetInstanceProfile", Update: "AddRoleToInstanceProfile"},
		Name:     model.Name{Property: "name", Prefix: "namePrefix", Max: 128},
		Links:    []string{"role", "arn"},
		Defaults: model.Props{"path": "/"},
		Replaces: []model.Replace{{Properties: []string{"name", "namePrefix", "path"}}},
		Rules: append(model.As("I16", name(128)),
			model.Conflicts("name", "namePrefix"),
			model.Rule{ID: "I10", On: model.Create, Test: profileFree},
			roleExists(),
		),
		Fill: func(c *model.Call) error {
			c.State["arn"] = arn(c, "instance-profile", c.State.String("path"), c.State.String("name"))
			c.State.Default("uniqueId", unique("AIPA"))
			c.State.Default("createDate", time.Now().UTC().Format(time.RFC3339))
			return nil
		},
	}
}

func profileFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(InstanceProfile, name) {
		return refuse(statusConflict, taken, "Instance Profile %s already exists.", name)
	}
	return nil
}

// serviceLinkedRole is a role that belongs to a service of AWS. The role's name is of AWS's choosing: here it is made
// of
// the service's name.
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

// linkedNames are the names that do not follow from the service's.
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
		return model.Refusef("InvalidInput", "Service role name %s has been taken in this account, please try a different "+
			"suffix.", linkedName(c))
	}
	return nil
}

func oidcProvider() *model.Type {
	return &model.Type{
		Token: OIDCProvider, Service: service, Noun: "IAM OIDC Provider", Modeled: true, Global: true,
		Actions: model.Actions{
			Create: "CreateOpenIDConnectProvider", Read: "GetOpenIDConnectProvider",
			Update: "UpdateOpenIDConnectProviderThumbprint", Delete: "DeleteOpenIDConnectProvider",
		},
		NewID:    oidcARN,
		Links:    []string{"arn", "url"},
		Computed: []string{"thumbprintLists"},
		Replaces: []model.Replace{{Properties: []string{"url"}}},
		Rules: []model.Rule{
			model.Matches("url", "^https://", `expected "url" to have a url with schema of: "https", got %[2]s`),
			{ID: "I10", On: model.Create, Test: oidcFree},
			model.Limit("oidcProviders", 100, limit, "Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100").As("I15"),
		},
		Fill: func(c *model.Call) error {
			c.State["arn"] = oidcARN(c)
			c.State.Default("thumbprintLists", []any{})
			return nil
		},
	}
}

func oidcARN(c *model.Call) string {
	return "arn:" + c.Partition() + ":iam::" + account.ID + ":oidc-provider/" +
		strings.TrimPrefix(c.State.String("url"), "https://")
}

func oidcFree(c *model.Call) error {
	if c.Exists(OIDCProvider, oidcARN(c)) {
		return refuse(statusConflict, taken, "Provider with url %s already exists.", c.State.String("url"))
	}
	return nil
}
