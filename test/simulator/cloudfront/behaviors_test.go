package cloudfront_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/cloudfront"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestBehaviors(t *testing.T) {
	f := newFixture(t)
	old := map[string]any{"queryString": false, "cookies": map[string]any{"forward": "none"}}
	first := func(changes model.Props) model.Props { return model.Props{"defaultCacheBehavior": f.dynamic(changes)} }
	second := func(changes model.Props) model.Props {
		return model.Props{"orderedCacheBehaviors": []any{f.cached(nil), f.cached(changes)}}
	}
	// The error for an argument that the cache policy replaces.
	taken := func(parameter string) string {
		return "InvalidArgument: The parameter " + parameter + " cannot be used when a cache policy is associated to the " +
			"cache behavior."
	}
	const allowed = "InvalidArgument: The parameter AllowedMethods is invalid."
	const cached = "InvalidArgument: The parameter CachedMethods is invalid."
	each(t, f, f.plain(nil), []errorCase{
		{"fine", nil, ""},
		{"CF4 framing", first(model.Props{"forwardedValues": old}), framing},
		{"CF4 both", first(model.Props{"forwardedValues": old}), taken("ForwardedValues")},
		{
			"CF4 neither",
			second(model.Props{"cachePolicyId": nil}),
			"InvalidArgument: The parameter ForwardedValues is required.",
		},
		{"CF4 values", first(model.Props{"forwardedValues": old, "cachePolicyId": nil, "defaultTtl": 60}), ""},
		{"CF5 zero", first(model.Props{"minTtl": 0, "defaultTtl": 0, "maxTtl": 0}), ""},
		{"CF5 minimum", first(model.Props{"minTtl": 1}), taken("MinTTL")},
		{"CF5 default", second(model.Props{"defaultTtl": 1}), taken("DefaultTTL")},
		{"CF5 maximum", first(model.Props{"maxTtl": 1}), taken("MaxTTL")},
		{
			"CF6 unknown origin", second(model.Props{"targetOriginId": "none"}),
			"NoSuchOrigin: One or more of your origins or origin groups do not exist.",
		},
		{"CF6 group", model.Props{
			"originGroups": []any{map[string]any{
				"originId": "both", "failoverCriteria": map[string]any{"statusCodes": []any{500}},
				"members": []any{map[string]any{"originId": "application"}, map[string]any{"originId": "static"}},
			}},
			"defaultCacheBehavior": f.dynamic(model.Props{"targetOriginId": "both"}),
		}, ""},
		{"CF14 three", first(model.Props{"allowedMethods": []any{"HEAD", "OPTIONS", "GET"}}), ""},
		{"CF14 four", first(model.Props{"allowedMethods": []any{"GET", "HEAD", "OPTIONS", "POST"}}), allowed},
		{"CF14 cached three", first(model.Props{"cachedMethods": []any{"GET", "HEAD", "OPTIONS"}}), ""},
		{"CF14 cached one", first(model.Props{"cachedMethods": []any{"GET"}}), cached},
		{"CF14 cached not allowed", second(model.Props{"cachedMethods": []any{"GET", "HEAD", "OPTIONS"}}), cached},
		{
			"unknown cache policy", first(model.Props{"cachePolicyId": "none"}),
			"NoSuchCachePolicy: The specified cache policy does not exist.",
		},
		{
			"unknown request policy", first(model.Props{"originRequestPolicyId": "none"}),
			"NoSuchOriginRequestPolicy: The specified origin request policy does not exist.",
		},
		{
			"unknown headers policy", second(model.Props{"responseHeadersPolicyId": "none"}),
			"NoSuchResponseHeadersPolicy: The specified response headers policy does not exist.",
		},
	})
	_, _, err := f.Create(cloudfront.Distribution, "status", f.plain(first(model.Props{"cachePolicyId": "none"})))
	require.ErrorContains(t, err, "https response error StatusCode: 404, RequestID: ")
}

