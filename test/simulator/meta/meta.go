// Package meta holds the data sources about the account itself: region, zones, account ID and partition.
package meta

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

// Functions are the data sources of the package.
func Functions() []*model.Function {
	list := map[string]func(*model.Call) (model.Props, error){
		"getArn": getARN, "getAvailabilityZones": getAvailabilityZones, "getCallerIdentity": getCallerIdentity,
		"getDefaultTags": getDefaultTags, "getPartition": getPartition, "getRegion": getRegion,
		"getServicePrincipal": getServicePrincipal,
	}
	functions := make([]*model.Function, 0, len(list))
	for name, run := range list {
		functions = append(functions, &model.Function{Token: "aws:index/" + name + ":" + name, Run: run})
	}
	return functions
}

func getARN(c *model.Call) (model.Props, error) {
	const fields = 6
	arn := c.New.String("arn")
	parts := strings.SplitN(arn, ":", fields)
	if parts[0] != "arn" {
		return nil, model.Providerf("parsing ARN (%s): arn: invalid prefix", arn)
	}
	if len(parts) < fields {
		return nil, model.Providerf("parsing ARN (%s): arn: not enough sections", arn)
	}
	return model.Props{
		"id": arn, "arn": arn, "partition": parts[1], "service": parts[2], "region": parts[3], "account": parts[4],
		"resource": parts[5],
	}, nil
}

func getCallerIdentity(c *model.Call) (model.Props, error) {
	id := cmp.Or(c.Account, account.ID)
	return model.Props{
		"id": id, "accountId": id, "arn": c.CallerARN(), "userId": "AIDACKCEVSQ6C2EXAMPLE",
	}, nil
}

func getDefaultTags(c *model.Call) (model.Props, error) {
	tags := c.DefaultTags
	if tags == nil {
		tags = map[string]any{}
	}
	return model.Props{"id": c.Partition(), "tags": tags}, nil
}

func getPartition(c *model.Call) (model.Props, error) {
	return model.Props{
		"id": c.Partition(), "partition": c.Partition(), "dnsSuffix": suffix, "reverseDnsPrefix": "com.amazonaws",
	}, nil
}

// suffix is the DNS suffix of AWS's services in all regions of the account.
const suffix = "amazonaws.com"

func getServicePrincipal(c *model.Call) (model.Props, error) {
	service, region := c.New.String("serviceName"), c.New.String("region")
	if region == "" {
		region = c.Region
	}
	return model.Props{
		"id": service + "." + region + "." + suffix, "name": service + "." + suffix, "region": region,
		"serviceName": service, "suffix": suffix,
	}, nil
}

func getRegion(c *model.Call) (model.Props, error) {
	name, endpoint := c.New.String("name"), c.New.String("endpoint")
	if endpoint != "" {
		host := strings.TrimSuffix(strings.TrimPrefix(endpoint, "ec2."), "."+suffix)
		if name != "" && name != host {
			return nil, model.Providerf("multiple Regions matched; use additional constraints to reduce matches to a single " +
				"Region")
		}
		name = host
	}
	if name == "" {
		name = c.Region
	}
	if !slices.Contains(regions.Names(), name) {
		return nil, model.Providerf("finding Region using name (%s): region not found", name)
	}
	return model.Props{
		"id": name, "name": name, "endpoint": "ec2." + name + "." + suffix, "description": descriptions[name],
	}, nil
}

// descriptions are the long names of the regions. Source: AWS General Reference.
var descriptions = map[string]string{
	"ap-northeast-1": "Asia Pacific (Tokyo)", "ap-northeast-2": "Asia Pacific (Seoul)",
	"ap-northeast-3": "Asia Pacific (Osaka)", "ap-south-1": "Asia Pacific (Mumbai)",
	"ap-southeast-1": "Asia Pacific (Singapore)", "ap-southeast-2": "Asia Pacific (Sydney)",
	"ca-central-1": "Canada (Central)", "eu-central-1": "Europe (Frankfurt)", "eu-north-1": "Europe (Stockholm)",
	"eu-west-1": "Europe (Ireland)", "eu-west-2": "Europe (London)", "eu-west-3": "Europe (Paris)",
	"sa-east-1": "South America (Sao Paulo)", "us-east-1": "US East (N. Virginia)", "us-east-2": "US East (Ohio)",
	"us-west-1": "US West (N. California)", "us-west-2": "US West (Oregon)",
}
