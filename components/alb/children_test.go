package alb_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestLoadBalancer(t *testing.T) {
	a := args()
	a.IdleTimeout = 90
	rec := run(t, a)
	balancer := rec.One(t, loadBalancer)
	stacktest.RequireInputs(t, balancer, map[string]any{
		"loadBalancerType": "application", "internal": false, "ipAddressType": "ipv4",
		"subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{"web-sg-id"},
		"idleTimeout": 90, "desyncMitigationMode": "defensive", "dropInvalidHeaderFields": true,
		"enableDeletionProtection": true,
		"accessLogs":               map[string]any{"bucket": "web-logs-name", "enabled": true},
		"tags":                     map[string]any{"Name": "web"},
	})
	require.Contains(t, balancer.DependsOn, rec.One(t, bucketPolicy).URN, "AWS tries to write when logging is turned on")
}

func TestAllowDestroy(t *testing.T) {
	for _, allow := range []bool{false, true} {
		a := args()
		a.AllowDestroy = allow
		rec := run(t, a)
		require.Equal(t, !allow, rec.One(t, loadBalancer).Input("enableDeletionProtection"))
		require.Equal(t, allow, rec.One(t, bucket).Input("forceDestroy"))
	}
}

// The group has no inline rules, which would fight with the separate ones, and lets nothing out.
func TestSecurityGroup(t *testing.T) {
	rec := run(t, httpsArgs())
	group := rec.One(t, securityGroup)
	require.Equal(t, "vpc-1", group.Input("vpcId"))
	require.False(t, group.Has("ingress"))
	require.False(t, group.Has("egress"))
	for name, port := range map[string]int{"web-ingress-http": 80, "web-ingress-https": 443} {
		stacktest.RequireInputs(t, rec.Named(t, ingressRule, name), map[string]any{
			"securityGroupId": "web-sg-id", "cidrIpv4": "0.0.0.0/0", "cidrIpv6": nil, "ipProtocol": "tcp",
			"fromPort": port, "toPort": port,
		})
	}
	require.Equal(t, 80, run(t, args()).One(t, ingressRule).Input("fromPort"), "443 is shut when nothing listens there")
}

func TestTargetGroup(t *testing.T) {
	group := run(t, args()).One(t, targetGroup)
	stacktest.RequireInputs(t, group, map[string]any{
		"vpcId": "vpc-1", "targetType": "ip", "protocol": "HTTP", "port": 8000, "deregistrationDelay": 60,
		"loadBalancingAlgorithmType": "least_outstanding_requests", "slowStart": 0,
		"stickiness": map[string]any{"enabled": false, "type": "lb_cookie"},
		"healthCheck": map[string]any{
			"enabled": true, "protocol": "HTTP", "port": "traffic-port", "path": "/health", "matcher": "200", "interval": 15, "timeout": 5,
			"healthyThreshold": 2, "unhealthyThreshold": 10,
		},
	})
	require.False(t, group.DeleteBeforeReplace)
}

func TestTargetGroupTakesItsArguments(t *testing.T) {
	a := args()
	a.LongestRequest, a.DeregistrationDelay = 20, 25
	a.Algorithm, a.SlowStart = alb.RoundRobin, 45
	a.HealthCheckInterval, a.HealthCheckTimeout, a.HealthyThreshold, a.UnhealthyThreshold = 20, 12, 4, 6
	stacktest.RequireInputs(t, run(t, a).One(t, targetGroup), map[string]any{
		"deregistrationDelay": 25, "loadBalancingAlgorithmType": "round_robin", "slowStart": 45,
		"healthCheck.interval": 20, "healthCheck.timeout": 12, "healthCheck.healthyThreshold": 4,
		"healthCheck.unhealthyThreshold": 6,
	})
}

var forward = []any{map[string]any{"type": "forward", "targetGroupArn": "arn:aws:mock:::web-tg"}}

func TestHTTPListenerWithoutADomain(t *testing.T) {
	stacktest.RequireInputs(t, run(t, args()).Named(t, listener, "web-http"), map[string]any{
		"loadBalancerArn": "arn:aws:mock:::web", "port": 80, "protocol": "HTTP", "sslPolicy": nil,
		"certificateArn": nil, "defaultActions": forward,
	})
}

func TestHTTPSListeners(t *testing.T) {
	rec := run(t, httpsArgs())
	https := rec.Named(t, listener, "web-https")
	stacktest.RequireInputs(t, https, map[string]any{
		"loadBalancerArn": "arn:aws:mock:::web", "port": 443, "protocol": "HTTPS",
		"sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06", "certificateArn": "arn:aws:mock:::web-certificate",
		"defaultActions": forward,
	})
	require.Contains(t, https.DependsOn, rec.One(t, validation).URN, "AWS refuses a certificate that is not issued")

	// The same name as without a domain: a listener of another name would find port 80 taken.
	http := rec.Named(t, listener, "web-http")
	stacktest.RequireInputs(t, http, map[string]any{
		"loadBalancerArn": "arn:aws:mock:::web", "port": 80, "protocol": "HTTP",
		"defaultActions": []any{map[string]any{
			"type":     "redirect",
			"redirect": map[string]any{"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"},
		}},
	})
	require.Contains(t, http.DependsOn, https.URN, "nobody is redirected before HTTPS answers")
}

