package alb_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	listenerRule   = "aws:lb/listenerRule:ListenerRule"
	secret         = "aws:secretsmanager/secret:Secret"
	secretVersion  = "aws:secretsmanager/secretVersion:SecretVersion"
	getPrefixList  = "aws:ec2/getManagedPrefixList:getManagedPrefixList"
	getRandom      = "aws:secretsmanager/getRandomPassword:getRandomPassword"
	cloudFrontList = "com.amazonaws.global.cloudfront.origin-facing"
)

// cloudFront answers what a load balancer behind CloudFront asks AWS.
func cloudFront() []stacktest.Option {
	answer := func(key resource.PropertyKey, value string) stacktest.FunctionFunc {
		return func(resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.PropertyMap{key: resource.NewProperty(value)}, nil
		}
	}
	return []stacktest.Option{
		stacktest.Function(getPrefixList, answer("id", "pl-cloudfront")),
		stacktest.Function(getRandom, answer("randomPassword", "dice")),
	}
}

func guarded(a alb.Args) alb.Args {
	a.CloudFrontOnly = true
	return a
}

func runGuarded(t *testing.T, a alb.Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return run(t, guarded(a), append(cloudFront(), opts...)...)
}

func TestExactlyTheseResourcesBehindCloudFront(t *testing.T) {
	more := map[string]int{listenerRule: 1, secret: 1, secretVersion: 1}
	https := map[string]int{certificate: 1, validation: 1, record: 2, listenerRule: 1, secret: 1, secretVersion: 1}
	for name, tc := range map[string]struct {
		args alb.Args
		want map[string]int
	}{
		"http":  {args(), with(more)},
		"https": {httpsArgs(), with(https)},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, runGuarded(t, tc.args).Counts())
			require.Equal(t, tc.want, runGuarded(t, tc.args, stacktest.Preview()).Counts())
		})
	}
}

// Two rules with the list would weigh 110, and a group holds 60.
func TestOnlyCloudFrontGetsIn(t *testing.T) {
	for port, a := range map[int]alb.Args{80: args(), 443: httpsArgs()} {
		rec := runGuarded(t, a)
		rule := rec.One(t, ingressRule)
		require.Equal(t, "web-ingress-cloudfront", rule.Name, "the same for each port, or two meet when it changes")
		stacktest.RequireInputs(t, rule, map[string]any{
			"securityGroupId": "web-sg-id", "prefixListId": "pl-cloudfront", "cidrIpv4": nil, "cidrIpv6": nil,
			"ipProtocol": "tcp", "fromPort": port, "toPort": port,
		})
		calls := rec.Calls(getPrefixList)
		require.Len(t, calls, 1)
		require.Equal(t, cloudFrontList, calls[0].Input("name"))
	}
}

var refused = []any{map[string]any{
	"type": "fixed-response",
	"fixedResponse": map[string]any{
		"contentType": "text/plain", "messageBody": "Forbidden", "statusCode": "403",
	},
}}

func TestOnlyWhoKnowsTheSecretIsForwarded(t *testing.T) {
	for name, a := range map[string]alb.Args{"web-http": args(), "web-https": httpsArgs()} {
		rec := runGuarded(t, a)
		only := rec.One(t, listener)
		require.Equal(t, name, only.Name)
		require.Equal(t, refused, only.Input("defaultActions"))
		rule := rec.One(t, listenerRule)
		stacktest.RequireInputs(t, rule, map[string]any{
			"listenerArn": "arn:aws:mock:::" + name, "priority": 1, "actions": forward,
			"conditions": []any{map[string]any{
				"httpHeader": map[string]any{"httpHeaderName": "X-Origin-Verify", "values": []any{"dice"}},
			}},
		})
		require.True(t, rule.IsSecret("conditions[0].httpHeader.values"))
		require.Equal(t, "dice", rec.Value(t, "originSecret"))
		require.True(t, rec.Probed(t, "originSecret").IsSecret("value"))
	}
}

