package stacktest_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const wholeTree = `east pulumi:providers:aws
  region: "us-east-1"
main shop:network:Network
    main aws:ec2/vpc:Vpc
      (protect)
      (retainOnDelete)
      (deleteBeforeReplace)
      (provider east)
      (aliases name=old)
      (ignoreChanges tags)
      (replaceOnChanges cidrBlock)
      (secretOutputs arn)
      cidrBlock: "10.0.0.0/16"
      enableDns: true
      password: [secret]
      policy(json).Statement[0].Effect: "Allow"
      policy(json).Version: "2012-10-17"
      script: "#!/bin/sh xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (210 bytes, sha256 6e74aa2b)"
      tags["app.kubernetes.io/name"]: "web"
      tags.empty: {}
      text: "{not json"
      weights[0]: 1
      weights[1]: 0.5
      zones: []
        main-a aws:ec2/subnet:Subnet
          (protect)
          (provider east)
          vpcId: "main-id"
    main-b aws:ec2/subnet:Subnet
      (dependsOn main-a)
      vpcId: "main-id"
shared aws:ec2/vpc:Vpc
  (read)
`

// everything has a resource with every option and every kind of input.
func everything(ctx *pulumi.Context) error {
	provider := &pulumi.ProviderResourceState{}
	err := ctx.RegisterResource("pulumi:providers:aws", "east", pulumi.Map{"region": pulumi.String("us-east-1")}, provider)
	if err != nil {
		return err
	}
	if err := ctx.ReadResource(vpcType, "shared", pulumi.ID("vpc-1"), nil, &thing{}); err != nil {
		return err
	}
	c, err := group(ctx, "main")
	if err != nil {
		return err
	}
	vpc, err := register(ctx, vpcType, "main", pulumi.Map{
		"cidrBlock": pulumi.String("10.0.0.0/16"), "enableDns": pulumi.Bool(true),
		"password": pulumi.ToSecret(pulumi.String("hunter2")), "zones": pulumi.Array{},
		"absent":  pulumi.StringPtrFromPtr(nil),
		"weights": pulumi.Array{pulumi.Int(1), pulumi.Float64(0.5)}, "text": pulumi.String("{not json"),
		"policy": pulumi.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}`),
		"script": pulumi.String("#!/bin/sh " + strings.Repeat("x", 200)),
		"tags":   pulumi.Map{"app.kubernetes.io/name": pulumi.String("web"), "empty": pulumi.Map{}},
	}, pulumi.Parent(c), pulumi.Provider(provider), pulumi.Protect(true), pulumi.RetainOnDelete(true),
		pulumi.DeleteBeforeReplace(true), pulumi.IgnoreChanges([]string{"tags"}),
		pulumi.ReplaceOnChanges([]string{"cidrBlock"}), pulumi.AdditionalSecretOutputs([]string{"arn"}),
		pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("old")}}))
	if err != nil {
		return err
	}
	inputs := pulumi.Map{"vpcId": vpc.ID()}
	a, err := register(ctx, subnetType, "main-a", inputs, pulumi.Parent(vpc))
	if err != nil {
		return err
	}
	waits := pulumi.DependsOn([]pulumi.Resource{a, vpc})
	if _, err := register(ctx, subnetType, "main-b", inputs, pulumi.Parent(c), waits); err != nil {
		return err
	}
	return stacktest.Probe(ctx, "unseen", pulumi.Map{"id": vpc.ID()})
}

func TestTree(t *testing.T) {
	require.Equal(t, wholeTree, stacktest.Run(t, everything).Tree())
}

func TestTreeIsTheSameEachTime(t *testing.T) {
	for range 20 {
		require.Equal(t, wholeTree, stacktest.Run(t, everything).Tree())
	}
}

func TestTreeOfAPreview(t *testing.T) {
	rec := stacktest.Run(t, network("10.0.1.0/24"), stacktest.Preview())
	require.Equal(t, `main shop:network:Network
    main aws:ec2/vpc:Vpc
      cidrBlock: "10.0.0.0/16"
    main-0 aws:ec2/subnet:Subnet
      cidrBlock: "10.0.1.0/24"
      vpcId: [unknown]
`, rec.Tree())
}

func TestTreeTellsFilesByTheirHash(t *testing.T) {
	tree := func(text string) string {
		return inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
			_, err := register(ctx, "aws:s3/bucketObjectv2:BucketObjectv2", "main", pulumi.Map{
				"source": pulumi.NewStringAsset(text),
				"bundle": pulumi.NewAssetArchive(map[string]any{"index.html": pulumi.NewStringAsset(text)}),
			}, pulumi.Parent(c))
			return err
		}).Tree()
	}
	require.Equal(t, `main shop:network:Network
    main aws:s3/bucketObjectv2:BucketObjectv2
      bundle: [archive, sha256 9dd90793]
      source: [asset, sha256 2cf24dba]
`, tree("hello"))
	require.NotEqual(t, tree("hello"), tree("hallo"))
}

func TestTreeOfALongTextChangesWithItsEnd(t *testing.T) {
	tree := func(end string) string {
		return inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
			text := strings.Repeat("ä", 100) + end
			_, err := register(ctx, vpcType, "main", pulumi.Map{"text": pulumi.String(text)}, pulumi.Parent(c))
			return err
		}).Tree()
	}
	require.NotEqual(t, tree("1"), tree("2"))
	require.NotContains(t, tree("1"), "\ufffd", "a letter is not cut in half")
}
