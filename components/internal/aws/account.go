package aws

import (
	awssdk "github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// AccountID is the account that the component is created in.
func AccountID(b component.Base) pulumi.StringOutput {
	return awssdk.GetCallerIdentityOutput(b.Ctx, awssdk.GetCallerIdentityOutputArgs{}, pulumi.Parent(b.Parent)).AccountId()
}

// Partition is the first part of every ARN after "arn:", such as "aws" or "aws-cn".
func Partition(b component.Base) pulumi.StringOutput {
	return awssdk.GetPartitionOutput(b.Ctx, awssdk.GetPartitionOutputArgs{}, pulumi.Parent(b.Parent)).Partition()
}

// Region is the name of the region that the component is created in.
func Region(b component.Base) pulumi.StringOutput {
	return awssdk.GetRegionOutput(b.Ctx, awssdk.GetRegionOutputArgs{}, pulumi.Parent(b.Parent)).Name()
}

// optional passes on a value that may be missing.
func optional(value pulumi.StringInput) pulumi.StringPtrInput {
	if value == nil {
		return nil
	}
	return value.ToStringOutput().ToStringPtrOutput()
}

// unlessEmpty leaves an empty text out.
func unlessEmpty(text string) pulumi.StringPtrInput {
	if text == "" {
		return nil
	}
	return pulumi.String(text)
}
