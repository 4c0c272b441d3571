package storage

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
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

// responseHeaders makes the policies for everything and, when there are any, for public uploads.
func (b build) responseHeaders() (all, media *cloudfront.ResponseHeadersPolicy, err error) {
	all, err = b.headersPolicy("headers", headersArgs())
	if err != nil || len(b.args.MediaPaths) == 0 {
		return all, nil, err
	}
	args := headersArgs()
	args.ContentSecurityPolicy = contentSecurity{
		ContentSecurityPolicy: pulumi.String(sandboxed), Override: pulumi.Bool(true),
	}
	media, err = b.headersPolicy("media-headers", args)
	return all, media, err
}

func (b build) headersPolicy(role string, headers securityHeaders) (*cloudfront.ResponseHeadersPolicy, error) {
	made, err := cloudfront.NewResponseHeadersPolicy(b.Ctx, b.Name+"-"+role, &cloudfront.ResponseHeadersPolicyArgs{
		Comment:               pulumi.String("Security headers of " + b.Name),
		SecurityHeadersConfig: headers,
	}, b.Options()...)
	if err != nil {
		return nil, fmt.Errorf("creating response headers policy: %w", err)
	}
	return made, nil
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
