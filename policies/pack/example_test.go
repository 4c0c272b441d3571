package pack_test

import (
	"context"
	"fmt"
	"log"
	"testing"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

// A pack of your own: main.go in a directory with a PulumiPolicy.yaml that says "runtime: go".
func Example() {
	if err := policyx.Main(newShopPack); err != nil {
		log.Fatal(err)
	}
}

// newShopPack is all of Tenfold's policies and one of the shop's. The stack's configuration decides about Tenfold's.
func newShopPack(ctx *pulumi.Context) (policyx.PolicyPack, error) {
	tenfold, err := pack.New(ctx)
	if err != nil {
		return nil, err
	}
	// policyx ignores the level of the pack, and the zero level of a policy blocks nothing: set it on each policy.
	const level = policyx.EnforcementLevelMandatory
	costCenter := policyx.NewResourceValidationPolicy("cost-center", policyx.ResourceValidationPolicyArgs{
		Description:      "Every queue has a cost center.",
		EnforcementLevel: level,
		ValidateResource: checkCostCenter,
	})
	return policyx.NewPolicyPack("shop", semver.MustParse("1.0.0"), level, append(tenfold.Policies(), costCenter))
}

func checkCostCenter(_ context.Context, args policyx.ResourceValidationArgs) error {
	tags := args.Resource.Properties.Get("tags")
	if args.Resource.Type == "aws:sqs/queue:Queue" && (!tags.IsMap() || tags.AsMap().Get("cost-center").IsNull()) {
		args.Manager.ReportViolation("tag cost-center is missing; want the team that pays; add it", args.Resource.URN)
	}
	return nil
}

func TestAnOwnPolicyBesideTenfolds(t *testing.T) {
	ctx, err := pulumi.NewContext(t.Context(), pulumi.RunInfo{Project: "shop", Stack: "test", Parallel: 1, Config: map[string]string{
		pack.LevelKey: "advisory", pack.DestroyKey: "true",
	}})
	require.NoError(t, err)
	p, err := newShopPack(ctx)
	require.NoError(t, err)
	require.Len(t, p.Policies(), 23)
	require.Equal(t, policyx.EnforcementLevelAdvisory, named(t, p, pack.TLS).EnforcementLevel())
	require.Equal(t, policyx.EnforcementLevelDisabled, named(t, p, pack.ProtectedData).EnforcementLevel(), "whatever the project's name")
	own := named(t, p, "cost-center").(policyx.ResourceValidationPolicy)
	require.Equal(t, policyx.EnforcementLevelMandatory, own.EnforcementLevel())

	found := []string{}
	for _, r := range compliant().resources(false) {
		args := policyx.ResourceValidationArgs{Manager: recorder{policy: own.Name(), all: &found}, Resource: r}
		require.NoError(t, own.Validate(t.Context(), args))
	}
	const missing = " · tag cost-center is missing; want the team that pays; add it"
	require.ElementsMatch(t, []string{"cost-center · dead" + missing, "cost-center · queue" + missing}, found, fmt.Sprint(found))
}