// A new throw of the dice at every run must not change the secret, and an upper bound of a rule's value is 128.
func TestOriginSecret(t *testing.T) {
	rec := runGuarded(t, httpsArgs())
	stacktest.RequireInputs(t, rec.One(t, secret), map[string]any{"recoveryWindowInDays": 30, "name": nil})
	version := rec.One(t, secretVersion)
	require.Equal(t, "web-origin-secret-1", version.Name)
	stacktest.RequireInputs(t, version, map[string]any{"secretId": "web-origin-secret-id", "secretString": "dice"})
	require.Equal(t, []string{"secretString"}, version.IgnoreChanges)
	require.True(t, version.IsSecret("secretString"))
	calls := rec.Calls(getRandom)
	require.Len(t, calls, 1)
	require.Equal(t, 48, calls[0].Input("passwordLength"))
	require.Equal(t, true, calls[0].Input("excludePunctuation"))
}

// During an update CloudFront sends the one or the other.
func TestSecretOfTheGenerationBeforeStaysGood(t *testing.T) {
	var throws atomic.Int64
	a := guarded(httpsArgs())
	a.OriginSecretGeneration = 3
	rec := run(t, a, cloudFront()[0], stacktest.Function(getRandom,
		func(resource.PropertyMap) (resource.PropertyMap, error) {
			throw := fmt.Sprintf("dice%d", throws.Add(1))
			return resource.PropertyMap{"randomPassword": resource.NewProperty(throw)}, nil
		}), stacktest.Outputs(secretVersion, func(r stacktest.Resource) resource.PropertyMap {
		return resource.PropertyMap{"secretString": resource.NewProperty(r.Name)}
	}))
	require.Equal(t, 2, rec.Count(secretVersion))
	require.NotEqual(t, rec.Named(t, secretVersion, "web-origin-secret-2").Input("secretString"),
		rec.Named(t, secretVersion, "web-origin-secret-3").Input("secretString"))
	rule := rec.One(t, listenerRule)
	require.Equal(t, []any{"web-origin-secret-2", "web-origin-secret-3"},
		rule.Input("conditions[0].httpHeader.values"))
	require.Equal(t, "web-origin-secret-3", rec.Value(t, "originSecret"))
}

// A target group belongs to the load balancer only by the rule: the listener itself refuses.
func TestTargetGroupIsHandedOutOnceTheRuleExists(t *testing.T) {
	for _, opts := range [][]stacktest.Option{nil, {stacktest.Preview()}} {
		rec := runGuarded(t, httpsArgs(), opts...)
		urn := rec.One(t, listenerRule).URN
		for _, out := range []string{"targetGroupArn", "targetGroupArnSuffix", "requestCountLabel"} {
			require.Contains(t, rec.Probed(t, out).DependsOn, urn, out)
		}
	}
}

func TestOriginOutputs(t *testing.T) {
	require.Equal(t, "app.example.com", runGuarded(t, httpsArgs()).Value(t, "originDomain"))
	require.Equal(t, "web.us-east-1.elb.amazonaws.com", runGuarded(t, args()).Value(t, "originDomain"))
	require.Equal(t, "", run(t, httpsArgs()).Value(t, "originSecret"))
	require.Equal(t, "X-Origin-Verify", alb.OriginHeader)
}

// A component that is given its own provider must ask that one.
func TestLookupsAreThoseOfTheComponentsProvider(t *testing.T) {
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		provider := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource("pulumi:providers:aws", "other", pulumi.Map{}, provider); err != nil {
			return err
		}
		_, err := alb.New(ctx, "web", guarded(args()), pulumi.Providers(provider))
		return err
	}, cloudFront()...)
	for _, token := range []string{getPrefixList, getRandom} {
		calls := rec.Calls(token)
		require.Len(t, calls, 1)
		require.Contains(t, calls[0].Provider, "::other::")
	}
}
