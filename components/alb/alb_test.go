package alb_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	loadBalancer  = "aws:lb/loadBalancer:LoadBalancer"
	targetGroup   = "aws:lb/targetGroup:TargetGroup"
	listener      = "aws:lb/listener:Listener"
	securityGroup = "aws:ec2/securityGroup:SecurityGroup"
	ingressRule   = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	certificate   = "aws:acm/certificate:Certificate"
	validation    = "aws:acm/certificateValidation:CertificateValidation"
	record        = "aws:route53/record:Record"
	bucket        = "aws:s3/bucketV2:BucketV2"
	bucketPolicy  = "aws:s3/bucketPolicy:BucketPolicy"
	publicAccess  = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
	ownership     = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
	encryption    = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"
	lifecycle     = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
	webACL        = "aws:wafv2/webAcl:WebAcl"
	association   = "aws:wafv2/webAclAssociation:WebAclAssociation"
)

// plain is what every load balancer has.
var plain = map[string]int{
	alb.Type: 1, loadBalancer: 1, targetGroup: 1, listener: 1, securityGroup: 1, ingressRule: 1,
	bucket: 1, bucketPolicy: 1, publicAccess: 1, ownership: 1, encryption: 1, lifecycle: 1,
}

func with(more map[string]int) map[string]int { return stacktest.SumCounts(plain, more) }

func args() alb.Args {
	return alb.Args{
		VPCID:           pulumi.String("vpc-1"),
		SubnetIDs:       pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
		HealthCheckPath: "/health",
	}
}

func httpsArgs() alb.Args {
	a := args()
	a.Domain, a.HostedZoneID = "app.example.com", pulumi.String("Z1")
	return a
}

// run registers a load balancer "web" and one probe per output, called like it.
func run(t *testing.T, a alb.Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		front, err := alb.New(ctx, "web", a)
		if err != nil {
			return err
		}
		return stacktest.ProbeEach(ctx, pulumi.Map{
			"url": front.URL, "dnsName": front.DNSName, "zoneId": front.ZoneID, "arn": front.ARN,
			"arnSuffix": front.ARNSuffix, "targetGroupArn": front.TargetGroupARN,
			"targetGroupArnSuffix": front.TargetGroupARNSuffix, "requestCountLabel": front.RequestCountLabel,
			"securityGroupId": front.SecurityGroupID, "listenerArn": front.ListenerARN, "warning": front.Warning,
			"originDomain": front.OriginDomain, "originSecret": front.OriginSecret,
		})
	}, opts...)
}

func TestExactlyTheseResources(t *testing.T) {
	https := map[string]int{listener: 1, ingressRule: 1, certificate: 1, validation: 1, record: 2}
	withWAF := httpsArgs()
	withWAF.WAF = &alb.WAF{}
	for name, tc := range map[string]struct {
		args alb.Args
		want map[string]int
	}{
		"http":  {args(), with(nil)},
		"https": {httpsArgs(), with(https)},
		"waf": {withWAF, with(map[string]int{
			listener: 1, ingressRule: 1, certificate: 1, validation: 1, record: 2, webACL: 1, association: 1,
		})},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, run(t, tc.args).Counts())
			require.Equal(t, tc.want, run(t, tc.args, stacktest.Preview()).Counts())
		})
	}
}

func TestOutputs(t *testing.T) {
	rec := run(t, httpsArgs())
	for name, want := range map[string]string{
		"url":                  "https://app.example.com",
		"dnsName":              "web.us-east-1.elb.amazonaws.com",
		"zoneId":               "Z35SXDOTRQ7X7K",
		"arn":                  "arn:aws:mock:::web",
		"arnSuffix":            "app/web/mock",
		"targetGroupArn":       "arn:aws:mock:::web-tg",
		"targetGroupArnSuffix": "targetgroup/web-tg/mock",
		"requestCountLabel":    "app/web/mock/targetgroup/web-tg/mock",
		"securityGroupId":      "web-sg-id",
		"listenerArn":          "arn:aws:mock:::web-https",
		"warning":              "",
	} {
		require.Equal(t, want, rec.Value(t, name), name)
	}
}

func TestOutputsInAPreview(t *testing.T) {
	rec := run(t, httpsArgs(), stacktest.Preview())
	require.Equal(t, "https://app.example.com", rec.Value(t, "url"))
	require.Equal(t, stacktest.Unknown, rec.Value(t, "targetGroupArn"))
	require.Equal(t, stacktest.Unknown, rec.Value(t, "listenerArn"))
}

// AWS refuses a service whose target group has no listener: what a service is made of must wait for it.
func TestTargetGroupIsHandedOutOnceItsListenerExists(t *testing.T) {
	for name, a := range map[string]alb.Args{"web-http": args(), "web-https": httpsArgs()} {
		for _, opts := range [][]stacktest.Option{nil, {stacktest.Preview()}} {
			rec := run(t, a, opts...)
			urn := rec.Named(t, listener, name).URN
			for _, out := range []string{"targetGroupArn", "targetGroupArnSuffix", "requestCountLabel", "listenerArn"} {
				require.Contains(t, rec.Probed(t, out).DependsOn, urn, out)
			}
			require.NotContains(t, rec.Probed(t, "dnsName").DependsOn, urn)
		}
	}
}

func TestPlainHTTPIsWarnedOf(t *testing.T) {
	const text = `alb "web" serves plain HTTP because no domain is set: ` +
		"passwords and sessions cross the internet in the clear; set domain and hostedZoneId"
	require.Equal(t, text, run(t, args()).Value(t, "warning"))
	require.Empty(t, run(t, httpsArgs()).Value(t, "warning"))
}

func TestProblemsStopTheProgram(t *testing.T) {
	err := stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		a := args()
		a.HealthCheckPath = ""
		_, err := alb.New(ctx, "web", a)
		return err
	})
	require.ErrorContains(t, err,
		`alb "web": healthCheckPath is required; name a path of the application below /, such as /healthz`)
}

// What may be replaced must have no fixed name, or its successor could not be made beside it.
func TestNothingHasAFixedName(t *testing.T) {
	a := httpsArgs()
	a.WAF = &alb.WAF{}
	stacktest.RequireAutonamed(t, run(t, a), record)
}

func TestComponentShowsIntent(t *testing.T) {
	a := httpsArgs()
	a.WAF = &alb.WAF{CountOnly: true}
	stacktest.RequireInputs(t, run(t, a).One(t, alb.Type), map[string]any{
		"domain": "app.example.com", "healthCheckPath": "/health", "targetPort": nil, "deregistrationDelay": 60,
		"algorithm": "least_outstanding_requests", "waf": map[string]any{"rateLimit": 2000, "countOnly": true},
	})
}
