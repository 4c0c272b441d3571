package stacktest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestRequireInputs(t *testing.T) {
	r := inMain(t, service).One(t, serviceType)
	stacktest.RequireInputs(t, r, map[string]any{"desiredCount": 2, "configuration.level": "info", "absent": nil})
	for path, want := range map[string]any{"desiredCount": 3, "configuration.level": nil, "absent": ""} {
		text := failureOf(t, func(t testing.TB) { stacktest.RequireInputs(t, r, map[string]any{path: want}) })
		require.Contains(t, text, "aws:ecs/service:Service main: "+path)
	}
}

func TestRequireAutonamed(t *testing.T) {
	const bucketType = "aws:s3/bucketV2:BucketV2"
	for _, tc := range []struct{ typ, input, want string }{
		{vpcType, "bucket", ""},
		{vpcType, "name", vpcType + " main: name"},
		{vpcType, "namePrefix", vpcType + " main: namePrefix"},
		{bucketType, "bucketPrefix", bucketType + " main: bucketPrefix"},
		{bucketType, "bucket", bucketType + " main: bucket"},
	} {
		rec := inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
			_, err := register(ctx, tc.typ, "main", pulumi.Map{tc.input: pulumi.String("mine")}, pulumi.Parent(c))
			return err
		})
		text := failureOf(t, func(t testing.TB) { stacktest.RequireAutonamed(t, rec) })
		require.Contains(t, text, tc.want)
		require.Equal(t, tc.want == "", text == "")
		stacktest.RequireAutonamed(t, rec, tc.typ)
	}
}
