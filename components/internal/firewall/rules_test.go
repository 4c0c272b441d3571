package firewall_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/firewall"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const webACL = "aws:wafv2/webAcl:WebAcl"

type object = map[string]any

func visible(metric string) object {
	return object{"cloudwatchMetricsEnabled": true, "metricName": metric, "sampledRequestsEnabled": true}
}

// rules is the whole list of rules, so that one too many or one lost is seen.
func rules(rateLimit int, rateAction, override object) []any {
	list := []any{object{
		"name": "RateLimit", "priority": 0, "action": rateAction, "visibilityConfig": visible("RateLimit"),
		"statement": object{"rateBasedStatement": object{
			"limit": rateLimit, "evaluationWindowSec": 300, "aggregateKeyType": "IP",
		}},
	}}
	for i, group := range []string{
		"AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet",
		"AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet",
	} {
		statement := object{"vendorName": "AWS", "name": group}
		if group == "AWSManagedRulesCommonRuleSet" {
			statement["ruleActionOverrides"] = []any{object{
				"name": "SizeRestrictions_BODY", "actionToUse": object{"count": object{}},
			}}
		}
		list = append(list, object{
			"name": group, "priority": i + 1, "overrideAction": override, "visibilityConfig": visible(group),
			"statement": object{"managedRuleGroupStatement": statement},
		})
	}
	return list
}

func made(t *testing.T, s firewall.Settings) stacktest.Resource {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		_, err := firewall.New(ctx, "web", s)
		return err
	}, stacktest.TopLevel(webACL)).One(t, webACL)
}

func TestWebACL(t *testing.T) {
	acl := made(t, firewall.Settings{Scope: firewall.Regional, RateLimit: 2000})
	stacktest.RequireInputs(t, acl, object{
		"scope": "REGIONAL", "defaultAction": object{"allow": object{}}, "visibilityConfig": visible("tenfold-test-web"),
		"tags": object{"Name": "web-waf"},
	})
	block := object{"block": object{"customResponse": object{"responseCode": 429}}}
	require.Equal(t, rules(2000, block, object{"none": object{}}), acl.Input("rules"))
}

func TestWebACLThatOnlyCounts(t *testing.T) {
	count := object{"count": object{}}
	acl := made(t, firewall.Settings{Scope: firewall.CloudFront, RateLimit: 500, CountOnly: true})
	require.Equal(t, "CLOUDFRONT", acl.Input("scope"))
	require.Equal(t, rules(500, count, count), acl.Input("rules"))
}
