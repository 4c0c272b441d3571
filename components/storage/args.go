package storage

import (
	"cmp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
	"github.com/tenfold-iac/tenfold/components/internal/dns"
)

// The edges that answer, for Args.PriceClass.
const (
	// AllEdges uses all edge locations.
	AllEdges = "PriceClass_All"
	// MostEdges leaves out South America, Australia and New Zealand.
	MostEdges = "PriceClass_200"
	// NorthAmericaAndEurope is the cheapest; it serves other continents from there.
	NorthAmericaAndEurope = "PriceClass_100"
)

// What to do with the records of a name, for Args.DNS.
const (
	// DNSCreate creates them. One that exists already is an error: it may be somebody's website.
	DNSCreate = dns.Create
	// DNSNone creates none. Clients reach the distribution once you point the name to the output DistributionDomain.
	DNSNone = dns.None
	// DNSTakeover overwrites those that exist.
	DNSTakeover = dns.Takeover
)

// OriginHeader is the request header that carries Args.OriginSecret to the load balancer.
const OriginHeader = "X-Origin-Verify"

// Args are the arguments of New.
type Args struct {
	// OriginDomain is the host name of the load balancer. With Domain, CloudFront connects over HTTPS only, and the
	// certificate must name OriginDomain; without, over HTTP. Required.
	OriginDomain pulumi.StringInput `pulumi:"originDomain"`
	// OriginSecret is sent to the load balancer in the header OriginHeader, so that it can recognize this distribution.
	// Default: none.
	OriginSecret pulumi.StringInput `pulumi:"originSecret,optional"`
	// LongestRequest is how long, in seconds, the application's slowest response may take, 1 to 60: CloudFront waits no
	// longer. Move longer work to a worker. Default: 30.
	LongestRequest int `pulumi:"longestRequest,optional"`
	// OriginReadTimeout is the number of seconds without a byte after which CloudFront answers 504, LongestRequest to
	// 60. Default: 60.
	OriginReadTimeout int `pulumi:"originReadTimeout,optional"`

	// Domain is the host name that the distribution serves, in lower case, at most 64 characters, such as
	// "app.example.com". Without it, CloudFront's own name applies, and the output Warning says what that means.
	// Default: none.
	Domain string `pulumi:"domain,optional"`
	// AlternativeNames are further host names in the same hosted zone, at most 9, for the certificate and as aliases.
	// "*.example.com" is valid. A change replaces the certificate without downtime. Default: none.
	AlternativeNames []string `pulumi:"alternativeNames,optional"`
	// HostedZoneID is the public Route 53 zone of Domain. Required with Domain, unless CertificateARN is set and DNS is
	// DNSNone. Default: none.
	HostedZoneID pulumi.StringInput `pulumi:"hostedZoneId,optional"`
	// ZoneProvider is a provider of the account that the hosted zone is in, if that is another. Default: none.
	ZoneProvider pulumi.ProviderResource
	// DNS says what happens to the records of Domain and AlternativeNames: DNSCreate, DNSNone or DNSTakeover. Default:
	// "create".
	DNS string `pulumi:"dns,optional"`
	// DNSWeight makes the records weighted, 0 to 255: the share of the clients that come here, beside weighted records of other
	// sites. They are of IPv4 alone, with the name of the stack as their identifier. It needs DNSCreate. Default: none.
	DNSWeight *int `pulumi:"dnsWeight,optional"`
	// DeferRecords leaves the records to NewRecords, which can wait until the application serves. Default: false.
	DeferRecords bool `pulumi:"deferRecords,optional"`
	// CertificateARN is an issued certificate for Domain and AlternativeNames in us-east-1, wherever the component is.
	// Without it, the component creates one. Default: none.
	CertificateARN pulumi.StringInput `pulumi:"certificateArn,optional"`
	// USEast1 is a provider of the region us-east-1, where CloudFront's certificate and firewall must be. It needs the
	// same credentials and default tags as your own provider. Required with WAF, and with Domain without CertificateARN.
	// Default: none.
	USEast1 pulumi.ProviderResource

	// StaticPaths are the paths that come from the static bucket, 1 to 24 together with MediaPaths; "*" matches any
	// text. The key of an object is the path without its first "/". Default: "/static/*".
	StaticPaths []string `pulumi:"staticPaths,optional"`
	// MediaPaths are paths of public objects in the uploads bucket, such as "/media/*". Without any, all uploads are
	// private, and clients read them by pre-signed URLs. Default: none.
	MediaPaths []string `pulumi:"mediaPaths,optional"`
	// UploadOrigins are further origins whose pages may use pre-signed URLs, such as "http://localhost:3000". Those of
	// Domain and AlternativeNames, or of CloudFront's own name, always may. Default: none.
	UploadOrigins []string `pulumi:"uploadOrigins,optional"`

	// ExistingUploadsBucket is the name of a bucket for uploads that exists already, in the same region and account. The
	// component neither changes nor deletes it: its versions, encryption, lifecycle, CORS rules and policy stay its
	// owner's. MediaPaths need the statements of the output UploadsBucketPolicyJSON in its policy. Default: none.
	ExistingUploadsBucket string `pulumi:"existingUploadsBucket,optional"`
	// ExistingUploadsKeyARN is the KMS key that ExistingUploadsBucket encrypts with, if it is not a key of S3 itself. Default:
	// none.
	ExistingUploadsKeyARN string `pulumi:"existingUploadsKeyArn,optional"`
	// ImportUploadsBucket is the name of a bucket that exists already. The first update imports it instead of creating
	// one, and replaces its lifecycle, CORS rules, policy and default encryption; docs/importing.md says what is lost.
	// NoncurrentVersionDays is required then. For as long as the argument is set, a destroy forgets the bucket, its
	// settings and its key, and AWS keeps them. Default: none.
	ImportUploadsBucket string `pulumi:"importUploadsBucket,optional"`

	// NoncurrentVersionDays is how long deleted or overwritten objects can be restored, in days, 1 to 3653. Default:
	// 30.
	NoncurrentVersionDays int `pulumi:"noncurrentVersionDays,optional"`
	// InfrequentAccessDays is the age in days at which uploads move to the storage class STANDARD_IA, 30 to 3653, or 0
	// for never. It halves the price per GB stored, and adds one per GB read. Default: none.
	InfrequentAccessDays int `pulumi:"infrequentAccessDays,optional"`
	// AccessLogRetentionDays is how long access logs are kept, in days, 1 to 3653. Default: 90.
	AccessLogRetentionDays int `pulumi:"accessLogRetentionDays,optional"`
	// SkipAccessLogs creates no access logs and no bucket for them. CloudFront does not deliver them to a bucket in an
	// opt-in region, such as af-south-1. Default: false.
	SkipAccessLogs bool `pulumi:"skipAccessLogs,optional"`

	// PriceClass is the set of edge locations: AllEdges, MostEdges or NorthAmericaAndEurope. Default: "PriceClass_All".
	PriceClass string `pulumi:"priceClass,optional"`
	// WAF adds a web application firewall. Default: none.
	WAF *WAF `pulumi:"waf,optional"`
	// AllowDestroy lifts the protection of the buckets and of the key, which can then be recovered for 7 days after a
	// destroy instead of 30, and lets a bucket be deleted with its objects. It must be applied with an update before the
	// destroy. Default: false.
	AllowDestroy bool `pulumi:"allowDestroy,optional"`
}

