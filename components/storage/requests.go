package storage

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// SchemeHeader is the request header that says how the client came to CloudFront: "https", because CloudFront redirects
// plain HTTP. Without Domain, CloudFront speaks HTTP to the load balancer, which overwrites X-Forwarded-Proto with "http".
// A custom header of the origin replaces what a client sends. Sources: CloudFront developer guide, "Add custom headers to
// origin requests"; aws-load-balancer-controller#1852.
const SchemeHeader = "X-Forwarded-Scheme"

// withheld are headers of clients that neither CloudFront nor the load balancer replaces, and that frameworks or proxies
// believe: the host of a link in a mail, the path, the method, the scheme. A policy may name 10 headers.
// Source: alphagov/notifications-admin#5511; CloudFront quotas.
var withheld = []string{
	"Forwarded",
	"X-Forwarded-Host",
	"X-Forwarded-Prefix",
	"X-Forwarded-Protocol",
	"X-Forwarded-Server",
	"X-Forwarded-Ssl",
	"X-HTTP-Method-Override",
	"X-Original-URL",
	"X-Rewrite-URL",
}

// newRequestPolicy creates the policy of requests to the application.
func (b *builder) newRequestPolicy() (*cloudfront.OriginRequestPolicy, error) {
	policy, err := cloudfront.NewOriginRequestPolicy(b.Ctx, b.Name+"-requests", requestPolicyArgs(b.Name), b.Options()...)
	return policy, component.Creating("origin request policy", err)
}

func requestPolicyArgs(name string) *cloudfront.OriginRequestPolicyArgs {
	return &cloudfront.OriginRequestPolicyArgs{
		Comment: pulumi.String("Requests to the application of " + name),
		CookiesConfig: cloudfront.OriginRequestPolicyCookiesConfigArgs{
			CookieBehavior: pulumi.String("all"),
		},
		QueryStringsConfig: cloudfront.OriginRequestPolicyQueryStringsConfigArgs{
			QueryStringBehavior: pulumi.String("all"),
		},
		HeadersConfig: cloudfront.OriginRequestPolicyHeadersConfigArgs{
			HeaderBehavior: pulumi.String("allExcept"),
			Headers: cloudfront.OriginRequestPolicyHeadersConfigHeadersArgs{
				Items: pulumi.ToStringArray(withheld),
			},
		},
	}
}

// customHeaders are what CloudFront adds to each request to the application, in place of a client's own.
func customHeaders(a Args) cloudfront.DistributionOriginCustomHeaderArray {
	all := cloudfront.DistributionOriginCustomHeaderArray{
		cloudfront.DistributionOriginCustomHeaderArgs{Name: pulumi.String(SchemeHeader), Value: pulumi.String("https")},
	}
	if a.OriginSecret != nil {
		all = append(all, cloudfront.DistributionOriginCustomHeaderArgs{
			Name: pulumi.String(OriginHeader), Value: a.OriginSecret,
		})
	}
	return all
}
