package storage_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

type object = map[string]any

// The managed policies, as AWS's guide lists them.
const (
	cachingDisabled  = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
)

func TestDistribution(t *testing.T) {
	a := args()
	a.PriceClass = "PriceClass_100"
	stacktest.RequireInputs(t, run(t, a).One(t, distribution), object{
		"enabled": true, "httpVersion": "http2and3", "isIpv6Enabled": true, "priceClass": "PriceClass_100",
		"restrictions":      object{"geoRestriction": object{"restrictionType": "none"}},
		"viewerCertificate": object{"cloudfrontDefaultCertificate": true},
		"aliases":           nil, "webAclId": nil, "retainOnDelete": nil, "tags": object{"Name": "files"},
	})
}

func TestApplicationIsTheDefaultAndNeverCached(t *testing.T) {
	stacktest.RequireInputs(t, run(t, args()).One(t, distribution), object{"defaultCacheBehavior": object{
		"targetOriginId": "application", "viewerProtocolPolicy": "redirect-to-https",
		"allowedMethods": []any{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"},
		"cachedMethods":  []any{"GET", "HEAD"},
		"cachePolicyId":  cachingDisabled, "originRequestPolicyId": "files-requests-id",
		"responseHeadersPolicyId": "files-headers-id",
	}})
}

func fromBucket(path, origin, headers string) object {
	return object{
		"pathPattern": path, "targetOriginId": origin, "viewerProtocolPolicy": "redirect-to-https",
		"allowedMethods": []any{"GET", "HEAD"}, "cachedMethods": []any{"GET", "HEAD"}, "compress": true,
		"cachePolicyId": cachingOptimized, "responseHeadersPolicyId": headers,
	}
}

func TestFilesAreCached(t *testing.T) {
	stacktest.RequireInputs(t, run(t, args()).One(t, distribution), object{
		"orderedCacheBehaviors": []any{fromBucket("/static/*", "static", "files-headers-id")},
	})
	a := args()
	a.StaticPaths, a.MediaPaths = []string{"/assets/*", "/robots.txt"}, []string{"/media/*"}
	stacktest.RequireInputs(t, run(t, a).One(t, distribution), object{
		"orderedCacheBehaviors": []any{
			fromBucket("/assets/*", "static", "files-headers-id"),
			fromBucket("/robots.txt", "static", "files-headers-id"),
			fromBucket("/media/*", "uploads", "files-media-headers-id"),
		},
	})
}

func applicationOrigin(protocol string) object {
	return object{
		"originId": "application", "domainName": "alb.example.net",
		"customHeaders": []any{object{"name": "X-Forwarded-Scheme", "value": "https"}},
		"customOriginConfig": object{
			"httpPort": 80, "httpsPort": 443, "originProtocolPolicy": protocol, "originSslProtocols": []any{"TLSv1.2"},
			"originReadTimeout": 60, "originKeepaliveTimeout": 30,
		},
	}
}

func bucketOrigin(role string) object {
	return object{
		"originId": role, "domainName": "files-" + role + "-name.s3.us-east-1.amazonaws.com",
		"originAccessControlId": "files-oac-id",
	}
}

func TestOrigins(t *testing.T) {
	require.Equal(t, []any{applicationOrigin("http-only"), bucketOrigin("static")},
		run(t, args()).One(t, distribution).Input("origins"))

	a := domainArgs()
	a.MediaPaths = []string{"/media/*"}
	require.Equal(t, []any{applicationOrigin("https-only"), bucketOrigin("static"), bucketOrigin("uploads")},
		run(t, a).One(t, distribution).Input("origins"))
}

func TestOriginReadTimeout(t *testing.T) {
	a := args()
	a.LongestRequest, a.OriginReadTimeout = 20, 25
	require.Equal(t, 25, run(t, a).One(t, distribution).Input("origins[0].customOriginConfig.originReadTimeout"))
}

func TestOriginSecretIsSentAndStaysSecret(t *testing.T) {
	a := domainArgs()
	a.OriginSecret = pulumi.String("dice")
	made := run(t, a).One(t, distribution)
	require.Equal(t, []any{
		object{"name": "X-Forwarded-Scheme", "value": "https"}, object{"name": "X-Origin-Verify", "value": "dice"},
	}, made.Input("origins[0].customHeaders"))
	require.True(t, made.IsSecret("origins[0].customHeaders[1].value"))
}

// Without a domain the load balancer says http, and a client must not be able to say anything in place of CloudFront.
func TestTheApplicationLearnsTheScheme(t *testing.T) {
	for _, a := range []storage.Args{args(), domainArgs()} {
		made := run(t, a).One(t, distribution)
		require.Equal(t, []any{object{"name": "X-Forwarded-Scheme", "value": "https"}}, made.Input("origins[0].customHeaders"))
		require.Equal(t, "redirect-to-https", made.Input("defaultCacheBehavior.viewerProtocolPolicy"))
	}
}

func TestHeadersThatFrameworksBelieveAreWithheld(t *testing.T) {
	stacktest.RequireInputs(t, run(t, args()).One(t, requestPolicy), object{
		"cookiesConfig":      object{"cookieBehavior": "all"},
		"queryStringsConfig": object{"queryStringBehavior": "all"},
		"headersConfig": object{"headerBehavior": "allExcept", "headers": object{"items": []any{
			"Forwarded", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Protocol", "X-Forwarded-Server",
			"X-Forwarded-Ssl", "X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL",
		}}},
	})
}

func TestOriginAccessControlAlwaysSigns(t *testing.T) {
	stacktest.RequireInputs(t, run(t, args()).One(t, accessControl), object{
		"originAccessControlOriginType": "s3", "signingBehavior": "always", "signingProtocol": "sigv4",
	})
}

// AWS refuses a log bucket without ACLs.
func TestAccessLogs(t *testing.T) {
	rec := run(t, args())
	made := rec.One(t, distribution)
	require.Equal(t, object{
		"bucket": "files-logs-name.s3.amazonaws.com", "prefix": "cdn/", "includeCookies": false,
	}, made.Input("loggingConfig"))
	require.Contains(t, made.DependsOn, rec.Named(t, ownership, "files-logs-owner").URN)

	a := args()
	a.SkipAccessLogs = true
	require.False(t, run(t, a).One(t, distribution).Has("loggingConfig"))
}

func securityHeaders() object {
	return object{
		"strictTransportSecurity": object{
			"accessControlMaxAgeSec": 31536000, "includeSubdomains": false, "preload": false, "override": true,
		},
		"contentTypeOptions": object{"override": true},
		"frameOptions":       object{"frameOption": "DENY", "override": false},
		"referrerPolicy":     object{"referrerPolicy": "strict-origin-when-cross-origin", "override": false},
	}
}

func TestSecurityHeaders(t *testing.T) {
	require.Equal(t, securityHeaders(), run(t, args()).One(t, headersPolicy).Input("securityHeadersConfig"))
}

// What somebody uploaded would otherwise run as a page of the application.
func TestMediaAreSandboxed(t *testing.T) {
	a := args()
	a.MediaPaths = []string{"/media/*"}
	rec := run(t, a)
	want := securityHeaders()
	require.Equal(t, want, rec.Named(t, headersPolicy, "files-headers").Input("securityHeadersConfig"))
	want["contentSecurityPolicy"] = object{
		"contentSecurityPolicy": "default-src 'none'; img-src 'self' data:; media-src 'self'; " +
			"style-src 'unsafe-inline'; sandbox",
		"override": true,
	}
	require.Equal(t, want, rec.Named(t, headersPolicy, "files-media-headers").Input("securityHeadersConfig"))
}

func TestWeightedRecordsAreOfIPv4(t *testing.T) {
	a, weight := domainArgs(), 0
	a.DNSWeight = &weight
	rec := run(t, a, stacktest.Stack("green"))
	var aliases []stacktest.Resource
	for _, r := range rec.OfType(record) {
		if r.Input("aliases") != nil {
			aliases = append(aliases, r)
		}
	}
	require.Len(t, aliases, 1)
	require.Equal(t, "files-alias-app.example.com", aliases[0].Name)
	require.Equal(t, "A", aliases[0].Input("type"))
	require.Equal(t, "green", aliases[0].Input("setIdentifier"))
	require.Equal(t, 0, aliases[0].Input("weightedRoutingPolicies[0].weight"))
}

func TestRecordsCanComeLater(t *testing.T) {
	a := domainArgs()
	a.DeferRecords = true
	require.Equal(t, 1, run(t, a).Count(record), "the one that validates the certificate")
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		web := &pulumi.ProviderResourceState{}
		if err := ctx.RegisterResource(provider, "web", pulumi.Map{}, web); err != nil {
			return err
		}
		store, err := create(ctx, a)
		if err != nil {
			return err
		}
		return store.NewRecords(pulumi.DependsOn([]pulumi.Resource{web}))
	})
	require.Equal(t, 3, rec.Count(record))
	require.Contains(t, rec.Named(t, record, "files-alias-app.example.com").URN, storage.Type+"$"+record+"::", "it is the component's")
}