// WAF configures the firewall.
type WAF struct {
	// RateLimit is how many requests one client address may make in 5 minutes, 10 to 2000000000. The firewall answers
	// more with 429. All clients behind one address share it. Default: 2000.
	RateLimit int `pulumi:"rateLimit,optional"`
	// CountOnly counts requests that the rules would block, and admits them, so that you see what the rules do to real
	// traffic. Default: false.
	CountOnly bool `pulumi:"countOnly,optional"`
}

func (a Args) withDefaults() Args {
	a.DNS = cmp.Or(a.DNS, DNSCreate)
	a.LongestRequest = cmp.Or(a.LongestRequest, 30)
	a.OriginReadTimeout = cmp.Or(a.OriginReadTimeout, 60)
	if len(a.StaticPaths) == 0 {
		a.StaticPaths = []string{"/static/*"}
	}
	if a.ImportUploadsBucket == "" { // S3 also deletes versions that an imported bucket has already
		a.NoncurrentVersionDays = cmp.Or(a.NoncurrentVersionDays, 30)
	}
	a.AccessLogRetentionDays = cmp.Or(a.AccessLogRetentionDays, 90)
	a.PriceClass = cmp.Or(a.PriceClass, AllEdges)
	if a.WAF != nil {
		waf := a.WAF.withDefaults()
		a.WAF = &waf
	}
	return a
}

func (w WAF) withDefaults() WAF {
	w.RateLimit = cmp.Or(w.RateLimit, 2000)
	return w
}

// names are all host names of the distribution, the domain first.
func (a Args) names() []string {
	return certificate.Names(a.Domain, a.AlternativeNames)
}

// paths are those that do not go to the application.
func (a Args) paths() []string {
	return slices.Concat(a.StaticPaths, a.MediaPaths)
}
