package stacktest_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestOutputsOfAnUpdate(t *testing.T) {
	rec := inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
		vpc, err := register(ctx, vpcType, "main", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")}, pulumi.Parent(c))
		if err != nil {
			return err
		}
		named, err := register(ctx, vpcType, "main-named", pulumi.Map{"name": pulumi.String("mine")}, pulumi.Parent(c))
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"id": vpc.ID(), "arn": vpc.ARN, "name": vpc.Name, "cidr": vpc.CIDR, "dns": vpc.DNS, "given": named.Name,
			"componentArn": pulumi.Sprintf("%s!", vpc.ARN),
		})
	})
	probe := rec.Probed(t, "outputs")
	for path, want := range map[string]any{
		"id": "main-id", "arn": "arn:aws:mock:::main", "name": "main-name", "cidr": "10.0.0.0/16", "given": "mine",
		"componentArn": "arn:aws:mock:::main!",
	} {
		require.Equal(t, want, probe.Input(path), path)
	}
	require.Empty(t, probe.Input("dns"), "an output that nobody gives is empty")
	require.Contains(t, probe.DependsOn, rec.Named(t, vpcType, "main").URN)
	require.Equal(t, "main-id", rec.Named(t, vpcType, "main").ID)
	require.Equal(t, 0, rec.Count("stacktest:index:Probe"), "a probe is no resource")
	require.Len(t, rec.All(), 3)
}

func TestEachOutputWaitsForItsOwn(t *testing.T) {
	const ruleType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	rec := inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
		vpc, err := register(ctx, vpcType, "main", nil, pulumi.Parent(c))
		if err != nil {
			return err
		}
		rule, err := register(ctx, ruleType, "main-a", nil, pulumi.Parent(c))
		if err != nil {
			return err
		}
		return stacktest.ProbeEach(ctx, pulumi.Map{
			"vpc": vpc.ID(), "both": pulumi.Array{rule.ID(), vpc.ID()}, "size": pulumi.Int(2),
		})
	})
	require.Equal(t, "main-id", rec.Value(t, "vpc"))
	require.Equal(t, []any{"main-a-id", "main-id"}, rec.Value(t, "both"))
	require.Equal(t, 2, rec.Value(t, "size"))
	require.Equal(t, []string{"Vpc main"}, rec.Probed(t, "vpc").WaitsFor())
	require.Equal(t, []string{"SecurityGroupIngressRule main-a", "Vpc main"}, rec.Probed(t, "both").WaitsFor())
	require.Empty(t, rec.Probed(t, "size").WaitsFor())
}

func TestOutputsOfAPreview(t *testing.T) {
	rec := inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
		vpc, err := register(ctx, vpcType, "main", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")}, pulumi.Parent(c))
		if err != nil {
			return err
		}
		_, err = register(ctx, subnetType, "main-a", pulumi.Map{
			"vpcId": vpc.ID(), "tags": pulumi.Map{"vpc": vpc.ID(), "tier": pulumi.String("web")}, "cidrBlock": vpc.CIDR,
			"owners": pulumi.Array{vpc.ARN, pulumi.String("me")},
		}, pulumi.Parent(c))
		return err
	}, stacktest.Preview())

	vpc, subnet := rec.One(t, vpcType), rec.One(t, subnetType)
	require.Empty(t, vpc.ID)
	require.Equal(t, resource.PropertyMap{"cidrBlock": resource.NewProperty("10.0.0.0/16")}, vpc.Outputs)
	for path, want := range map[string]any{
		"vpcId": stacktest.Unknown, "tags.vpc": stacktest.Unknown, "tags.tier": "web", "cidrBlock": "10.0.0.0/16",
		"owners[0]": stacktest.Unknown, "owners[1]": "me",
	} {
		require.Equal(t, want, subnet.Input(path), path)
		require.True(t, subnet.Has(path), path)
	}
	require.Equal(t, []string{vpc.URN}, subnet.DependsOn)
	require.NotContains(t, subnet.Outputs, resource.PropertyKey("tags"), "half of a value is not an output")
	require.Contains(t, subnet.Outputs, resource.PropertyKey("cidrBlock"))
}

// TestUnknownSecretIsExplained is about a limit of the SDK's mocks. When an SDK lifts it, the explanation can go.
func TestUnknownSecretIsExplained(t *testing.T) {
	program := func(ctx *pulumi.Context) error {
		vpc, err := register(ctx, vpcType, "main", nil)
		if err != nil {
			return err
		}
		_, err = register(ctx, subnetType, "main", pulumi.Map{"token": pulumi.ToSecret(vpc.ARN)})
		return err
	}
	require.NoError(t, stacktest.RunErr(t, program))
	require.ErrorContains(t, stacktest.RunErr(t, program, stacktest.Preview()),
		"an input is a secret whose value the preview does not know yet, which the SDK's mocks cannot take; "+
			"run the program without stacktest.Preview: ")
}

func TestPreviewIsADryRun(t *testing.T) {
	var dry bool
	stacktest.Run(t, func(ctx *pulumi.Context) error {
		dry = ctx.DryRun()
		return nil
	}, stacktest.Preview())
	require.True(t, dry)
}

