// Command policies is the policy pack of the tests: a VPC must be named, and should have DNS host names.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
)

func main() {
	if err := policyx.Main(pack); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func pack(*pulumi.Context) (policyx.PolicyPack, error) {
	return policyx.NewPolicyPack("test", semver.MustParse("1.0.0"), policyx.EnforcementLevelAdvisory, []policyx.Policy{
		vpcs("vpc-has-tags", policyx.EnforcementLevelMandatory, "tags", "has no tags; set tags"),
		vpcs("vpc-has-dns", policyx.EnforcementLevelAdvisory, "enableDnsHostnames", "has no DNS host names"),
	})
}

func vpcs(name string, level policyx.EnforcementLevel, key, complaint string) policyx.Policy {
	return policyx.NewResourceValidationPolicy(name, policyx.ResourceValidationPolicyArgs{
		Description: name, EnforcementLevel: level,
		ValidateResource: func(_ context.Context, args policyx.ResourceValidationArgs) error {
			if value, ok := args.Resource.Properties.GetOk(key); args.Resource.Type == "aws:ec2/vpc:Vpc" && (!ok || value.IsNull()) {
				args.Manager.ReportViolation(complaint, "")
			}
			return nil
		},
	})
}
