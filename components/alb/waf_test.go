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

const rateLimit = "rules[0].statement.rateBasedStatement.limit"

func TestWebACL(t *testing.T) {
	stacktest.RequireInputs(t, firewall(t, alb.WAF{}).One(t, webACL), map[string]any{
		"scope": "REGIONAL", "tags": map[string]any{"Name": "web-waf"}, rateLimit: 2000, "rules[0].action.count": nil,
	})
	stacktest.RequireInputs(t, firewall(t, alb.WAF{RateLimit: 500, CountOnly: true}).One(t, webACL), map[string]any{
		rateLimit: 500, "rules[0].action.count": map[string]any{},
	})
}

func TestWebACLIsAssociated(t *testing.T) {
	link := firewall(t, alb.WAF{}).One(t, association)
	stacktest.RequireInputs(t, link, map[string]any{
		"resourceArn": "arn:aws:mock:::web", "webAclArn": "arn:aws:mock:::web-waf",
	})
	require.True(t, link.DeleteBeforeReplace, "a deleted association takes its successor's ACL away")
}
