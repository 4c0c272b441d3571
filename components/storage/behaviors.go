package storage

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudfront"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Policies that AWS manages, the same in every account. Sources: CloudFront developer guide, "Use managed cache
// policies" and "Use managed origin request policies".
const (
	// cachingDisabled keeps nothing.
	cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	// cachingOptimized keeps an object for as long as its Cache-Control says, up to a year, or for a day; the key is
	// the path alone, and a gzip and a brotli form are kept.
	cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
)

// httpsOnly sends a client that came with HTTP to the same place with HTTPS.
const httpsOnly = "redirect-to-https"

var (
	readMethods = []string{"GET", "HEAD"}
	allMethods  = []string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
)

// application forwards what comes, less the headers that the policy withholds, and keeps no answer. CloudFront compresses
// only what it may keep, so the application compresses its own.
func application(
	requests *cloudfront.OriginRequestPolicy, headers *cloudfront.ResponseHeadersPolicy,
) cloudfront.DistributionDefaultCacheBehaviorArgs {
	return cloudfront.DistributionDefaultCacheBehaviorArgs{
		TargetOriginId:          pulumi.String(applicationOrigin),
		ViewerProtocolPolicy:    pulumi.String(httpsOnly),
		AllowedMethods:          pulumi.ToStringArray(allMethods),
		CachedMethods:           pulumi.ToStringArray(readMethods),
		CachePolicyId:           pulumi.String(cachingDisabled),
		OriginRequestPolicyId:   requests.ID().ToStringOutput(),
		ResponseHeadersPolicyId: headers.ID().ToStringOutput(),
	}
}

// files are the behaviors of all paths that come from the buckets.
func files(
	a Args, headers, sandbox *cloudfront.ResponseHeadersPolicy,
) cloudfront.DistributionOrderedCacheBehaviorArray {
	var all cloudfront.DistributionOrderedCacheBehaviorArray
	for _, path := range a.StaticPaths {
		all = append(all, file(path, staticOrigin, headers))
	}
	for _, path := range a.MediaPaths {
		all = append(all, file(path, uploadsOrigin, sandbox))
	}
	return all
}

// file forwards nothing of the client: its Host and its Authorization would make S3 refuse the request.
func file(
	path, from string, headers *cloudfront.ResponseHeadersPolicy,
) cloudfront.DistributionOrderedCacheBehaviorArgs {
	return cloudfront.DistributionOrderedCacheBehaviorArgs{
		PathPattern:             pulumi.String(path),
		TargetOriginId:          pulumi.String(from),
		ViewerProtocolPolicy:    pulumi.String(httpsOnly),
		AllowedMethods:          pulumi.ToStringArray(readMethods),
		CachedMethods:           pulumi.ToStringArray(readMethods),
		Compress:                pulumi.Bool(true),
		CachePolicyId:           pulumi.String(cachingOptimized),
		ResponseHeadersPolicyId: headers.ID().ToStringOutput(),
	}
}
