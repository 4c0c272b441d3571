package waf

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// managed are the capacities of AWS managed rule groups. Source: AWS WAF developer guide, "AWS Managed Rules rule
// groups list".
var managed = map[string]int{
	"AWSManagedRulesCommonRuleSet": 700, "AWSManagedRulesAdminProtectionRuleSet": 100,
	"AWSManagedRulesKnownBadInputsRuleSet": 200, "AWSManagedRulesSQLiRuleSet": 200,
	"AWSManagedRulesLinuxRuleSet": 200, "AWSManagedRulesUnixRuleSet": 100, "AWSManagedRulesWindowsRuleSet": 200,
	"AWSManagedRulesPHPRuleSet": 100, "AWSManagedRulesWordPressRuleSet": 100,
	"AWSManagedRulesAmazonIpReputationList": 25, "AWSManagedRulesAnonymousIpList": 50,
	"AWSManagedRulesATPRuleSet": 50, "AWSManagedRulesACFPRuleSet": 50, "AWSManagedRulesBotControlRuleSet": 50,
	"AWSManagedRulesAntiDDoSRuleSet": 50,
}

// units are the capacities of statements, without text transformations.
var units = map[string]int{
	"rateBasedStatement": 2, "ipSetReferenceStatement": 1, "geoMatchStatement": 1, "byteMatchStatement": 10,
	"labelMatchStatement": 1, "regexMatchStatement": 3, "regexPatternSetReferenceStatement": 25,
	"sizeConstraintStatement": 1, "sqliMatchStatement": 20, "xssMatchStatement": 40, "asnMatchStatement": 1,
}

// capacity returns the cost of rules in web ACL capacity units.
func capacity(rules []model.Props) int {
	total := 0
	for _, rule := range rules {
		total += cost(rule["statement"])
	}
	return total
}

// cost adds up a statement and all statements inside it.
func cost(value any) int {
	total := 0
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			total += cost(e)
		}
	case map[string]any:
		for key, inner := range v {
			if key == "managedRuleGroupStatement" {
				total += managed[model.Props(v).String(key+".name")]
			}
			if strings.HasSuffix(key, "tatement") || key == "statements" {
				total += units[key] + cost(inner)
			}
		}
	}
	return total
}

// references returns the ARNs of the sets that rules use, at any depth.
func references(value any) []string {
	var arns []string
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			arns = append(arns, references(e)...)
		}
	case map[string]any:
		for key, inner := range v {
			if strings.HasSuffix(key, "SetReferenceStatement") {
				arns = append(arns, model.Props(v).Values(key+".arn")...)
			}
			arns = append(arns, references(inner)...)
		}
	}
	return arns
}