func TestOutputsAreAdded(t *testing.T) {
	more := stacktest.Outputs(vpcType, func(r stacktest.Resource) resource.PropertyMap {
		return resource.PropertyMap{"dnsName": resource.NewProperty(r.ID + ".internal"), "arn": resource.NewProperty("mine")}
	})
	probe := func(opts ...stacktest.Option) stacktest.Resource {
		return inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
			vpc, err := register(ctx, vpcType, "main", nil, pulumi.Parent(c))
			if err != nil {
				return err
			}
			return stacktest.Probe(ctx, "outputs", pulumi.Map{"dns": vpc.DNS, "arn": vpc.ARN})
		}, opts...).Probed(t, "outputs")
	}
	require.Equal(t, "main-id.internal", probe(more).Input("dns"))
	require.Equal(t, "mine", probe(more).Input("arn"), "they win over the defaults")
	require.Equal(t, stacktest.Unknown, probe(more, stacktest.Preview()).Input("dns"))
}

func TestOutputsByType(t *testing.T) {
	for _, c := range []struct {
		typ    string
		inputs pulumi.Map
		want   map[string]string
	}{
		{"aws:ec2/vpc:Vpc", nil, map[string]string{
			"defaultSecurityGroupId": "main-defaultSecurityGroupId", "mainRouteTableId": "main-mainRouteTableId",
			"defaultRouteTableId": "main-defaultRouteTableId", "defaultNetworkAclId": "main-defaultNetworkAclId",
		}},
		{"aws:ec2/vpcEndpoint:VpcEndpoint", nil, map[string]string{"prefixListId": "main-prefixListId"}},
		{"aws:ec2/eip:Eip", nil, map[string]string{"allocationId": "main-id", "publicIp": "100.64.226.8"}},
		{"aws:ecs/taskDefinition:TaskDefinition", nil, map[string]string{
			"arn": "arn:aws:mock:::main:1", "arnWithoutRevision": "arn:aws:mock:::main", "revision": "1",
		}},
		{"aws:kms/key:Key", nil, map[string]string{"keyId": "main-id"}},
		{"aws:route53/zone:Zone", nil, map[string]string{"zoneId": "main-id"}},
		{"aws:lb/loadBalancer:LoadBalancer", nil, map[string]string{
			"arnSuffix": "app/main/mock", "dnsName": "main.us-east-1.elb.amazonaws.com", "zoneId": "Z35SXDOTRQ7X7K",
		}},
		{"aws:lb/targetGroup:TargetGroup", nil, map[string]string{"arnSuffix": "targetgroup/main/mock"}},
		{"aws:cloudfront/distribution:Distribution", nil, map[string]string{
			"domainName": "main.cloudfront.net", "hostedZoneId": "Z2FDTNDATAQYW2",
		}},
		{"aws:route53/record:Record", pulumi.Map{"name": pulumi.String("www.example.com")}, map[string]string{
			"fqdn": "www.example.com",
		}},
		{"aws:s3/bucketV2:BucketV2", nil, map[string]string{
			"bucket": "main-name", "bucketDomainName": "main-name.s3.amazonaws.com", "region": "us-east-1",
			"bucketRegionalDomainName": "main-name.s3.us-east-1.amazonaws.com",
		}},
		{"aws:s3/bucketV2:BucketV2", pulumi.Map{"bucket": pulumi.String("mine")}, map[string]string{
			"bucket": "mine", "bucketDomainName": "mine.s3.amazonaws.com",
		}},
		{"aws:mq/broker:Broker", nil, map[string]string{
			"brokerName": "main-name", "instances[0].endpoints[0]": "amqps://b-mock.main.mq.us-east-1.on.aws:5671",
		}},
		{"aws:acm/certificate:Certificate", pulumi.Map{
			"domainName":              pulumi.String("example.com"),
			"subjectAlternativeNames": pulumi.ToStringArray([]string{"*.example.com"}),
		}, map[string]string{
			"domainValidationOptions[0].resourceRecordName":  "_mock.example.com.",
			"domainValidationOptions[1].domainName":          "*.example.com",
			"domainValidationOptions[1].resourceRecordType":  "CNAME",
			"domainValidationOptions[1].resourceRecordValue": "_mock.acm-validations.aws.",
		}},
	} {
		outputs := inMain(t, func(ctx *pulumi.Context, p pulumi.Resource) error {
			_, err := register(ctx, c.typ, "main", c.inputs, pulumi.Parent(p))
			return err
		}).One(t, c.typ).Outputs
		for path, want := range c.want {
			keys, err := resource.ParsePropertyPath(path)
			require.NoError(t, err)
			got, _ := keys.Get(resource.NewProperty(outputs))
			require.Equal(t, want, stringOf(got), "%s of %s", path, c.typ)
		}
	}
}

func stringOf(v resource.PropertyValue) string {
	if v.IsNumber() {
		return string(rune('0' + int(v.NumberValue())))
	}
	if v.IsString() {
		return v.StringValue()
	}
	return v.String()
}