func TestOrigins(t *testing.T) {
	f := newFixture(t)
	lambda, _ := f.MustCreate(cloudfront.OriginAccessControl, "lambda",
		simtest.With(control(), model.Props{"originAccessControlOriginType": "lambda"}))
	files := func(changes model.Props) model.Props {
		return model.Props{"origins": []any{application(nil), f.files(changes)}}
	}
	app := func(changes model.Props) model.Props {
		return model.Props{"origins": []any{application(changes), f.files(nil)}}
	}
	identity := map[string]any{"originAccessIdentity": "origin-access-identity/cloudfront/E1"}
	const differ = "InvalidArgument: Illegal configuration: The origin type and OAC origin type differ."
	const notBucket = "InvalidArgument: The parameter Origin DomainName does not refer to a valid S3 bucket."
	each(t, f, f.plain(nil), []errorCase{
		{"CF7 global name", files(model.Props{"domainName": "tenfold-static.s3.amazonaws.com"}), ""},
		{"CF7 identity", files(model.Props{"originAccessControlId": nil, "s3OriginConfig": identity}), ""},
		{"CF7 identity and control", files(model.Props{"s3OriginConfig": identity}), differ},
		{"CF7 control of buckets", app(model.Props{"originAccessControlId": f.access}), differ},
		{"CF7 control of functions", app(model.Props{"originAccessControlId": lambda}), ""},
		{"CF7 load balancer as bucket", app(model.Props{"customOriginConfig": nil}), notBucket},
		{"CF7 website", files(model.Props{"domainName": "tenfold-static.s3-website-us-east-1.amazonaws.com"}), notBucket},
		{"CF7 name of the bucket", files(model.Props{"domainName": "tenfold-static"}), notBucket},
		{
			"unknown control", files(model.Props{"originAccessControlId": "E0"}),
			"NoSuchOriginAccessControl: The specified origin access control does not exist.",
		},
		{"VPC origin", app(model.Props{
			"customOriginConfig": nil, "vpcOriginConfig": map[string]any{"vpcOriginId": "vo_1"},
		}), ""},
	})
}

func TestFunctionAssociations(t *testing.T) {
	f := newFixture(t)
	code := model.Props{"name": "rewrite", "runtime": "cloudfront-js-2.0", "code": "function handler(e) {}"}
	id, state := f.MustCreate(cloudfront.Function, "rewrite", code)
	require.Equal(t, "rewrite", id)
	require.Equal(t, "arn:aws:cloudfront::123456789012:function/rewrite", state["arn"])
	_, draft := f.MustCreate(cloudfront.Function, "draft", simtest.With(code, model.Props{"name": "draft", "publish": false}))
	runs := func(arn any) model.Props {
		return f.plain(model.Props{"orderedCacheBehaviors": []any{f.cached(model.Props{
			"functionAssociations": []any{map[string]any{"eventType": "viewer-request", "functionArn": arn}},
		})}})
	}
	for _, arn := range []any{draft["arn"], "arn:aws:cloudfront::123456789012:function/none"} {
		_, _, err := f.Create(cloudfront.Distribution, "cdn", runs(arn))
		require.ErrorContains(t, err, "InvalidFunctionAssociation: A CloudFront function association is invalid.")
	}
	cdn, _ := f.MustCreate(cloudfront.Distribution, "cdn", runs(state["arn"]))
	require.ErrorContains(t, f.Delete(cloudfront.Function, id),
		"FunctionInUse: Cannot delete the function because it's attached to one or more cache behaviors.", "CF10")
	require.NoError(t, f.Delete(cloudfront.Distribution, cdn))
	require.NoError(t, f.Delete(cloudfront.Function, id), "CF10")

	renamed := simtest.With(code, model.Props{"name": "b", "publish": false})
	changed, replaced, _, err := f.Diff(cloudfront.Function, "draft", renamed)
	require.NoError(t, err)
	require.Equal(t, []string{"name"}, changed)
	require.Equal(t, []string{"name"}, replaced)
	f.checks(t, cloudfront.Function, simtest.With(code, model.Props{"runtime": "js"}),
		`expected runtime to be one of ["cloudfront-js-1.0" "cloudfront-js-2.0"], got js`, "runtime")
	found, err := f.Invoke("aws:cloudfront/getFunction:getFunction", model.Props{"name": "draft", "stage": "LIVE"})
	require.NoError(t, err)
	require.Equal(t, draft["arn"], found["arn"])
	require.Equal(t, "LIVE", found["stage"])
	_, err = f.Invoke("aws:cloudfront/getFunction:getFunction", model.Props{"name": "rewrite", "stage": "LIVE"})
	require.ErrorContains(t, err, "NoSuchFunctionExists: The specified function does not exist.")
}
