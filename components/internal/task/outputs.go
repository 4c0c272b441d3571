package task

import "github.com/tenfold-iac/tenfold/components/ecs"

// Outputs are the outputs of a component that is one service.
func (b *Builder) Outputs() ecs.ServiceOutputs {
	return ecs.ServiceOutputs{
		ServiceName: b.Service.Name, ServiceARN: b.Service.ID().ToStringOutput(),
		TaskDefinitionARN: b.Definition.Arn, RunningTaskDefinition: b.Running, Deployed: b.Deployed,
		SecurityGroupID: b.SecurityGroup.ID().ToStringOutput(), LogGroupName: b.Logs.Name,
		TaskRoleARN: b.TaskRole.Arn, TaskRoleName: b.TaskRole.Name, ExecutionRoleARN: b.ExecutionRole.Arn,
	}
}
