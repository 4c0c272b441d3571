package cloudfront_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/acm"
	"github.com/tenfold-iac/tenfold/test/simulator/cloudfront"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/route53"
	"github.com/tenfold-iac/tenfold/test/simulator/s3"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
	"github.com/tenfold-iac/tenfold/test/simulator/waf"
)

const (
	cachingDisabled  = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	allViewer        = "216adef6-5c7f-47e4-b989-5492eafa07d3"

	framing = "operation error CloudFront: CreateDistributionWithTags, https response error StatusCode: 400, RequestID: "
)

// fixture is an account with what a distribution uses: its own region is Frankfurt, the edge's is us-east-1.
type fixture struct {
	*simtest.Account
	edge                      *simtest.Account
	access, headers           string
	certificate, firewall     string
	static, logs, withoutACLs model.Props
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	edge := simtest.New(t, slices.Concat(cloudfront.Types(), s3.Types(), acm.Types(), route53.Types(), waf.Types()),
		cloudfront.Functions())
	f := &fixture{Account: edge.Region("eu-central-1"), edge: edge}
	f.static, f.logs, f.withoutACLs = f.bucket("static"), f.bucket("logs"), f.bucket("closed")
	f.owned("logs", "BucketOwnerPreferred")
	f.owned("closed", "BucketOwnerEnforced")
	f.access, _ = f.MustCreate(cloudfront.OriginAccessControl, "oac", control())
	f.headers, _ = f.MustCreate(cloudfront.ResponseHeadersPolicy, "headers", securityHeaders())
	f.certificate = f.issued(f.edge, "shop.example", "*.shop.example")
	f.firewall = f.acl(f.edge, "CLOUDFRONT")
	return f
}

func (f *fixture) bucket(name string) model.Props {
	_, state := f.MustCreate(s3.Bucket, name, model.Props{"bucket": "tenfold-" + name})
	return state
}

func (f *fixture) owned(name, by string) {
	f.MustCreate(s3.OwnershipControls, name, model.Props{
		"bucket": "tenfold-" + name, "rule": map[string]any{"objectOwnership": by},
	})
}

func control() model.Props {
	return model.Props{"originAccessControlOriginType": "s3", "signingBehavior": "always", "signingProtocol": "sigv4"}
}

func securityHeaders() model.Props {
	return model.Props{"securityHeadersConfig": map[string]any{
		"strictTransportSecurity": map[string]any{
			"accessControlMaxAgeSec": 31_536_000, "includeSubdomains": false, "preload": false, "override": true,
		},
		"contentTypeOptions": map[string]any{"override": true},
	}}
}

func cachePolicy() model.Props {
	none := func(kind string) map[string]any { return map[string]any{kind: "none"} }
	return model.Props{"parametersInCacheKeyAndForwardedToOrigin": map[string]any{
		"cookiesConfig": none("cookieBehavior"), "headersConfig": none("headerBehavior"),
		"queryStringsConfig": none("queryStringBehavior"),
	}}
}

// issued creates a certificate whose validation records exist.
func (f *fixture) issued(in *simtest.Account, domain, other string) string {
	zone, _ := in.MustCreate(route53.Zone, domain, model.Props{"name": domain})
	id, state := in.MustCreate(acm.Certificate, domain, model.Props{
		"domainName": domain, "subjectAlternativeNames": []any{other}, "validationMethod": "DNS",
	})
	seen := map[string]bool{}
	for _, option := range state.Objects("domainValidationOptions") {
		name := option.String("resourceRecordName")
		if !seen[name] {
			in.MustCreate(route53.Record, name, model.Props{
				"zoneId": zone, "name": name, "type": option.String("resourceRecordType"), "ttl": 60,
				"records": []any{option.String("resourceRecordValue")},
			})
		}
		seen[name] = true
	}
	in.MustCreate(acm.Validation, domain, model.Props{"certificateArn": id})
	return id
}

func (f *fixture) acl(in *simtest.Account, scope string) string {
	_, state := in.MustCreate(waf.WebACL, "acl"+scope, model.Props{
		"scope": scope, "defaultAction": map[string]any{"allow": map[string]any{}}, "visibilityConfig": map[string]any{
			"cloudwatchMetricsEnabled": true, "metricName": "acl", "sampledRequestsEnabled": true,
		},
	})
	return state.String("arn")
}