func TestCertificate(t *testing.T) {
	rec := run(t, httpsArgs())
	stacktest.RequireInputs(t, rec.One(t, certificate), map[string]any{
		"domainName": "app.example.com", "subjectAlternativeNames": []any{"app.example.com"}, "validationMethod": "DNS",
	})
	stacktest.RequireInputs(t, rec.Named(t, record, "web-validation-app.example.com"), map[string]any{
		"zoneId": "Z1", "name": "_mock.app.example.com.", "type": "CNAME", "ttl": 300, "allowOverwrite": true,
		"records": []any{"_mock.acm-validations.aws."},
	})
	stacktest.RequireInputs(t, rec.One(t, validation), map[string]any{
		"certificateArn":        "arn:aws:mock:::web-certificate",
		"validationRecordFqdns": []any{"_mock.app.example.com."},
	})
}

func TestAlias(t *testing.T) {
	rec := run(t, httpsArgs())
	alias := rec.Named(t, record, "web-alias-app.example.com")
	stacktest.RequireInputs(t, alias, map[string]any{
		"zoneId": "Z1", "name": "app.example.com", "type": "A", "ttl": nil, "records": nil, "allowOverwrite": nil,
		"aliases": []any{map[string]any{
			"name": "web.us-east-1.elb.amazonaws.com", "zoneId": "Z35SXDOTRQ7X7K", "evaluateTargetHealth": true,
		}},
	})
	require.Contains(t, alias.DependsOn, rec.Named(t, listener, "web-https").URN)
}

// A wildcard is validated by the record of the name below it: a second record of that name would be refused.
func TestAlternativeNames(t *testing.T) {
	a := httpsArgs()
	a.AlternativeNames = []string{"*.app.example.com", "www.example.com"}
	rec := run(t, a)
	require.Equal(t, []any{"app.example.com", "*.app.example.com", "www.example.com"},
		rec.One(t, certificate).Input("subjectAlternativeNames"))
	require.Equal(t, []any{"_mock.app.example.com.", "_mock.www.example.com."},
		rec.One(t, validation).Input("validationRecordFqdns"))
	require.Equal(t, "*.app.example.com",
		rec.Named(t, record, "web-alias-_wildcard.app.example.com").Input("name"))
	require.Equal(t, "www.example.com", rec.Named(t, record, "web-alias-www.example.com").Input("name"))
	require.Equal(t, 2+3, rec.Count(record))
}

func TestLogBucket(t *testing.T) {
	a := args()
	a.AccessLogRetentionDays = 30
	rec := run(t, a)
	stacktest.RequireInputs(t, rec.One(t, publicAccess), map[string]any{
		"bucket": "web-logs-name", "blockPublicAcls": true, "blockPublicPolicy": true, "ignorePublicAcls": true,
		"restrictPublicBuckets": true,
	})
	stacktest.RequireInputs(t, rec.One(t, ownership), map[string]any{
		"bucket": "web-logs-name", "rule.objectOwnership": "BucketOwnerEnforced",
	})
	stacktest.RequireInputs(t, rec.One(t, encryption), map[string]any{
		"bucket": "web-logs-name",
		"rules": []any{map[string]any{
			"applyServerSideEncryptionByDefault": map[string]any{"sseAlgorithm": "AES256"},
		}},
	})
	stacktest.RequireInputs(t, rec.One(t, lifecycle), map[string]any{
		"bucket": "web-logs-name",
		"rules": []any{map[string]any{
			"id": "expire", "status": "Enabled", "filter": map[string]any{"prefix": "AWSLogs/"},
			"expiration": map[string]any{"days": 30},
		}},
	})
}

func TestLogBucketsAccessIsSetStepByStep(t *testing.T) {
	rec := run(t, args())
	policy := rec.One(t, bucketPolicy)
	require.Equal(t, "web-logs-name", policy.Input("bucket"))
	require.Contains(t, policy.Input("policy"), `"arn:aws:mock:::web-logs/AWSLogs/123456789012/*"`)
	require.Contains(t, policy.DependsOn, rec.One(t, ownership).URN)
	require.Contains(t, rec.One(t, ownership).DependsOn, rec.One(t, publicAccess).URN)
}

// A component that is given its own provider must ask that one for the account.
func TestAccountIsThatOfTheComponentsProvider(t *testing.T) {
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		provider := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource("pulumi:providers:aws", "other", pulumi.Map{}, provider); err != nil {
			return err
		}
		_, err := alb.New(ctx, "web", args(), pulumi.Providers(provider))
		return err
	})
	calls := rec.Calls("aws:index/getCallerIdentity:getCallerIdentity")
	require.Len(t, calls, 1)
	require.Contains(t, calls[0].Provider, "::other::")
}
