package cloudfront

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// bucketDomain is a bucket's DNS name, global or regional. A website endpoint does not match.
var bucketDomain = regexp.MustCompile(`^[a-z0-9.-]+\.s3(\.[a-z]{2}(-[a-z]+)+-\d)?\.amazonaws\.com$`)

// originKinds checks each origin by its kind. An origin without a configuration is a bucket.
func originKinds(c *model.Call) error {
	for _, origin := range c.New.Objects("origins") {
		if err := accessKind(c, origin); err != nil {
			return err
		}
		isBucket := !origin.Has("customOriginConfig") && !origin.Has("vpcOriginConfig")
		if isBucket && !bucketDomain.MatchString(origin.String("domainName")) {
			return errorf(invalid, "The parameter Origin DomainName does not refer to a valid S3 bucket.")
		}
	}
	return nil
}

// ownHeaders are those that CloudFront sets or keeps to itself.
var ownHeaders = []string{
	"cache-control", "connection", "content-length", "cookie", "host", "if-match", "if-modified-since", "if-none-match",
	"if-range", "if-unmodified-since", "max-forwards", "pragma", "proxy-authenticate", "proxy-authorization",
	"proxy-connection", "range", "request-range", "te", "trailer", "transfer-encoding", "upgrade", "via", "x-real-ip",
}

// originHeaders checks the headers that CloudFront adds to the requests to an origin.
func originHeaders(c *model.Call) error {
	for _, origin := range c.New.Objects("origins") {
		headers := origin.Objects("customHeaders")
		if len(headers) > c.Quota("customHeadersPerOrigin", 30) {
			return errorf("TooManyOriginCustomHeaders", "Your request contains too many origin custom headers.")
		}
		for _, header := range headers {
			name := strings.ToLower(header.String("name"))
			if slices.Contains(ownHeaders, name) || strings.HasPrefix(name, "x-amz-") || strings.HasPrefix(name, "x-edge-") {
				return errorf(invalid, "The parameter HeaderName contains %s that is not allowed.", header.String("name"))
			}
		}
	}
	return nil
}

// accessKind requires that an origin's access control fits its kind, and forbids an access identity beside it.
func accessKind(c *model.Call, origin model.Props) error {
	if !origin.Has("originAccessControlId") {
		return nil
	}
	control := c.Props(OriginAccessControl, origin.String("originAccessControlId"))
	if control == nil {
		return errorf("NoSuchOriginAccessControl", "The specified origin access control does not exist.")
	}
	forBuckets := control.String("originAccessControlOriginType") == "s3"
	if forBuckets && origin.Has("customOriginConfig") || origin.String("s3OriginConfig.originAccessIdentity") != "" {
		return errorf(invalid, "Illegal configuration: The origin type and OAC origin type differ.")
	}
	return nil
}

// sizes are the quotas of one distribution.
func sizes(c *model.Call) error {
	const message = "Your request contains more %s than are allowed per distribution."
	switch {
	case len(behaviors(c)) > c.Quota("cacheBehaviorsPerDistribution", 75):
		return errorf("TooManyCacheBehaviors", message, "cache behaviors")
	case len(c.New.List("origins")) > c.Quota("originsPerDistribution", 100):
		return errorf("TooManyOrigins", message, "origins")
	case len(c.New.List("aliases")) > c.Quota("aliasesPerDistribution", 100):
		return errorf("TooManyDistributionCNAMEs", message, "CNAMEs")
	}
	return nil
}
