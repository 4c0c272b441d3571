// Package store is what every store of data has around it, whatever its engine: a key of its own, a closed security
// group, and its credentials in Secrets Manager. Components that keep data build on it.
package store

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Base is what the children of one store share.
type Base struct{ component.Base }

// SecurityGroup makes a group without rules: who may come in is said by separate rules of whoever connects.
func (b Base) SecurityGroup(vpcID pulumi.StringInput) (*ec2.SecurityGroup, error) {
	name := b.Name + "-sg"
	group, err := ec2.NewSecurityGroup(b.Ctx, name, &ec2.SecurityGroupArgs{
		Description: pulumi.String("Nodes of " + b.Name),
		VpcId:       vpcID.ToStringOutput().ToStringPtrOutput(),
		Tags:        component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return nil, fmt.Errorf("creating security group: %w", err)
	}
	return group, nil
}

// Key makes the key of the data, its credentials and its logs.
func (b Base) Key() (*kms.Key, error) {
	name, parent := b.Name+"-key", pulumi.Parent(b.Parent)
	account := aws.GetCallerIdentityOutput(b.Ctx, aws.GetCallerIdentityOutputArgs{}, parent)
	partition := aws.GetPartitionOutput(b.Ctx, aws.GetPartitionOutputArgs{}, parent)
	region := aws.GetRegionOutput(b.Ctx, aws.GetRegionOutputArgs{}, parent)
	policy := pulumi.All(partition.Partition(), region.Name(), account.AccountId()).ApplyT(
		func(v []any) (string, error) { return keyPolicy(v[0].(string), v[1].(string), v[2].(string)) },
	).(pulumi.StringOutput)
	key, err := kms.NewKey(b.Ctx, name, &kms.KeyArgs{
		Description:          pulumi.String("Data, credentials and logs of " + b.Name),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: pulumi.Int(b.Recovery()),
		Policy:               policy,
		Tags:                 component.Tags(name),
	}, b.Protected()...)
	if err != nil {
		return nil, fmt.Errorf("creating key: %w", err)
	}
	return key, nil
}

// LogGroup makes a log group called after the store and a role.
func (b Base) LogGroup(role string, days int, key *kms.Key) (*cloudwatch.LogGroup, error) {
	name := b.Name + "-" + role
	group, err := cloudwatch.NewLogGroup(b.Ctx, name, &cloudwatch.LogGroupArgs{
		RetentionInDays: pulumi.Int(days), KmsKeyId: key.Arn, Tags: component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return nil, fmt.Errorf("creating log group %s: %w", role, err)
	}
	return group, nil
}
