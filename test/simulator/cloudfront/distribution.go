package cloudfront

import (
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// links are the paths by which a distribution refers to other resources. Both kinds of behaviors use the same ones.
func links() []string {
	all := []string{
		"aliases", "domainName", "arn", "webAclId", "viewerCertificate.acmCertificateArn", "origins.originAccessControlId",
	}
	for _, behavior := range []string{"defaultCacheBehavior", "orderedCacheBehaviors"} {
		for _, part := range []string{
			"cachePolicyId", "originRequestPolicyId", "responseHeadersPolicyId", "functionAssociations.functionArn",
		} {
			all = append(all, behavior+"."+part)
		}
	}
	return all
}

// usedBy returns the paths by which distributions refer to a policy or a function.
func usedBy(part string) []model.Use {
	return []model.Use{
		{Token: Distribution, Property: "defaultCacheBehavior." + part},
		{Token: Distribution, Property: "orderedCacheBehaviors." + part},
	}
}

func distribution() *model.Type {
	return &model.Type{
		Token: Distribution, Service: service, Noun: "CloudFront Distribution", Modeled: true, Global: true,
		Actions: model.Actions{
			Create: "CreateDistributionWithTags", Read: "GetDistribution", Update: "UpdateDistribution",
		},
		NewID: edgeID, ARN: arnOf("distribution"), Links: links(),
		Defaults: model.Props{
			"httpVersion": "http2", "priceClass": "PriceClass_All", "isIpv6Enabled": false, "retainOnDelete": false,
			"staging": false, "waitForDeployment": true,
		},
		Computed: []string{"trustedKeyGroups", "trustedSigners"},
		Replaces: []model.Replace{{Rule: "", Properties: []string{"staging"}}},
		Rules:    append(planRules(), callRules()...),
		Fill:     fillDistribution,
		Deleted:  retain,
	}
}

func planRules() []model.Rule {
	return []model.Rule{
		model.OneOf("httpVersion", "http1.1", "http2", "http3", "http2and3"),
		model.OneOf("priceClass", "PriceClass_100", "PriceClass_200", "PriceClass_All"),
		model.Length("comment", 0, 128),
		model.OneOf("restrictions.geoRestriction.restrictionType", "none", "whitelist", "blacklist"),
		model.OneOf("viewerCertificate.sslSupportMethod", "sni-only", "vip", "static-ip").As("CF13"),
		model.OneOf("viewerCertificate.minimumProtocolVersion", "SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016",
			"TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021").As("CF13"),
	}
}

func callRules() []model.Rule {
	return []model.Rule{
		{ID: "CF6", On: model.Write, Test: knownOrigins},
		{ID: "CF4", On: model.Write, Test: cachePolicies},
		{ID: "CF5", On: model.Write, Test: noTTLs},
		{ID: "CF14", On: model.Write, Test: methods},
		{ID: "CF7", On: model.Write, Test: originKinds},
		{ID: "CF21", On: model.Write, Test: originHeaders},
		{On: model.Write, Test: partsExist},
		{ID: "CF13", On: model.Write, Test: oneCertificate},
		{ID: "CF1", On: model.Write, Test: issuedCertificate},
		{ID: "CF2", On: model.Write, Test: coveredAliases},
		{ID: "CF3", On: model.Write, Test: ownAliases},
		{ID: "CF12", On: model.Write, Test: accessibleACL},
		{ID: "CF15", On: model.Write, Test: logACLs},
		model.Limit("distributions", 200, "TooManyDistributions",
			"Processing your request would cause you to exceed the maximum number of distributions allowed.").As("CF16"),
		{ID: "CF16", On: model.Write, Test: sizes},
		{ID: "CF11", On: model.Delete, Test: disable},
	}
}

func fillDistribution(c *model.Call) error {
	c.State.Default("domainName", "d"+strings.ToLower(c.ID[1:])+".cloudfront.net")
	c.State.Default("callerReference", "terraform-"+now())
	c.State["hostedZoneId"], c.State["inProgressValidationBatches"] = hostedZone, 0.0
	c.State["status"], c.State["lastModifiedTime"] = "Deployed", now()
	for _, list := range []string{"trustedKeyGroups", "trustedSigners"} {
		c.State.Default(list, []any{map[string]any{"enabled": false}})
	}
	return stamp(c)
}

// disable disables a distribution before its deletion, as the provider does: AWS rejects the deletion of an enabled
// one.
func disable(c *model.Call) error {
	c.State["enabled"] = false
	return nil
}

// retain keeps a disabled distribution if the program says so. No stack owns it any more.
func retain(c *model.Call) error {
	if c.State.Bool("retainOnDelete") {
		c.Put(&account.Resource{
			Region: account.Global, Type: Distribution, ID: c.ID, Properties: c.State, Created: time.Now(),
		})
	}
	return nil
}
