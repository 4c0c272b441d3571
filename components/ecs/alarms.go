package ecs

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// alarmActions are the ARNs in the form that the SDK wants: it takes values of any type.
func alarmActions(arns []pulumi.StringInput) pulumi.Array {
	list := make(pulumi.Array, len(arns))
	for i, arn := range arns {
		list[i] = arn
	}
	return list
}
