package waf_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
	"github.com/tenfold-iac/tenfold/test/simulator/waf"
)

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	return simtest.New(t, slices.Concat(waf.Types(), elb.Types(), ec2.Types()), waf.Functions())
}

var visible = map[string]any{"cloudwatchMetricsEnabled": true, "metricName": "m", "sampledRequestsEnabled": true}

// acl are the inputs of a web ACL with rules, with changes.
func acl(changes model.Props, rules ...any) model.Props {
	props := model.Props{
		"scope": "REGIONAL", "defaultAction": map[string]any{"allow": map[string]any{}}, "visibilityConfig": visible,
		"rules": rules,
	}
	maps.Copy(props, changes)
	return props
}

// rule is a rule with a statement and, under the key, an action.
func rule(priority int, key string, statement map[string]any) map[string]any {
	action := map[string]any{"block": map[string]any{}}
	if key == "overrideAction" {
		action = map[string]any{"none": map[string]any{}}
	}
	r := map[string]any{
		"name": "r" + string(rune('0'+priority)), "priority": priority, "statement": statement, "visibilityConfig": visible,
	}
	if key != "" {
		r[key] = action
	}
	return r
}

func managed(name string) map[string]any {
	return map[string]any{"managedRuleGroupStatement": map[string]any{"name": name, "vendorName": "AWS"}}
}

func rate(limit int) map[string]any {
	return map[string]any{"rateBasedStatement": map[string]any{"limit": limit}}
}

func set(arn string) map[string]any {
	return map[string]any{"notStatement": map[string]any{"statements": []any{
		map[string]any{"ipSetReferenceStatement": map[string]any{"arn": arn}},
	}}}
}

var addresses = model.Props{"scope": "REGIONAL", "ipAddressVersion": "IPV4", "addresses": []any{"192.0.2.0/24"}}

func TestWebACLRules(t *testing.T) {
	a := newAccount(t)
	west := a.Region("us-west-2")
	common := rule(1, "overrideAction", managed("AWSManagedRulesCommonRuleSet"))
	both := rule(1, "action", rate(100))
	both["overrideAction"] = map[string]any{"none": map[string]any{}}
	const badRule = ", WAFInvalidParameterException: Error reason: You have used none or multiple values for a field " +
		"that requires exactly one value., field: RULE, parameter: Rule"
	cloudFront := model.Props{"scope": "CLOUDFRONT"}
	tests := []struct {
		name   string
		region *simtest.Account
		props  model.Props
		err    string
	}{
		{"WF1 CloudFront", a, acl(cloudFront), ""},
		{
			"WF1 CloudFront elsewhere", west, acl(cloudFront),
			", WAFInvalidParameterException: Error reason: The scope is not " +
				"valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
		},
		{"WF5 action and override", a, acl(nil, both), badRule},
		{"WF5 neither", a, acl(nil, rule(1, "", rate(100))), badRule},
		{"WF5 same priority", a, acl(nil, common, rule(1, "action", rate(100))), badRule},
		{"WF5 good", a, acl(nil, common, rule(2, "action", rate(100))), ""},
		{"WF5 name", a, acl(model.Props{"name": "a.b"}), "must contain only alphanumeric hyphen and underscore characters"},
		{
			"WF5 long name", a, acl(model.Props{"name": strings.Repeat("x", 129)}),
			"expected length of name to be in the range (1 - 128)",
		},
		{"WF6 rate 9", a, acl(nil, rule(1, "action", rate(9))), "to be in the range (10 - 2000000000), got 9"},
		{"WF6 rate 10", a, acl(nil, rule(1, "action", rate(10))), ""},
		{"scope", a, acl(model.Props{"scope": "ZONAL"}), `expected scope to be one of ["CLOUDFRONT" "REGIONAL"], got ZONAL`},
		{"WF8 first", a, acl(model.Props{"name": "one"}), ""},
		{"WF8 duplicate", a, acl(model.Props{"name": "one"}), ", WAFDuplicateItemException: AWS WAF could not perform the " +
			"operation because some resource in your request is a duplicate of an existing one."},
		{"WF8 other scope", a, acl(model.Props{"name": "one", "scope": "CLOUDFRONT"}), ""},
		{
			"unknown set", a, acl(nil, rule(1, "action", set("arn:x"))),
			"WAFNonexistentItemException: AWS WAF couldn't perform the operation because your resource doesn't exist.",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := tt.region.Create(waf.WebACL, "acl", tt.props)
			if tt.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.err)
		})
	}
}

