package cloudfront_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/acm"
	"github.com/tenfold-iac/tenfold/test/simulator/cloudfront"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestDistribution(t *testing.T) {
	f := newFixture(t)
	id, state := f.MustCreate(cloudfront.Distribution, "cdn", f.distribution(nil))
	require.Regexp(t, `^E[0-9A-Z]{13}$`, id)
	require.Equal(t, "arn:aws:cloudfront::123456789012:distribution/"+id, state["arn"])
	require.Regexp(t, `^d[0-9a-z]{13}\.cloudfront\.net$`, state["domainName"])
	require.Equal(t, "Z2FDTNDATAQYW2", state["hostedZoneId"])
	require.Equal(t, "Deployed", state["status"])
	changed, replaced, _, err := f.Diff(cloudfront.Distribution, id, f.distribution(nil))
	require.NoError(t, err)
	require.Empty(t, changed, "a second up changes nothing")
	require.Empty(t, replaced)
	require.Equal(t, state["etag"], f.Read(cloudfront.Distribution, id)["etag"])

	priced := f.distribution(model.Props{"priceClass": "PriceClass_All", "httpVersion": nil, "webAclId": nil})
	changed, replaced, _, err = f.Diff(cloudfront.Distribution, id, priced)
	require.NoError(t, err)
	require.Equal(t, []string{"httpVersion", "priceClass", "webAclId"}, changed)
	require.Empty(t, replaced)
	updated, err := f.Update(cloudfront.Distribution, id, priced)
	require.NoError(t, err, "CF3 its own names are not in its way")
	require.Equal(t, "http2", updated["httpVersion"])
	require.Equal(t, state["domainName"], updated["domainName"])
	require.NotEqual(t, state["etag"], updated["etag"])
	_, replaced, _, err = f.Diff(cloudfront.Distribution, id, f.distribution(model.Props{"staging": true}))
	require.NoError(t, err)
	require.Equal(t, []string{"staging"}, replaced)

	found, err := f.Invoke("aws:cloudfront/getDistribution:getDistribution", model.Props{"id": id})
	require.NoError(t, err)
	require.Equal(t, state["domainName"], found["domainName"])
	require.Equal(t, updated["etag"], found["etag"])
	_, err = f.Invoke("aws:cloudfront/getDistribution:getDistribution", model.Props{"id": "E0"})
	require.ErrorContains(t, err, "NoSuchDistribution: The specified distribution does not exist.")
}

func TestDistributionPlan(t *testing.T) {
	f := newFixture(t)
	viewer := func(method, protocol string) model.Props {
		return model.Props{"viewerCertificate": map[string]any{
			"acmCertificateArn": f.certificate, "sslSupportMethod": method, "minimumProtocolVersion": protocol,
		}}
	}
	geo := map[string]any{"geoRestriction": map[string]any{"restrictionType": "all"}}
	for name, c := range map[string]struct {
		changes model.Props
		want    string
	}{
		"fine": {nil, ""},
		"version": {
			model.Props{"httpVersion": "http4"},
			`expected http_version to be one of ["http1.1" "http2" "http3" "http2and3"], got http4`,
		},
		"price": {
			model.Props{"priceClass": "PriceClass_50"},
			`expected price_class to be one of ["PriceClass_100" "PriceClass_200" "PriceClass_All"], got PriceClass_50`,
		},
		"comment": {
			model.Props{"comment": strings.Repeat("x", 129)},
			"expected length of comment to be in the range (0 - 128), got " + strings.Repeat("x", 129),
		},
		"geo": {model.Props{"restrictions": geo}, `to be one of ["none" "whitelist" "blacklist"], got all`},
		"CF13 method": {
			viewer("sni", "TLSv1.2_2021"), `to be one of ["sni-only" "vip" "static-ip"], got sni`,
		},
		"CF13 protocol": {
			viewer("sni-only", "TLSv1.2"), `to be one of ["SSLv3" "TLSv1" "TLSv1_2016" "TLSv1.1_2016" "TLSv1.2_2018" ` +
				`"TLSv1.2_2019" "TLSv1.2_2021"], got TLSv1.2`,
		},
	} {
		f.checks(t, cloudfront.Distribution, f.distribution(c.changes), c.want, name)
	}
}