func TestCertificateIsMadeInUSEast1(t *testing.T) {
	a := domainArgs()
	a.AlternativeNames = []string{"*.app.example.com", "www.example.com"}
	rec := run(t, a)
	for _, typ := range []string{certificate, validation} {
		require.Contains(t, rec.One(t, typ).Provider, "::virginia::", typ)
	}
	stacktest.RequireInputs(t, rec.One(t, certificate), object{
		"domainName": "app.example.com", "validationMethod": "DNS",
		"subjectAlternativeNames": []any{"app.example.com", "*.app.example.com", "www.example.com"},
	})
	stacktest.RequireInputs(t, rec.Named(t, record, "files-validation-app.example.com"), object{
		"zoneId": "Z1", "name": "_mock.app.example.com.", "type": "CNAME", "ttl": 300, "allowOverwrite": true,
		"records": []any{"_mock.acm-validations.aws."},
	})
	stacktest.RequireInputs(t, rec.One(t, validation), object{
		"certificateArn":        "arn:aws:mock:::files-certificate",
		"validationRecordFqdns": []any{"_mock.app.example.com.", "_mock.www.example.com."},
	})
	made := rec.One(t, distribution)
	stacktest.RequireInputs(t, made, object{
		"aliases": []any{"app.example.com", "*.app.example.com", "www.example.com"},
		"viewerCertificate": object{
			"acmCertificateArn": "arn:aws:mock:::files-certificate", "sslSupportMethod": "sni-only",
			"minimumProtocolVersion": "TLSv1.2_2021",
		},
	})
	require.Contains(t, made.DependsOn, rec.One(t, validation).URN, "AWS refuses a certificate that is not issued")
}

