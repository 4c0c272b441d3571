package ecs

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// ServiceOutputs is what every component publishes that is one service of tasks with one container.
type ServiceOutputs struct {
	// ServiceName is the name of the service, ServiceARN its ARN.
	ServiceName pulumi.StringOutput `pulumi:"serviceName"`
	ServiceARN  pulumi.StringOutput `pulumi:"serviceArn"`
	// TaskDefinitionARN is the task definition that was requested, RunningTaskDefinition the one that the service runs.
	// Only these are compared: a deployment of nothing but another capacity provider, as Spot is, that ECS rolls back is
	// no failure of the update. "pulumi up" tries it again.
	TaskDefinitionARN     pulumi.StringOutput `pulumi:"taskDefinitionArn"`
	RunningTaskDefinition pulumi.StringOutput `pulumi:"runningTaskDefinition"`
	// SecurityGroupID is the tasks' security group; what they connect to must let it in.
	SecurityGroupID pulumi.IDOutput `pulumi:"securityGroupId"`
	// LogGroupName is where the log is.
	LogGroupName pulumi.StringOutput `pulumi:"logGroupName"`
	// TaskRoleARN is what the tasks are in AWS, TaskRoleName its name, for further policies.
	TaskRoleARN  pulumi.StringOutput `pulumi:"taskRoleArn"`
	TaskRoleName pulumi.StringOutput `pulumi:"taskRoleName"`
	// ExecutionRoleARN is what ECS starts the tasks with.
	ExecutionRoleARN pulumi.StringOutput `pulumi:"executionRoleArn"`
}

func (u *unit) outputs() ServiceOutputs {
	return ServiceOutputs{
		ServiceName: u.service.Name, ServiceARN: u.service.ID().ToStringOutput(),
		TaskDefinitionARN: u.task.Arn, RunningTaskDefinition: u.gate(),
		SecurityGroupID: u.group.ID(), LogGroupName: u.logs.Name,
		TaskRoleARN: u.role.Arn, TaskRoleName: u.role.Name, ExecutionRoleARN: u.execution.Arn,
	}
}
