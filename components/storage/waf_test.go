package storage_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
)

func firewall(rateLimit int, countOnly bool) *storage.WAF {
	return &storage.WAF{RateLimit: rateLimit, CountOnly: countOnly}
}

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

func TestWebACL(t *testing.T) {
	a := args()
	a.WAF = firewall(0, false)
	rec := run(t, a)
	acl := rec.One(t, webACL)
	requireInputs(t, acl, object{
		"scope": "CLOUDFRONT", "defaultAction": object{"allow": object{}},
		"visibilityConfig": visible("tenfold-test-files"), "tags": object{"Name": "files-waf"},
	})
	block := object{"block": object{"customResponse": object{"responseCode": 429}}}
	require.Equal(t, rules(2000, block, object{"none": object{}}), acl.Input("rules"))
	require.Contains(t, acl.Provider, "::virginia::")
	require.Equal(t, "arn:aws:mock:::files-waf", rec.One(t, distribution).Input("webAclId"))
}

func TestWebACLThatOnlyCounts(t *testing.T) {
	a := args()
	a.WAF = firewall(500, true)
	count := object{"count": object{}}
	require.Equal(t, rules(500, count, count), run(t, a).One(t, webACL).Input("rules"))
}
