package cloudfront

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func responseHeadersPolicy() *model.Type {
	return object{
		token: ResponseHeadersPolicy, noun: "Response Headers Policy", path: "response-headers-policy",
		uses:  usedBy("responseHeadersPolicyId"),
		taken: "A response headers policy with this name already exists in this Amazon Web Services account.",
		inUse: "Cannot delete the response headers policy because it is attached to one or more cache behaviors in a " +
			"CloudFront distribution.",
	}.declare()
}
