// Command costcenter is a policy pack with Tenfold's policies and one of its own: every queue has the tag cost-center.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

func main() {
	if err := policyx.Main(shop); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func shop(ctx *pulumi.Context) (policyx.PolicyPack, error) {
	tenfold, err := pack.New(ctx) // its level and settings come from the environment's file
	if err != nil {
		return nil, err
	}
	return policyx.NewPolicyPack("shop", semver.MustParse("1.0.0"), policyx.EnforcementLevelMandatory,
		append(tenfold.Policies(), costCenter()))
}

func costCenter() policyx.Policy {
	return policyx.NewResourceValidationPolicy("cost-center", policyx.ResourceValidationPolicyArgs{
		Description:      "Every queue has the tag cost-center.",
		EnforcementLevel: policyx.EnforcementLevelMandatory, // the level of the pack does not apply, and the default is advisory
		ValidateResource: func(_ context.Context, args policyx.ResourceValidationArgs) error {
			if args.Resource.Type != "aws:sqs/queue:Queue" {
				return nil
			}
			tags, _ := args.Resource.Properties.GetOk("tags")
			if !tags.IsMap() || tags.AsMap().Get("cost-center").IsNull() {
				args.Manager.ReportViolation("tag cost-center is missing", "")
			}
			return nil
		},
	})
}
