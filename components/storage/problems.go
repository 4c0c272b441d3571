package storage

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/dns"
)

const (
	// maxName leaves room, in the 63 characters of a bucket's name, for "-uploads" and the 8 that make it unique.
	maxName = 47
	// maxPaths is AWS's quota of 25 cache behaviors per distribution less the default one.
	maxPaths = 24

	maxRequest      = 60   // seconds, of CloudFront without a raised quota
	maxPath         = 255  // characters
	maxRetention    = 3653 // days, ten years
	firstTransition = 30   // days, the earliest that S3 moves an object to STANDARD_IA
	maxRate         = 2_000_000_000
)

var (
	pathPattern   = regexp.MustCompile(`^/[A-Za-z0-9._~*/-]*[A-Za-z0-9][A-Za-z0-9._~*/-]*$`)
	originPattern = regexp.MustCompile(`^https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)
	priceClasses  = []string{AllEdges, MostEdges, NorthAmericaAndEurope}
)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	validateName(&p, name)
	a.validateOrigin(&p)
	a.validateDomain(&p)
	a.validatePaths(&p)
	a.validateUploadOrigins(&p)
	a.validateUploadsBucket(&p)
	a.validateRetention(&p)
	if !slices.Contains(priceClasses, a.PriceClass) {
		p.Want("priceClass", a.PriceClass, fmt.Sprintf("%q, %q or %q", AllEdges, MostEdges, NorthAmericaAndEurope))
	}
	if a.WAF != nil {
		p.Between("waf.rateLimit", a.WAF.RateLimit, 10, maxRate)
	}
	return p
}

// validateName checks the component's name, because names of buckets derive from it.
func validateName(p *component.Problems, name string) {
	p.Length("name", name, maxName, "a bucket's name has at most 63, of which 16 are for -uploads and a random suffix")
	if !component.IsLabel(name) {
		p.Want("name", name, "lower-case letters, digits and inner hyphens")
	}
}

func (a Args) validateOrigin(p *component.Problems) {
	p.Required("originDomain", a.OriginDomain != nil)
	if origin, ok := a.OriginDomain.(pulumi.String); ok && slices.Contains(a.names(), string(origin)) {
		p.Want("originDomain", string(origin), "a name of the load balancer alone, such as origin."+a.Domain,
			"CloudFront would send requests to itself")
	}
	p.Between("longestRequest", a.LongestRequest, 1, maxRequest, "CloudFront waits no longer")
	p.Between("originReadTimeout", a.OriginReadTimeout, 1, maxRequest)
	if a.OriginReadTimeout > 0 && a.OriginReadTimeout < a.LongestRequest && a.LongestRequest <= maxRequest {
		p.Want("originReadTimeout", a.OriginReadTimeout, fmt.Sprintf("at least longestRequest, %d", a.LongestRequest),
			"a shorter one cuts requests off")
	}
}

const howUSEast1 = `make one with aws.NewProvider and the region us-east-1`

func (a Args) validateDomain(p *component.Problems) {
	if a.WAF != nil && a.USEast1 == nil {
		p.Missing("usEast1", "CloudFront wants the firewall there", howUSEast1)
	}
	if a.Domain != "" && a.WAF == nil && a.CertificateARN == nil {
		p.Required("usEast1", a.USEast1 != nil, "CloudFront wants the certificate of domain there", howUSEast1)
	}
	dns.Validate(p, dns.Fields{
		Domain: a.Domain, AlternativeNames: a.AlternativeNames, HostedZoneID: a.HostedZoneID,
		CertificateARN: a.CertificateARN, DNS: a.DNS, DNSWeight: a.DNSWeight,
	})
}

func (a Args) validatePaths(p *component.Problems) {
	p.Between("the number of staticPaths and mediaPaths", len(a.paths()), 1, maxPaths)
	validate := func(field string, paths []string, before int) {
		for i, path := range paths {
			field := fmt.Sprintf("%s[%d]", field, i)
			if !pathPattern.MatchString(path) || len(path) > maxPath {
				p.Want(field, path, `a path such as "/static/*"`, "it must leave others to the application")
			}
			if slices.Contains(a.paths()[:before+i], path) {
				p.Want(field, path, "every path once")
			}
		}
	}
	validate("staticPaths", a.StaticPaths, 0)
	validate("mediaPaths", a.MediaPaths, len(a.StaticPaths))
}

func (a Args) validateUploadOrigins(p *component.Problems) {
	for i, origin := range a.UploadOrigins {
		if !originPattern.MatchString(origin) {
			p.Want(fmt.Sprintf("uploadOrigins[%d]", i), origin,
				"a scheme and a host without a path, such as https://example.com")
		}
	}
}

// validateUploadsBucket checks what is said of an uploads bucket that exists already.
func (a Args) validateUploadsBucket(p *component.Problems) {
	for _, named := range [][2]string{{existingField, a.ExistingUploadsBucket}, {importField, a.ImportUploadsBucket}} {
		if named[1] != "" && !bucketPattern.MatchString(named[1]) {
			p.Want(named[0], named[1], "the name of a bucket, such as shop-uploads")
		}
	}
	switch {
	case a.ExistingUploadsBucket != "":
		a.validateExistingBucket(p)
	case a.ExistingUploadsKeyARN != "":
		p.Want(keyField, a.ExistingUploadsKeyARN, "none", "it is the key of "+existingField)
	case a.ImportUploadsBucket != "" && a.NoncurrentVersionDays == 0:
		p.Missing("noncurrentVersionDays", "S3 deletes what is older of the bucket's noncurrent versions", "set it to the days that they must stay")
	}
}

// validateExistingBucket rejects what a bucket of others cannot have.
func (a Args) validateExistingBucket(p *component.Problems) {
	switch {
	case a.ImportUploadsBucket != "":
		p.Want(importField, a.ImportUploadsBucket, "none", existingField+" is set")
	case a.InfrequentAccessDays != 0:
		p.Want("infrequentAccessDays", a.InfrequentAccessDays, "0", "the owner of "+existingField+" decides")
	case len(a.UploadOrigins) > 0:
		p.Want("the number of uploadOrigins", len(a.UploadOrigins), "0", "the owner of "+existingField+" decides")
	}
}

func (a Args) validateRetention(p *component.Problems) {
	if a.NoncurrentVersionDays != 0 || a.ImportUploadsBucket == "" {
		p.Between("noncurrentVersionDays", a.NoncurrentVersionDays, 1, maxRetention)
	}
	p.Between("accessLogRetentionDays", a.AccessLogRetentionDays, 1, maxRetention)
	if days := a.InfrequentAccessDays; days != 0 && (days < firstTransition || days > maxRetention) {
		p.Want("infrequentAccessDays", days, fmt.Sprintf("0 or %d to %d", firstTransition, maxRetention))
	}
}
