package elb

import (
	"maps"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

// Functions are the data sources of the package.
func Functions() []*model.Function {
	functions := []*model.Function{
		{Token: "aws:lb/getHostedZoneId:getHostedZoneId", Run: getHostedZoneID},
		{Token: "aws:elb/getServiceAccount:getServiceAccount", Run: getServiceAccount},
	}
	for _, module := range []string{"lb", "alb"} {
		functions = append(functions,
			&model.Function{Token: "aws:" + module + "/getLoadBalancer:getLoadBalancer", Run: getLoadBalancer},
			&model.Function{Token: "aws:" + module + "/getTargetGroup:getTargetGroup", Run: getTargetGroup},
			&model.Function{Token: "aws:" + module + "/getListener:getListener", Run: getListener})
	}
	return functions
}

func getLoadBalancer(c *model.Call) (model.Props, error) {
	r, err := only(c, LoadBalancer, "arn", "name")
	if err != nil {
		return nil, err
	}
	for _, property := range []string{"accessLogs", "connectionLogs"} {
		r.Default(property, map[string]any{"bucket": "", "enabled": false, "prefix": ""})
	}
	r["connectionLogs"] = []any{r["connectionLogs"]}
	r["ipamPools"] = []any{}
	return r, nil
}

func getTargetGroup(c *model.Call) (model.Props, error) {
	r, err := only(c, TargetGroup, "arn", "name")
	if err != nil {
		return nil, err
	}
	r["loadBalancerArns"] = list(loadBalancersOf(c, r.String("arn")))
	return r, nil
}

func getListener(c *model.Call) (model.Props, error) {
	r, err := only(c, Listener, "arn", "loadBalancerArn", "port")
	if err != nil {
		return nil, err
	}
	if mutual, ok := r["mutualAuthentication"]; ok {
		r["mutualAuthentications"] = []any{mutual}
	}
	delete(r, "mutualAuthentication")
	return r, nil
}

// only finds the one resource of a type with the given arguments and tags.
func only(c *model.Call, token string, properties ...string) (model.Props, error) {
	var found []*account.Resource
	for _, r := range c.List(token) {
		if fits(r.Properties, c.New, properties) {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		return nil, model.Providerf("Search returned %d results, please revise so only one is returned", len(found))
	}
	result := model.Props(maps.Clone(found[0].Properties))
	result["id"] = found[0].ID
	result.Default("tags", map[string]any{})
	return result, nil
}

func fits(props, want model.Props, properties []string) bool {
	for _, name := range properties {
		if want.Has(name) && props.String(name) != want.String(name) {
			return false
		}
	}
	tags, _ := want["tags"].(map[string]any)
	for key, value := range tags {
		if all, _ := props["tagsAll"].(map[string]any); all[key] != value {
			return false
		}
	}
	return true
}

// regionIn returns the region of a data source: its argument, or the provider's.
func regionIn(c *model.Call) string {
	if region := c.New.String("region"); region != "" {
		return region
	}
	return c.Region
}

func getHostedZoneID(c *model.Call) (model.Props, error) {
	region, kind := regionIn(c), kindOf(c.New)
	zone := regions.LoadBalancerZone(region, kind)
	if zone == "" {
		return nil, model.Providerf("unsupported AWS Region: %s", region)
	}
	return model.Props{"id": zone, "region": region, "loadBalancerType": kind}, nil
}

func getServiceAccount(c *model.Call) (model.Props, error) {
	region := regionIn(c)
	id, ok := serviceAccounts[region]
	if !ok {
		return nil, model.Providerf("unknown region (%q)", region)
	}
	return model.Props{"id": id, "region": region, "arn": "arn:" + c.Partition() + ":iam::" + id + ":root"}, nil
}
