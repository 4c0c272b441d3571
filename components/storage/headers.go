package storage

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// hstsAge is one year in seconds. Subdomains are not included: they may be somebody else's.
	hstsAge = 31_536_000
	// sandboxed shows an image or a document and runs nothing that is in it.
	sandboxed = "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; sandbox"
)

// Short names for long ones.
type (
	securityHeaders = cloudfront.ResponseHeadersPolicySecurityHeadersConfigArgs
	contentSecurity = cloudfront.ResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicyArgs
	contentType     = cloudfront.ResponseHeadersPolicySecurityHeadersConfigContentTypeOptionsArgs
	frameOptions    = cloudfront.ResponseHeadersPolicySecurityHeadersConfigFrameOptionsArgs
	referrerPolicy  = cloudfront.ResponseHeadersPolicySecurityHeadersConfigReferrerPolicyArgs
	strictTransport = cloudfront.ResponseHeadersPolicySecurityHeadersConfigStrictTransportSecurityArgs
)

// newResponseHeaders creates the policy for everything and, if there are any, the one for public uploads.
func (b *builder) newResponseHeaders() (all, media *cloudfront.ResponseHeadersPolicy, err error) {
	all, err = b.newHeaders("headers", headersArgs())
	if err != nil || len(b.args.MediaPaths) == 0 {
		return all, nil, err
	}
	args := headersArgs()
	args.ContentSecurityPolicy = contentSecurity{
		ContentSecurityPolicy: pulumi.String(sandboxed), Override: pulumi.Bool(true),
	}
	media, err = b.newHeaders("media-headers", args)
	return all, media, err
}

func (b *builder) newHeaders(role string, headers securityHeaders) (*cloudfront.ResponseHeadersPolicy, error) {
	made, err := cloudfront.NewResponseHeadersPolicy(b.Ctx, b.Name+"-"+role, &cloudfront.ResponseHeadersPolicyArgs{
		Comment:               pulumi.String("Security headers of " + b.Name),
		SecurityHeadersConfig: headers,
	}, b.Options()...)
	return made, component.Creating("response headers policy", err)
}

// headersArgs override where no application has a reason to differ. A content security policy depends on the pages, so
// the application sends its own.
func headersArgs() securityHeaders {
	return securityHeaders{
		StrictTransportSecurity: strictTransport{
			AccessControlMaxAgeSec: pulumi.Int(hstsAge),
			IncludeSubdomains:      pulumi.Bool(false),
			Preload:                pulumi.Bool(false),
			Override:               pulumi.Bool(true),
		},
		ContentTypeOptions: contentType{Override: pulumi.Bool(true)},
		FrameOptions:       frameOptions{FrameOption: pulumi.String("DENY"), Override: pulumi.Bool(false)},
		ReferrerPolicy: referrerPolicy{
			ReferrerPolicy: pulumi.String("strict-origin-when-cross-origin"), Override: pulumi.Bool(false),
		},
	}
}
