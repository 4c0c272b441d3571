package cloudfront

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func originRequestPolicy() *model.Type {
	return object{
		token: OriginRequestPolicy, noun: "Origin Request Policy", path: "origin-request-policy",
		uses:  usedBy("originRequestPolicyId"),
		taken: "An origin request policy with this name already exists.",
		inUse: "Cannot delete the origin request policy because it is attached to one or more cache behaviors.",
	}.declare()
}