func TestViewers(t *testing.T) {
	f := newFixture(t)
	home := f.issued(f.Account, "home.example", "*.home.example")
	pending, _ := f.edge.MustCreate(acm.Certificate, "pending", model.Props{
		"domainName": "pending.example", "validationMethod": "DNS",
	})
	regional := f.acl(f.edge, "REGIONAL")
	f.MustCreate(cloudfront.Distribution, "first", f.distribution(model.Props{"aliases": []any{"taken.shop.example"}}))
	const notFound = "InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, " +
		"isn't valid, or doesn't include a valid certificate chain."
	const uncovered = "InvalidViewerCertificate: To add an alternate domain name (CNAME) to a CloudFront distribution, " +
		"you must attach a trusted certificate that validates your authorization to use the domain name."
	const notOne = "InvalidArgument: The parameter ViewerCertificate is invalid: exactly one certificate must be given, " +
		"and one of your own needs an SSLSupportMethod."
	const noACL = "InvalidWebACLId: Web ACL is not accessible by the requester."
	viewer := func(arn string) map[string]any {
		return map[string]any{"acmCertificateArn": arn, "sslSupportMethod": "sni-only"}
	}
	iam := map[string]any{"iamCertificateId": "ASCA1", "sslSupportMethod": "sni-only"}
	fallback := map[string]any{"cloudfrontDefaultCertificate": true}
	logs := func(domain string) model.Props {
		return model.Props{"loggingConfig": map[string]any{"bucket": domain}}
	}
	f.bucket("bare")
	each(t, f, f.distribution(nil), []errorCase{
		{"fine", nil, ""},
		{"CF1 other region", model.Props{"viewerCertificate": viewer(home), "aliases": nil}, notFound},
		{"CF1 not issued", model.Props{"viewerCertificate": viewer(pending), "aliases": nil}, notFound},
		{"CF2 covered by a wildcard", model.Props{"aliases": []any{"www.shop.example"}}, ""},
		{"CF2 another name", model.Props{"aliases": []any{"home.example"}}, uncovered},
		{"CF2 two levels", model.Props{"aliases": []any{"a.b.shop.example"}}, uncovered},
		{"CF2 default certificate", model.Props{"viewerCertificate": fallback}, uncovered},
		{"CF2 certificate of IAM", model.Props{"viewerCertificate": iam}, ""},
		{
			"CF3 taken",
			model.Props{"aliases": []any{"taken.shop.example"}},
			"StatusCode: 409, RequestID: ",
		},
		{
			"CF3 text",
			model.Props{"aliases": []any{"taken.shop.example"}},
			"CNAMEAlreadyExists: One or more of the CNAMEs you provided are already associated with a different resource.",
		},
		{"CF12 regional", model.Props{"webAclId": regional}, noACL},
		{"CF12 none", model.Props{"webAclId": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/none/1"}, noACL},
		{"CF13 none", model.Props{"viewerCertificate": map[string]any{"minimumProtocolVersion": "TLSv1"}}, notOne},
		{"CF13 two", model.Props{"viewerCertificate": simtest.With(viewer(f.certificate), fallback)}, notOne},
		{"CF13 no method", model.Props{"viewerCertificate": map[string]any{"acmCertificateArn": f.certificate}}, notOne},
		{
			"CF15 ACLs off", logs(f.withoutACLs.String("bucketDomainName")), "InvalidArgument: The S3 bucket that you " +
				"specified for CloudFront logs does not enable ACL access: tenfold-closed.s3.amazonaws.com",
		},
		{"CF15 default", logs("tenfold-bare.s3.amazonaws.com"), "does not enable ACL access: tenfold-bare.s3.amazonaws.com"},
		{
			"CF15 no bucket", logs("none.s3.amazonaws.com"),
			"InvalidArgument: The S3 bucket that you specified for CloudFront logs doesn't exist: none",
		},
	})
}

func TestDistributionQuotas(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	for name, limit := range map[string]int{
		"cacheBehaviorsPerDistribution": 2, "originsPerDistribution": 2, "aliasesPerDistribution": 2,
	} {
		require.NoError(t, f.SetQuota(ctx, name, limit))
	}
	const message = "Your request contains more %s than are allowed per distribution."
	each(t, f, f.distribution(nil), []errorCase{
		{"CF16 at its limits", nil, ""},
		{
			"CF16 behaviors",
			model.Props{"orderedCacheBehaviors": []any{f.cached(nil), f.cached(nil)}},
			"TooManyCacheBehaviors: " + fmt.Sprintf(message, "cache behaviors"),
		},
		{
			"CF16 origins", model.Props{"origins": []any{
				application(nil), f.files(nil), application(model.Props{"originId": "third"}),
			}}, "TooManyOrigins: " + fmt.Sprintf(message, "origins"),
		},
		{
			"CF16 aliases",
			model.Props{"aliases": []any{"a.shop.example", "b.shop.example", "c.shop.example"}},
			"TooManyDistributionCNAMEs: " + fmt.Sprintf(message, "CNAMEs"),
		},
	})
	require.NoError(t, f.SetQuota(ctx, "distributions", 1))
	f.MustCreate(cloudfront.Distribution, "one", f.plain(nil))
	_, _, err := f.Create(cloudfront.Distribution, "two", f.plain(nil))
	require.ErrorContains(t, err, framing)
	require.ErrorContains(t, err, ", TooManyDistributions: Processing your request would cause you to exceed the maximum "+
		"number of distributions allowed.", "CF16 distributions")
	require.NoError(t, f.SetQuota(ctx, "originAccessControls", 1))
	_, _, err = f.Create(cloudfront.OriginAccessControl, "second", control())
	require.ErrorContains(t, err, "TooManyOriginAccessControls: The number of origin access controls in your Amazon Web "+
		"Services account exceeds the maximum allowed.", "CF16 controls")
}

func TestDestroy(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	distributions := func() (list []account.Resource) {
		all, err := f.Resources(ctx)
		require.NoError(t, err)
		for _, r := range all {
			if r.Type == cloudfront.Distribution {
				list = append(list, r)
			}
		}
		return list
	}
	id, _ := f.MustCreate(cloudfront.Distribution, "cdn", f.distribution(nil))
	require.NoError(t, f.Delete(cloudfront.Distribution, id), "CF11 an enabled one is disabled first")
	require.Empty(t, distributions())

	id, _ = f.MustCreate(cloudfront.Distribution, "kept", f.distribution(model.Props{"retainOnDelete": true}))
	require.NoError(t, f.Delete(cloudfront.Distribution, id))
	require.Len(t, distributions(), 1, "CF11 retained")
	require.Equal(t, id, distributions()[0].ID)
	require.Equal(t, false, distributions()[0].Properties["enabled"], "CF11 and disabled")
	require.ErrorContains(t, f.Delete(cloudfront.OriginAccessControl, f.access), "OriginAccessControlInUse",
		"what is retained still uses what it used")
}