// Everything else is made where the component's own provider makes it.
func TestOnlyCertificateAndFirewallAreInUSEast1(t *testing.T) {
	a := domainArgs()
	a.WAF = &storage.WAF{}
	var there []string
	for _, r := range run(t, a).All() {
		if r.Provider != "" && r.Type != provider {
			there = append(there, r.Type)
		}
	}
	require.ElementsMatch(t, []string{certificate, validation, webACL}, there)
}

func TestAliases(t *testing.T) {
	a := domainArgs()
	a.AlternativeNames = []string{"*.app.example.com"}
	rec := run(t, a)
	for name, want := range map[string][2]string{
		"files-alias-app.example.com":            {"A", "app.example.com"},
		"files-alias6-app.example.com":           {"AAAA", "app.example.com"},
		"files-alias-_wildcard.app.example.com":  {"A", "*.app.example.com"},
		"files-alias6-_wildcard.app.example.com": {"AAAA", "*.app.example.com"},
	} {
		stacktest.RequireInputs(t, rec.Named(t, record, name), object{
			"zoneId": "Z1", "type": want[0], "name": want[1], "ttl": nil, "allowOverwrite": nil,
			"aliases": []any{object{
				"name": "files.cloudfront.net", "zoneId": "Z2FDTNDATAQYW2", "evaluateTargetHealth": false,
			}},
		})
	}
}

func TestDistributionOfAPreview(t *testing.T) {
	made := run(t, domainArgs(), stacktest.Preview()).One(t, distribution)
	require.Equal(t, stacktest.Unknown, made.Input("viewerCertificate.acmCertificateArn"))
	require.Equal(t, stacktest.Unknown, made.Input("origins[1].domainName"))
}
