package stacktest_test

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// shop is a program of one's own. Programs that use the typed SDK (ec2.NewVpc) are tested in the same way.
func shop(ctx *pulumi.Context) error {
	site := &pulumi.ResourceState{}
	if err := ctx.RegisterComponentResource("shop:index:Site", "site", site); err != nil {
		return err
	}
	bucket, err := register(ctx, "aws:s3/bucketV2:BucketV2", "site", pulumi.Map{
		"forceDestroy": pulumi.Bool(ctx.Stack() == "dev"),
	}, pulumi.Parent(site), pulumi.Protect(ctx.Stack() != "dev"))
	if err != nil {
		return err
	}
	_, err = register(ctx, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "site-private", pulumi.Map{
		"bucket": bucket.ID(), "blockPublicPolicy": pulumi.Bool(true),
	}, pulumi.Parent(site))
	if err != nil {
		return err
	}
	return stacktest.Probe(ctx, "outputs", pulumi.Map{"arn": bucket.ARN})
}

// TestShop is a test of that program.
func TestShop(t *testing.T) {
	rec := stacktest.Run(t, shop, stacktest.Stack("production"))

	require.Equal(t, 1, rec.Count("aws:s3/bucketV2:BucketV2"))
	bucket := rec.One(t, "aws:s3/bucketV2:BucketV2")
	require.Equal(t, false, bucket.Input("forceDestroy"))
	require.True(t, bucket.Protect)

	private := rec.Named(t, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "site-private")
	require.Equal(t, true, private.Input("blockPublicPolicy"))
	require.Equal(t, bucket.ID, private.Input("bucket"))
	require.Equal(t, []string{bucket.URN}, private.DependsOn)
	require.Equal(t, "arn:aws:mock:::site", rec.Probed(t, "outputs").Input("arn"))

	stacktest.Golden(t, "testdata/shop.txt", rec.Tree())
}

// TestShopInPreview proves that the program does not need to know what only an update tells.
func TestShopInPreview(t *testing.T) {
	rec := stacktest.Run(t, shop, stacktest.Preview())
	require.Equal(t, stacktest.Unknown,
		rec.One(t, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").Input("bucket"))
}

// Outside of a test, Record runs a program; Tree draws what it registered.
func ExampleRecord() {
	rec, err := stacktest.Record(shop, stacktest.Stack("production"))
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(rec.Tree())
	// Output:
	// site shop:index:Site
	//     site aws:s3/bucketV2:BucketV2
	//       (protect)
	//       forceDestroy: false
	//     site-private aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock
	//       blockPublicPolicy: true
	//       bucket: "site-id"
}

// A function that the mock does not know, or that a test wants another answer of, is answered by the test.
func ExampleFunction() {
	program := func(ctx *pulumi.Context) error {
		var vpc struct {
			CIDRBlock string `pulumi:"cidrBlock"`
		}
		if err := ctx.Invoke("aws:ec2/getVpc:getVpc", map[string]any{"id": "vpc-1"}, &vpc); err != nil {
			return err
		}
		fmt.Println(vpc.CIDRBlock)
		return nil
	}
	answer := func(in resource.PropertyMap) (resource.PropertyMap, error) {
		return resource.PropertyMap{"id": in["id"], "cidrBlock": resource.NewProperty("10.0.0.0/16")}, nil
	}
	_, err := stacktest.Record(program, stacktest.Function("aws:ec2/getVpc:getVpc", answer))
	fmt.Println(err)
	// Output:
	// 10.0.0.0/16
	// <nil>
}
