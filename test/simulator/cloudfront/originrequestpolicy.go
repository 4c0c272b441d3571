package cloudfront

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func originRequestPolicy() *model.Type {
	return object{
		token: OriginRequestPolicy, noun: "Origin Request Policy", path: "origin-request-policy",
		uses:  usedBy("originRequestPolicyId"),
		taken: "An origin request policy with this name already exists.",
		inUse: "Cannot delete the origin request policy because it is attached to one or more cache behaviors.",
		rules: []model.Rule{
			model.OneOf("headersConfig.headerBehavior", headerBehaviors...).As("CF20"),
			{ID: "CF20", On: model.Write, Test: requestHeaders},
		},
	}.declare()
}

var headerBehaviors = []string{"none", "whitelist", "allViewer", "allViewerAndWhitelistCloudFront", "allExcept"}

// requestHeaders requires a list of headers exactly where the behavior needs one, within the quota.
func requestHeaders(c *model.Call) error {
	behavior, list := c.New.String("headersConfig.headerBehavior"), c.New.Strings("headersConfig.headers.items")
	needs := !slices.Contains([]string{"none", "allViewer"}, behavior)
	switch {
	case needs != (len(list) > 0):
		return errorf(invalid, "The parameter Headers is invalid for the header behavior %s.", behavior)
	case len(list) > c.Quota("headersPerOriginRequestPolicy", 10):
		return errorf("TooManyHeadersInOriginRequestPolicy",
			"The number of headers in the origin request policy exceeds the maximum.")
	}
	return nil
}
