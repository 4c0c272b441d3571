package network

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const flowLogs = "flow-logs"

func (b *builder) newFlowLogs() error {
	group, err := aws.NewLogGroup(b.Base, flowLogs, aws.LogGroupArgs{RetentionDays: b.args.FlowLogRetentionDays})
	if err != nil {
		return err
	}
	role, policy, err := b.newFlowLogRole(group.Arn)
	if err != nil {
		return err
	}
	name := b.Child(flowLogs)
	_, err = ec2.NewFlowLog(b.Ctx, name, &ec2.FlowLogArgs{
		VpcId:          b.vpc.ID(),
		TrafficType:    pulumi.String(trafficType(b.args)),
		LogDestination: group.Arn,
		IamRoleArn:     role.Arn,
		Tags:           component.Tags(name),
	}, b.Options(component.After(policy))...)
	return component.Creating("flow log", err)
}

func trafficType(a Args) string {
	if a.FlowLogRejectsOnly {
		return "REJECT"
	}
	return "ALL"
}

func (b *builder) newFlowLogRole(groupARN pulumi.StringOutput) (*iam.Role, *iam.RolePolicy, error) {
	role, err := aws.NewRole(b.Base, flowLogs, aws.RoleArgs{
		Trust: b.vpc.OwnerId.ApplyT(func(account string) string {
			return flowLogTrust(b.region, account)
		}).(pulumi.StringOutput),
	})
	if err != nil {
		return nil, nil, err
	}
	policy, err := aws.NewRolePolicy(b.Base, flowLogs, role.ID(), groupARN.ApplyT(flowLogPolicy))
	return role, policy, err
}

// flowLogTrust lets the flow logs of one account and region assume the role. Without the condition, flow logs of other
// accounts could use it.
func flowLogTrust(region, account string) string {
	return aws.Trust("", "vpc-flow-logs.amazonaws.com", aws.AssumeRole, aws.Condition{
		"StringEquals": {"aws:SourceAccount": aws.One(account)},
		"ArnLike": {
			"aws:SourceArn": aws.One(fmt.Sprintf("arn:*:ec2:%s:%s:vpc-flow-log/*", region, account)),
		},
	})
}

// flowLogPolicy lets the role write to one log group. It cannot create groups: records that arrive after a destroy
// would bring the group back, without a retention.
func flowLogPolicy(groupARN string) string {
	actions := aws.List{
		"logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams",
	}
	return aws.Document(aws.Allow("", actions, aws.List{groupARN, groupARN + ":*"}))
}