func TestWebACLCapacity(t *testing.T) {
	a := newAccount(t)
	scoped := rate(100)
	scoped["rateBasedStatement"].(map[string]any)["scopeDownStatement"] = map[string]any{
		"geoMatchStatement": map[string]any{"countryCodes": []any{"US"}},
	}
	rules := []any{
		rule(1, "overrideAction", managed("AWSManagedRulesCommonRuleSet")), rule(2, "action", scoped),
	}
	_, state := a.MustCreate(waf.WebACL, "acl", acl(nil, rules...))
	require.Equal(t, 703.0, state["capacity"], "700 + 2 + 1")
	require.NoError(t, a.SetQuota(context.Background(), "webACLCapacity", 702))
	_, _, err := a.Create(waf.WebACL, "acl2", acl(nil, rules...))
	require.ErrorContains(t, err,
		", WAFLimitsExceededException: AWS WAF couldn't perform the operation because you exceeded", "WF6")
}

func TestWebACLIdentity(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(waf.WebACL, "acl", acl(model.Props{"name": "web"}))
	require.Equal(t, "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/web/"+id, state["arn"])
	_, global := a.MustCreate(waf.WebACL, "cf", acl(model.Props{"name": "cf", "scope": "CLOUDFRONT"}))
	require.Contains(t, global["arn"], "arn:aws:wafv2:us-east-1:123456789012:global/webacl/cf/")
	for property, value := range map[string]any{"name": "api", "scope": "CLOUDFRONT"} {
		t.Run("WF5 "+property, func(t *testing.T) {
			props := acl(model.Props{"name": "web"})
			props[property] = value
			_, replaced, _, err := a.Diff(waf.WebACL, id, props)
			require.NoError(t, err)
			require.Equal(t, []string{property}, replaced)
		})
	}
	changed, _, _, err := a.Diff(waf.WebACL, id, acl(model.Props{"name": "web"}))
	require.NoError(t, err)
	require.Empty(t, changed)
	got, err := a.Invoke("aws:wafv2/getWebAcl:getWebAcl", model.Props{"name": "web", "scope": "REGIONAL"})
	require.NoError(t, err)
	require.Equal(t, state["arn"], got["arn"])
	_, err = a.Invoke("aws:wafv2/getWebAcl:getWebAcl", model.Props{"name": "web", "scope": "CLOUDFRONT"})
	require.ErrorContains(t, err, "no matching WAFv2 WebACL found")
}

func TestSets(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(waf.IPSet, "office", addresses)
	arn := state.String("arn")
	require.Contains(t, arn, ":regional/ipset/")
	web, _ := a.MustCreate(waf.WebACL, "acl", acl(nil, rule(1, "action", set(arn))))
	t.Run("WF4 referenced", func(t *testing.T) {
		require.ErrorContains(t, a.Delete(waf.IPSet, id), "WAFAssociatedItemException")
		require.NoError(t, a.Delete(waf.WebACL, web))
		require.NoError(t, a.Delete(waf.IPSet, id))
	})
	t.Run("WF4 pattern set", func(t *testing.T) {
		id, state := a.MustCreate(waf.RegexPatternSet, "bots", model.Props{"scope": "REGIONAL"})
		web, _ := a.MustCreate(waf.WebACL, "acl", acl(nil, rule(1, "action", map[string]any{
			"regexPatternSetReferenceStatement": map[string]any{
				"arn": state["arn"], "fieldToMatch": map[string]any{}, "textTransformations": []any{},
			},
		})))
		require.ErrorContains(t, a.Delete(waf.RegexPatternSet, id), "WAFAssociatedItemException")
		require.NoError(t, a.Delete(waf.WebACL, web))
		require.NoError(t, a.Delete(waf.RegexPatternSet, id))
	})
	t.Run("addresses", func(t *testing.T) {
		for _, address := range []any{"192.0.2.1", "2001:db8::/32"} {
			props := maps.Clone(addresses)
			props["addresses"] = []any{address}
			_, _, err := a.Create(waf.IPSet, "bad", props)
			require.ErrorContains(t, err, "field: IP_ADDRESS, parameter: "+address.(string))
		}
	})
	t.Run("version", func(t *testing.T) {
		props := maps.Clone(addresses)
		props["ipAddressVersion"] = "IPV5"
		require.Contains(t, a.Check(waf.IPSet, "v", props)[0], "expected ip_address_version to be one of")
	})
	t.Run("WF1", func(t *testing.T) {
		props := maps.Clone(addresses)
		props["scope"] = "CLOUDFRONT"
		_, _, err := a.Region("eu-west-1").Create(waf.IPSet, "far", props)
		require.ErrorContains(t, err, "field: SCOPE_VALUE, parameter: CLOUDFRONT")
	})
}
