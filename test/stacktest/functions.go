package stacktest

import (
	"fmt"
	"maps"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	account = "123456789012"
	region  = "us-east-1"
)

// defaultFunctions answers the data sources that Tenfold uses. A test adds to them, or overrides them, with [Function].
func defaultFunctions(r *recorder) map[string]FunctionFunc {
	return map[string]FunctionFunc{
		"aws:index/getAvailabilityZones:getAvailabilityZones": fixed(availabilityZones()),
		"aws:index/getCallerIdentity:getCallerIdentity": fixed(text(map[string]string{
			"id": account, "accountId": account, "arn": "arn:aws:iam::" + account + ":user/mock", "userId": "mock",
		})),
		"aws:index/getPartition:getPartition": fixed(text(map[string]string{
			"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws",
		})),
		"aws:index/getRegion:getRegion": fixed(text(map[string]string{
			"id": region, "name": region, "description": "US East (N. Virginia)", "endpoint": "ec2.us-east-1.amazonaws.com",
		})),
		"aws:ec2/getManagedPrefixList:getManagedPrefixList":      prefixList,
		"aws:ecs/getService:getService":                          r.service,
		"aws:route53/getZone:getZone":                            zone,
		"aws:secretsmanager/getRandomPassword:getRandomPassword": randomPassword,
	}
}

func fixed(answer resource.PropertyMap) FunctionFunc {
	return func(resource.PropertyMap) (resource.PropertyMap, error) { return answer.Copy(), nil }
}

// availabilityZones are those of us-east-1, in the order of their names.
func availabilityZones() resource.PropertyMap {
	var names, ids []resource.PropertyValue
	for i, letter := range "abcdef" {
		names = append(names, resource.NewProperty(region+string(letter)))
		ids = append(ids, resource.NewProperty(fmt.Sprintf("use1-az%d", i+1)))
	}
	answer := text(map[string]string{"id": region})
	answer["names"], answer["zoneIds"] = resource.NewProperty(names), resource.NewProperty(ids)
	return answer
}

// zone answers that the hosted zone that is asked for exists.
func zone(inputs resource.PropertyMap) (resource.PropertyMap, error) {
	answer := text(map[string]string{"zoneId": "mock-zone-id", "name": "example.com"})
	for key, value := range inputs {
		if value = withoutSecrets(value); !value.IsNull() {
			answer[key] = value
		}
	}
	answer["id"] = answer["zoneId"]
	answer["arn"] = resource.NewProperty(fmt.Sprintf("arn:aws:route53:::hostedzone/%v", plain(answer["zoneId"])))
	return answer, nil
}

// prefixList answers that the managed prefix list that is asked for exists.
func prefixList(inputs resource.PropertyMap) (resource.PropertyMap, error) {
	answer := text(map[string]string{"id": "pl-mock", "name": "com.amazonaws.mock"})
	for key, value := range inputs {
		if value = withoutSecrets(value); !value.IsNull() {
			answer[key] = value
		}
	}
	answer["arn"] = resource.NewProperty(
		fmt.Sprintf("arn:aws:ec2:%s:aws:prefix-list/%v", region, plain(answer["id"])))
	return answer, nil
}

// passwordLength is that of a random password when none is asked for.
const passwordLength = 32

// randomPassword answers the same at every call, so that recordings can be compared. It has nothing that an exclusion
// leaves out but lower case.
func randomPassword(inputs resource.PropertyMap) (resource.PropertyMap, error) {
	length := passwordLength
	if given := inputs["passwordLength"]; given.IsNumber() {
		length = int(given.NumberValue())
	}
	answer := inputs.Copy()
	answer["id"] = resource.NewProperty(region)
	answer["randomPassword"] = resource.NewProperty(strings.Repeat("mock", length/len("mock")+1)[:length])
	return answer, nil
}

// service answers what a service that was registered before runs: the task definition that it asks for. With Function,
// a test lets it run another one, as after a rollback.
func (r *recorder) service(inputs resource.PropertyMap) (resource.PropertyMap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := len(r.resources) - 1; i >= 0; i-- {
		res := r.resources[i]
		if res.Type != "aws:ecs/service:Service" || !res.Outputs["name"].DeepEquals(inputs["serviceName"]) {
			continue
		}
		answer := text(map[string]string{"launchType": "FARGATE", "schedulingStrategy": "REPLICA", "id": res.ID})
		maps.Copy(answer, inputs)
		for _, key := range []resource.PropertyKey{"arn", "desiredCount", "taskDefinition"} {
			answer[key] = res.Outputs[key]
		}
		return answer, nil
	}
	name, _ := lookup(inputs, "serviceName")
	return nil, fmt.Errorf("no ECS service is called %q", fmt.Sprint(name))
}
