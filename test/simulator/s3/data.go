package s3

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:s3/getBucket:getBucket", Run: getBucket},
		{Token: "aws:s3/getBucketPolicy:getBucketPolicy", Run: getBucketPolicy},
	}
}

// getBucketPolicy fails for a bucket without a policy, with the provider's text for anything that is missing. Source:
// terraform-provider-aws, internal/service/s3/bucket_policy_data_source.go.
func getBucketPolicy(c *model.Call) (model.Props, error) {
	name := c.New.String("bucket")
	policy := setting(c, Policy, name).String("policy")
	if bucketOf(c, name) == nil || policy == "" {
		return nil, model.Providerf("reading S3 Bucket (%s) Policy: couldn't find resource", name)
	}
	return model.Props{"id": name, "bucket": name, "policy": policy}, nil
}

func getBucket(c *model.Call) (model.Props, error) {
	r := bucketOf(c, c.New.String("bucket"))
	if r == nil {
		return nil, model.Providerf("reading S3 Bucket (%s): couldn't find resource", c.New.String("bucket"))
	}
	result := model.Props{"id": r.ID}
	for _, name := range []string{
		"arn", "bucket", "bucketDomainName", "bucketRegionalDomainName", "hostedZoneId", "region", "websiteDomain",
		"websiteEndpoint",
	} {
		result[name] = r.Properties.String(name)
	}
	return result, nil
}
