// Package cloudfront is CloudFront in the simulated account: distributions, and the policies, access controls and
// functions that they use.
package cloudfront

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Distribution          = "aws:cloudfront/distribution:Distribution"
	OriginAccessControl   = "aws:cloudfront/originAccessControl:OriginAccessControl"
	CachePolicy           = "aws:cloudfront/cachePolicy:CachePolicy"
	OriginRequestPolicy   = "aws:cloudfront/originRequestPolicy:OriginRequestPolicy"
	ResponseHeadersPolicy = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
	Function              = "aws:cloudfront/function:Function"
)

const (
	service = "CloudFront"
	invalid = "InvalidArgument"
	// edgeRegion is the region in which CloudFront looks for certificates and web ACLs.
	edgeRegion = "us-east-1"
	// hostedZone is the hosted zone of every distribution's name. Source: AWS General Reference, "Amazon CloudFront
	// endpoints".
	hostedZone = "Z2FDTNDATAQYW2"

	// Types of other services that the rules look up.
	certificate  = "aws:acm/certificate:Certificate"
	webACL       = "aws:wafv2/webAcl:WebAcl"
	bucket       = "aws:s3/bucketV2:BucketV2"
	legacyBucket = "aws:s3/bucket:Bucket"
	ownership    = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{
		distribution(), originAccessControl(), cachePolicy(), originRequestPolicy(), responseHeadersPolicy(), function(),
	}
}

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		policyByName("getCachePolicy", CachePolicy, managedCachePolicies),
		policyByName("getOriginRequestPolicy", OriginRequestPolicy, managedOriginRequestPolicies),
		policyByName("getResponseHeadersPolicy", ResponseHeadersPolicy, managedResponseHeadersPolicies),
		getDistribution(), getFunction(),
	}
}

// edgeID makes an ID like a distribution's: E and 13 capital letters or digits.
func edgeID(*model.Call) string {
	const symbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	b := make([]byte, 13)
	_, _ = rand.Read(b)
	for i := range b {
		b[i] = symbols[int(b[i])%len(symbols)]
	}
	return "E" + string(b)
}

// kindOf returns the last part of a token, which is part of the API's error codes.
func kindOf(token string) string { return token[strings.LastIndex(token, ":")+1:] }

// errorf returns an error of the API with CloudFront's HTTP status: 404 for missing resources, 409 for conflicts.
func errorf(code, format string, args ...any) error {
	status := http.StatusBadRequest
	switch {
	case strings.HasPrefix(code, "NoSuch"):
		status = http.StatusNotFound
	case strings.HasSuffix(code, "InUse"), strings.HasSuffix(code, "AlreadyExists"):
		status = http.StatusConflict
	}
	return &model.APIError{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// stamp gives a changed resource its new version.
func stamp(c *model.Call) error {
	c.State["etag"] = edgeID(c)
	return nil
}

func now() string { return time.Now().UTC().Format(time.RFC3339) }

func arnOf(path string) string {
	return "arn:{partition}:cloudfront::" + account.ID + ":" + path + "/{id}"
}
