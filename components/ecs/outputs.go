package ecs

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// ServiceOutputs are the outputs of every component that is one service of tasks with one container.
type ServiceOutputs struct {
	// ServiceName is the name of the service, ServiceARN its ARN.
	ServiceName pulumi.StringOutput `pulumi:"serviceName"`
	ServiceARN  pulumi.StringOutput `pulumi:"serviceArn"`
	// TaskDefinitionARN is the task definition that was requested, RunningTaskDefinition the one that the service runs.
	// The deploy gate compares only these. If ECS rolls back a deployment that changes nothing but the capacity provider,
	// such as Spot, the update succeeds; the next "pulumi up" tries again.
	TaskDefinitionARN     pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	RunningTaskDefinition pulumi.StringOutput `pulumi:"runningTaskDefinition"`
	// Deployed is known once ECS has deployed the task definition. To update something only after that, pass
	// pulumi.DependsOnInputs(worker.Deployed) to its New: after a rollback it is not updated. In a preview nothing waits.
	Deployed pulumi.ResourceArrayOutput
	// SecurityGroupID is the security group of the tasks. What they connect to must allow ingress from it.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// LogGroupName is the name of the log group.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
	// TaskRoleARN is the ARN of the role that the tasks have in AWS, TaskRoleName its name, for further policies.
	TaskRoleARN  pulumi.StringOutput `pulumi:"taskRoleArn"`
	TaskRoleName pulumi.StringOutput `pulumi:"taskRoleName"`
	// ExecutionRoleARN is the ARN of the role that ECS starts the tasks with.
	ExecutionRoleARN pulumi.StringOutput `pulumi:"executionRoleArn"`
}
