package elb

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

func targetGroup() *model.Type {
	return &model.Type{
		Token: TargetGroup, Aliases: aliases("targetGroup:TargetGroup"), Service: service, Noun: "ELBv2 Target Group",
		Modeled: true,
		Name:    model.Name{Property: "name", Prefix: "namePrefix", Max: 32},
		NewID:   newTargetGroupARN, ARN: "{id}",
		Links: []string{"name", "vpcId"},
		Defaults: model.Props{
			"targetType": "instance", "deregistrationDelay": 300.0, "slowStart": 0.0, "ipAddressType": "ipv4",
			"loadBalancingAnomalyMitigation": "off", "proxyProtocolV2": false, "lambdaMultiValueHeadersEnabled": false,
			"loadBalancingCrossZoneEnabled": "use_load_balancer_configuration", "loadBalancerArns": []any{},
			"targetGroupHealth": map[string]any{
				"dnsFailover": map[string]any{
					"minimumHealthyTargetsCount": "1", "minimumHealthyTargetsPercentage": "off",
				},
				"unhealthyStateRouting": map[string]any{
					"minimumHealthyTargetsCount": 1.0, "minimumHealthyTargetsPercentage": "off",
				},
			},
		},
		Computed: []string{"targetFailovers", "targetHealthStates"},
		Replaces: []model.Replace{{Rule: "L19", Properties: []string{
			"name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType",
		}}},
		Rules: targetGroupRules(),
		Fill:  fillTargetGroup,
	}
}

// users are the properties by which listeners and rules refer to a target group.
var users = []model.Use{
	{Token: Listener, Property: "defaultActions.targetGroupArn"},
	{Token: Listener, Property: "defaultActions.forward.targetGroups.arn"},
	{Token: ListenerRule, Property: "actions.targetGroupArn"},
	{Token: ListenerRule, Property: "actions.forward.targetGroups.arn"},
}

func targetGroupRules() []model.Rule {
	return slices.Concat(model.As("L16", nameRules("")), healthCheckRules(), []model.Rule{
		model.Matches("namePrefix", `^.{0,6}$`, "%[1]q cannot be longer than 6 characters").As("L17"),
		model.OneOf("targetType", "alb", "instance", "ip", "lambda"),
		model.OneOf("protocol", "GENEVE", "HTTP", "HTTPS", "TCP", "TCP_UDP", "TLS", "UDP"),
		{ID: "L18", On: model.Check, Test: needsAddress},
		model.Between("port", 1, 65535).As("L18"),
		model.Between("deregistrationDelay", 0, 3600).As("L26"),
		{ID: "L27", On: model.Check, Test: slowStart},
		model.Between("stickiness.cookieDuration", 0, 604800).As("L28"),
		{On: model.Write, Test: slowStartAlgorithm},
		{ID: "L28", On: model.Write, Test: stickiness},
		taken().As("L31"),
		model.Limit("targetGroups", 3000, "TooManyTargetGroups",
			"The maximum number of target groups has been reached").As("L43"),
		{ID: "L30", On: model.Create, Test: targetGroupVPC},
		model.Free(users, "ResourceInUse", "Target group '%s' is currently in use by a listener or a rule").As("L20"),
	})
}

// needsAddress requires port, protocol and VPC, except for a Lambda function.
func needsAddress(c *model.Call) error {
	kind := targetTypeOf(c.New)
	if kind == "lambda" || schema.IsUnknown(c.New["targetType"]) {
		return nil
	}
	for _, name := range []string{"port", "protocol", "vpcId"} {
		if !c.New.Has(name) {
			return model.Invalidf("", `Attribute %q must be specified when "target_type" is %q.`, schema.Snake(name), kind)
		}
	}
	return nil
}

func slowStart(c *model.Call) error {
	if n := c.New.Int("slowStart"); n != 0 && (n < 30 || n > 900) {
		return model.Invalidf("slowStart", "expected slow_start to be either 0 or in the range (30 - 900), got %d", n)
	}
	return nil
}

// slowStartAlgorithm rejects slow start with any algorithm but round robin.
func slowStartAlgorithm(c *model.Call) error {
	algorithm := c.New.String("loadBalancingAlgorithmType")
	if c.New.Int("slowStart") > 0 && algorithm != "" && algorithm != "round_robin" {
		return model.Errorf("InvalidConfigurationRequest",
			"Slow start mode is not supported with the %s load balancing algorithm", algorithm)
	}
	return nil
}

func stickiness(c *model.Call) error {
	kind, protocol := c.New.String("stickiness.type"), c.New.String("protocol")
	if !c.New.Has("stickiness") || c.New.Get("stickiness.enabled") == false {
		return nil
	}
	if cookie := strings.HasSuffix(kind, "_cookie"); cookie != isHTTP(protocol) && protocol != "" {
		return model.Errorf("InvalidConfigurationRequest",
			"Stickiness type '%s' is not supported for target groups with the %s protocol", kind, protocol)
	}
	if kind == "app_cookie" && !c.New.Has("stickiness.cookieName") {
		return model.Errorf("InvalidConfigurationRequest",
			"You must set an application cookie name to enable stickiness of type 'app_cookie'")
	}
	return nil
}

func targetGroupVPC(c *model.Call) error {
	if id := c.New.String("vpcId"); id != "" && !c.Exists(ec2.VPC, id) {
		return validation("The VPC ID '%s' is not found", id)
	}
	return nil
}

func targetTypeOf(p model.Props) string {
	if kind := p.String("targetType"); kind != "" {
		return kind
	}
	return "instance"
}

func isHTTP(protocol string) bool { return protocol == "HTTP" || protocol == "HTTPS" }

func newTargetGroupARN(c *model.Call) string {
	return c.Expand("arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{name}/" + model.Hex(16))
}

func fillTargetGroup(c *model.Call) error {
	c.State["arnSuffix"] = suffix(c.ID, c.Expand("{account}:"))
	web := isHTTP(c.State.String("protocol"))
	if web {
		c.State.Default("protocolVersion", "HTTP1")
		c.State.Default("loadBalancingAlgorithmType", "round_robin")
	}
	c.State.Default("healthCheck", defaultHealthCheck(web))
	kind := "source_ip"
	if web {
		kind = "lb_cookie"
	}
	c.State.Default("stickiness", map[string]any{"enabled": false, "type": kind, "cookieDuration": 86400.0})
	return nil
}
