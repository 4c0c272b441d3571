package storage

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// The names that behaviors call the origins by.
	applicationOrigin, staticOrigin, uploadsOrigin = "application", "static", "uploads"

	// viewerTLS allows TLS 1.3 and 1.2 with forward secrecy.
	viewerTLS = "TLSv1.2_2021"
	// keepAlive is for how long, in seconds, CloudFront keeps an unused connection to the load balancer: less than the
	// load balancer does, 60 by default, which would otherwise close one that is being used.
	keepAlive = 30
)

// parts are what a distribution is made of; what is not wanted is nil.
type parts struct {
	access      *cloudfront.OriginAccessControl
	requests    *cloudfront.OriginRequestPolicy
	headers     *cloudfront.ResponseHeadersPolicy
	sandbox     *cloudfront.ResponseHeadersPolicy
	logs        *bucket
	certificate pulumi.StringPtrInput
	firewall    pulumi.StringPtrInput
}

func (b *builder) newParts() (p parts, err error) {
	if p.access, err = b.newAccessControl(); err != nil {
		return p, err
	}
	if p.requests, err = b.newRequestPolicy(); err != nil {
		return p, err
	}
	if p.headers, p.sandbox, err = b.newResponseHeaders(); err != nil {
		return p, err
	}
	if p.logs, err = b.newLogs(); err != nil {
		return p, err
	}
	if p.certificate, err = b.certificateARN(); err != nil {
		return p, err
	}
	p.firewall, err = b.newFirewall()
	return p, err
}

// newDistribution creates the distribution, once its log bucket can take logs.
func (b *builder) newDistribution() error {
	p, err := b.newParts()
	if err != nil {
		return err
	}
	opts := b.Options()
	if p.logs != nil {
		opts = append(opts, component.After(p.logs.owner))
	}
	args := distributionArgs(b.Name, b.args, p)
	args.Comment = pulumi.String(comment(b.Ctx.Stack(), b.Name))
	args.Origins = originArgs(b.args, p.access, b.static, b.uploads)
	b.distribution, err = cloudfront.NewDistribution(b.Ctx, b.Name, args, opts...)
	return component.Creating("distribution", err)
}

// newAccessControl signs CloudFront's requests to the buckets. One serves them all.
func (b *builder) newAccessControl() (*cloudfront.OriginAccessControl, error) {
	control, err := cloudfront.NewOriginAccessControl(b.Ctx, b.Name+"-oac", &cloudfront.OriginAccessControlArgs{
		Description:                   pulumi.String("Buckets of " + b.Name),
		OriginAccessControlOriginType: pulumi.String("s3"),
		SigningBehavior:               pulumi.String("always"),
		SigningProtocol:               pulumi.String("sigv4"),
	}, b.Options()...)
	return control, component.Creating("origin access control", err)
}

// distributionArgs is everything but the origins.
func distributionArgs(name string, a Args, p parts) *cloudfront.DistributionArgs {
	args := &cloudfront.DistributionArgs{
		Enabled:               pulumi.Bool(true),
		HttpVersion:           pulumi.String("http2and3"),
		IsIpv6Enabled:         pulumi.Bool(true),
		PriceClass:            pulumi.String(a.PriceClass),
		ViewerCertificate:     viewerCertificate(p.certificate),
		WebAclId:              p.firewall,
		LoggingConfig:         logging(p.logs),
		DefaultCacheBehavior:  application(p.requests, p.headers),
		OrderedCacheBehaviors: files(a, p.headers, p.sandbox),
		Restrictions: cloudfront.DistributionRestrictionsArgs{
			GeoRestriction: cloudfront.DistributionRestrictionsGeoRestrictionArgs{RestrictionType: pulumi.String("none")},
		},
		Tags: component.Tags(name),
	}
	if names := a.names(); len(names) > 0 {
		args.Aliases = pulumi.ToStringArray(names)
	}
	return args
}

// maxComment is the length of a distribution's comment in characters. Source: CloudFront API, DistributionConfig.
const maxComment = 128

// comment tells distributions of several environments apart in the console.
func comment(environment, name string) string {
	text := environment + " " + name
	return text[:min(len(text), maxComment)]
}

// viewerCertificate is CloudFront's own when there is none, whose TLS versions cannot be chosen.
func viewerCertificate(arn pulumi.StringPtrInput) cloudfront.DistributionViewerCertificateArgs {
	if arn == nil {
		return cloudfront.DistributionViewerCertificateArgs{CloudfrontDefaultCertificate: pulumi.Bool(true)}
	}
	return cloudfront.DistributionViewerCertificateArgs{
		AcmCertificateArn:      arn,
		SslSupportMethod:       pulumi.String("sni-only"),
		MinimumProtocolVersion: pulumi.String(viewerTLS),
	}
}

// originArgs has the uploads only when some of them are public.
func originArgs(
	a Args, access *cloudfront.OriginAccessControl, static, uploads *bucket,
) cloudfront.DistributionOriginArray {
	all := cloudfront.DistributionOriginArray{applicationArgs(a), bucketArgs(staticOrigin, access, static)}
	if len(a.MediaPaths) > 0 {
		all = append(all, bucketArgs(uploadsOrigin, access, uploads))
	}
	return all
}

func bucketArgs(id string, access *cloudfront.OriginAccessControl, from *bucket) cloudfront.DistributionOriginArgs {
	return cloudfront.DistributionOriginArgs{
		OriginId:              pulumi.String(id),
		DomainName:            from.BucketRegionalDomainName,
		OriginAccessControlId: access.ID().ToStringOutput(),
	}
}

// applicationArgs is the load balancer. Without a domain it has no certificate, so HTTP is all that there is.
func applicationArgs(a Args) cloudfront.DistributionOriginArgs {
	protocol := "https-only"
	if a.Domain == "" {
		protocol = "http-only"
	}
	return cloudfront.DistributionOriginArgs{
		OriginId:      pulumi.String(applicationOrigin),
		DomainName:    a.OriginDomain,
		CustomHeaders: customHeaders(a),
		CustomOriginConfig: cloudfront.DistributionOriginCustomOriginConfigArgs{
			HttpPort:               pulumi.Int(80),
			HttpsPort:              pulumi.Int(443),
			OriginProtocolPolicy:   pulumi.String(protocol),
			OriginSslProtocols:     pulumi.ToStringArray([]string{"TLSv1.2"}),
			OriginReadTimeout:      pulumi.Int(a.OriginReadTimeout),
			OriginKeepaliveTimeout: pulumi.Int(keepAlive),
		},
	}
}
