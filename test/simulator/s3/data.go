package s3

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{{Token: "aws:s3/getBucket:getBucket", Run: getBucket}}
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