// distribution are the inputs of one with an application behind it, files in a bucket, its own name, a firewall and
// logs, with changes.
func (f *fixture) distribution(changes model.Props) model.Props {
	return simtest.With(model.Props{
		"comment": "cdn", "enabled": true, "httpVersion": "http2and3", "isIpv6Enabled": true, "priceClass": "PriceClass_100",
		"aliases": []any{"cdn.shop.example", "shop.example"}, "webAclId": f.firewall,
		"origins":               []any{application(nil), f.files(nil)},
		"defaultCacheBehavior":  f.dynamic(nil),
		"orderedCacheBehaviors": []any{f.cached(nil)},
		"viewerCertificate": map[string]any{
			"acmCertificateArn": f.certificate, "sslSupportMethod": "sni-only", "minimumProtocolVersion": "TLSv1.2_2021",
		},
		"loggingConfig": map[string]any{
			"bucket": f.logs.String("bucketDomainName"), "prefix": "cdn/", "includeCookies": false,
		},
		"restrictions": map[string]any{"geoRestriction": map[string]any{"restrictionType": "none"}},
		"tags":         map[string]any{"Name": "cdn"},
	}, changes)
}

// plain is a distribution without aliases, web ACL and logs.
func (f *fixture) plain(changes model.Props) model.Props {
	return simtest.With(f.distribution(model.Props{
		"aliases": nil, "webAclId": nil, "loggingConfig": nil,
		"viewerCertificate": map[string]any{"cloudfrontDefaultCertificate": true},
	}), changes)
}

func application(changes model.Props) map[string]any {
	return simtest.With(model.Props{
		"originId": "application", "domainName": "web-1.eu-central-1.elb.amazonaws.com",
		"customHeaders": []any{map[string]any{"name": "X-Origin", "value": "dice"}},
		"customOriginConfig": map[string]any{
			"httpPort": 80, "httpsPort": 443, "originProtocolPolicy": "https-only", "originSslProtocols": []any{"TLSv1.2"},
			"originReadTimeout": 60, "originKeepaliveTimeout": 30,
		},
	}, changes)
}

func (f *fixture) files(changes model.Props) map[string]any {
	return simtest.With(model.Props{
		"originId": "static", "domainName": f.static.String("bucketRegionalDomainName"),
		"originAccessControlId": f.access,
	}, changes)
}

// dynamic is the behavior that forwards everything.
func (f *fixture) dynamic(changes model.Props) map[string]any {
	return simtest.With(model.Props{
		"targetOriginId": "application", "viewerProtocolPolicy": "redirect-to-https",
		"allowedMethods": []any{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"},
		"cachedMethods":  []any{"GET", "HEAD"}, "cachePolicyId": cachingDisabled, "originRequestPolicyId": allViewer,
		"responseHeadersPolicyId": f.headers,
	}, changes)
}

// cached is the behavior of the files.
func (f *fixture) cached(changes model.Props) map[string]any {
	return simtest.With(model.Props{
		"pathPattern": "/static/*", "targetOriginId": "static", "viewerProtocolPolicy": "redirect-to-https",
		"allowedMethods": []any{"GET", "HEAD"}, "cachedMethods": []any{"GET", "HEAD"}, "compress": true,
		"cachePolicyId": cachingOptimized, "responseHeadersPolicyId": f.headers,
	}, changes)
}

// checks compares the failures of a check; an empty want means none.
func (f *fixture) checks(t *testing.T, token string, props model.Props, want, name string) {
	t.Helper()
	failures := f.Check(token, "it", props)
	if want == "" {
		require.Empty(t, failures, name)
		return
	}
	require.Len(t, failures, 1, name)
	require.Contains(t, failures[0], want+". Examine values at 'it.", name)
}

// errorCase is a create and its expected error; an empty error means success.
type errorCase struct {
	name    string
	changes model.Props
	err     string
}

// each creates a distribution for every case and compares the outcome.
func each(t *testing.T, f *fixture, base model.Props, cases []errorCase) {
	t.Helper()
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			id, _, err := f.Create(cloudfront.Distribution, "case", simtest.With(base, tt.changes))
			if tt.err == "" {
				require.NoError(t, err)
				require.NoError(t, f.Delete(cloudfront.Distribution, id))
				return
			}
			require.ErrorContains(t, err, tt.err)
		})
	}
}
