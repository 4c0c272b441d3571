package alb_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func firewall(t *testing.T, waf alb.WAF) *stacktest.Recording {
	t.Helper()
	a := args()
	a.WAF = &waf
	return run(t, a)
}

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

func TestWebACL(t *testing.T) {
	acl := firewall(t, alb.WAF{}).One(t, webACL)
	requireInputs(t, acl, object{
		"scope": "REGIONAL", "defaultAction": object{"allow": object{}}, "visibilityConfig": visible("tenfold-test-web"),
		"tags": object{"Name": "web-waf"},
	})
	block := object{"block": object{"customResponse": object{"responseCode": 429}}}
	require.Equal(t, rules(2000, block, object{"none": object{}}), acl.Input("rules"))
}

func TestWebACLThatOnlyCounts(t *testing.T) {
	acl := firewall(t, alb.WAF{RateLimit: 500, CountOnly: true}).One(t, webACL)
	count := object{"count": object{}}
	require.Equal(t, rules(500, count, count), acl.Input("rules"))
}

func TestWebACLIsAssociated(t *testing.T) {
	link := firewall(t, alb.WAF{}).One(t, association)
	requireInputs(t, link, object{
		"resourceArn": "arn:aws:mock:::web", "webAclArn": "arn:aws:mock:::web-waf",
	})
	require.True(t, link.DeleteBeforeReplace, "a deleted association takes its successor's ACL away")
}
