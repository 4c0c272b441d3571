package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func (b *builder) makeFlowLogs() error {
	name := b.name + "-flow-logs"
	group, err := cloudwatch.NewLogGroup(b.ctx, name, &cloudwatch.LogGroupArgs{
		RetentionInDays: pulumi.Int(b.args.FlowLogRetentionDays),
		Tags:            component.Tags(name),
	}, b.parent)
	if err != nil {
		return wrap("log group of flow logs", err)
	}
	role, policy, err := b.makeFlowLogRole(name, group)
	if err != nil {
		return err
	}
	_, err = ec2.NewFlowLog(b.ctx, name, &ec2.FlowLogArgs{
		VpcId:          b.vpc.ID(),
		TrafficType:    pulumi.String(trafficType(b.args)),
		LogDestination: group.Arn,
		IamRoleArn:     role.Arn,
		Tags:           component.Tags(name),
	}, b.parent, pulumi.DependsOn([]pulumi.Resource{policy}))
	return wrap("flow log", err)
}

func trafficType(a Args) string {
	if a.FlowLogRejectsOnly {
		return "REJECT"
	}
	return "ALL"
}

func (b *builder) makeFlowLogRole(name string, group *cloudwatch.LogGroup) (*iam.Role, *iam.RolePolicy, error) {
	role, err := iam.NewRole(b.ctx, name, &iam.RoleArgs{
		AssumeRolePolicy: flowLogTrust(b.region, b.vpc.OwnerId),
		Tags:             component.Tags(name),
	}, b.parent)
	if err != nil {
		return nil, nil, wrap("role of flow logs", err)
	}
	policy, err := iam.NewRolePolicy(b.ctx, name, &iam.RolePolicyArgs{
		Role:   role.ID(),
		Policy: flowLogPolicy(group.Arn),
	}, b.parent)
	return role, policy, wrap("policy of flow logs", err)
}

const policyVersion = "2012-10-17"

// flowLogTrust lets the flow logs of one account and region use the role. Without the condition anybody's flow logs
// could be pointed at it.
func flowLogTrust(region string, account pulumi.StringInput) pulumi.StringOutput {
	return pulumi.JSONMarshal(pulumi.Map{
		"Version": pulumi.String(policyVersion),
		"Statement": pulumi.Array{pulumi.Map{
			"Effect":    pulumi.String("Allow"),
			"Action":    pulumi.String("sts:AssumeRole"),
			"Principal": pulumi.Map{"Service": pulumi.String("vpc-flow-logs.amazonaws.com")},
			"Condition": pulumi.Map{
				"StringEquals": pulumi.Map{"aws:SourceAccount": account},
				"ArnLike": pulumi.Map{
					"aws:SourceArn": pulumi.Sprintf("arn:*:ec2:%s:%s:vpc-flow-log/*", region, account),
				},
			},
		}},
	})
}

// flowLogPolicy lets the role write to one log group. It cannot create groups: records that arrive after a destroy
// would bring the group back, without a retention.
func flowLogPolicy(groupARN pulumi.StringInput) pulumi.StringOutput {
	return pulumi.JSONMarshal(pulumi.Map{
		"Version": pulumi.String(policyVersion),
		"Statement": pulumi.Array{pulumi.Map{
			"Effect": pulumi.String("Allow"),
			"Action": pulumi.ToStringArray([]string{
				"logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams",
			}),
			"Resource": pulumi.Array{groupARN, pulumi.Sprintf("%s:*", groupARN)},
		}},
	})
}
