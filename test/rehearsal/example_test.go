package rehearsal_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// Any Pulumi program for AWS can be rehearsed. In the program itself nothing is special: it may use pulumi-aws, and it
// neither knows nor says that the account is a simulated one.
func Example() {
	program := func(ctx *pulumi.Context) error {
		var vpc pulumi.CustomResourceState
		err := ctx.RegisterResource("aws:ec2/vpc:Vpc", "main", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")}, &vpc)
		ctx.Export("vpcId", vpc.ID())
		return err
	}
	ctx := context.Background()
	if err := rehearsal.Install(ctx, ".tenfold/bin", "", nil); err != nil { // once; pulumi itself is on the PATH
		log.Fatal(err)
	}
	r, err := rehearsal.Open(ctx, rehearsal.Options{
		Project: "shop", Environment: "dev", Program: program,
		Config:   map[string]string{"aws:region": "us-east-1"},
		WorkDir:  ".tenfold",     // state and account are kept here
		BinDir:   ".tenfold/bin", // plugin/pulumi-resource-aws, and pulumi unless it is on the PATH
		Progress: os.Stderr,
	})
	if err != nil {
		log.Fatal(err)
	}
	report, err := r.Rehearse(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, step := range report.Steps {
		fmt.Println(step.Name, step.Counts)
	}
}

// An error of the account is AWS's, with its code.
func ExampleError() {
	err := error(&rehearsal.Error{Operation: "up", Environment: "dev", Failures: []rehearsal.Failure{{
		Type: "aws:ec2/vpc:Vpc", Name: "main", Doing: "creating EC2 VPC (main)", Call: "EC2 CreateVpc",
		Code: "VpcLimitExceeded", Message: "Five is the limit.",
	}}})
	var failure *rehearsal.Error
	if errors.As(err, &failure) {
		fmt.Println(failure.Failures[0].Code)
	}
	fmt.Println(err)
	// Output:
	// VpcLimitExceeded
	// up of "dev": aws:ec2/vpc:Vpc "main": creating EC2 VPC (main): VpcLimitExceeded: Five is the limit.
}
