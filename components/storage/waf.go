package storage

import (
	"fmt"
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	webACLToken         = "aws:wafv2/webAcl:WebAcl"
	rateWindow          = 300 // seconds
	tooManyRequests     = 429 // the HTTP status for who exceeds the rate
	longestMetricName   = 128 // characters
	commonRuleSet       = "AWSManagedRulesCommonRuleSet"
	bodySizeRestriction = "SizeRestrictions_BODY"
)

// managedGroups are AWS's rule groups in the order in which they look at a request. They use 25 + 200 + 700 + 200
// capacity units; with the rate limit's 2 that is 1,127 of the 1,500 that the web ACL's price includes.
var managedGroups = []string{
	"AWSManagedRulesAmazonIpReputationList",
	"AWSManagedRulesKnownBadInputsRuleSet",
	commonRuleSet,
	"AWSManagedRulesSQLiRuleSet",
}

// firewall makes the web ACL in us-east-1 and returns its ARN, which the distribution itself names: AWS knows no
// association of one. It is nil without WAF.
func (b build) firewall() (pulumi.StringPtrInput, error) {
	if b.args.WAF == nil {
		return nil, nil
	}
	name := b.name + "-waf"
	props := webACL(metricName(b.ctx.Project(), b.ctx.Stack(), b.name), *b.args.WAF)
	props["tags"] = component.Tags(name)
	acl, err := component.ByToken(b.ctx, webACLToken, name, props, b.inUSEast1()...)
	if err != nil {
		return nil, fmt.Errorf("creating web ACL: %w", err)
	}
	return acl.ARN, nil
}

// webACL is the properties of the web ACL.
func webACL(metric string, waf WAF) pulumi.Map {
	rules := pulumi.Array{rateRule(waf)}
	for i, group := range managedGroups {
		rules = append(rules, managedRule(group, i+1, waf.CountOnly))
	}
	return pulumi.Map{
		"scope":            pulumi.String("CLOUDFRONT"),
		"defaultAction":    pulumi.Map{"allow": pulumi.Map{}},
		"rules":            rules,
		"visibilityConfig": visibility(metric),
	}
}

// rateRule answers a client that asks too often with 429 rather than 403, so that a well-behaved one slows down.
func rateRule(waf WAF) pulumi.Map {
	action := pulumi.Map{"block": pulumi.Map{
		"customResponse": pulumi.Map{"responseCode": pulumi.Int(tooManyRequests)},
	}}
	if waf.CountOnly {
		action = pulumi.Map{"count": pulumi.Map{}}
	}
	return pulumi.Map{
		"name":     pulumi.String("RateLimit"),
		"priority": pulumi.Int(0),
		"action":   action,
		"statement": pulumi.Map{"rateBasedStatement": pulumi.Map{
			"limit":               pulumi.Int(waf.RateLimit),
			"evaluationWindowSec": pulumi.Int(rateWindow),
			"aggregateKeyType":    pulumi.String("IP"),
		}},
		"visibilityConfig": visibility("RateLimit"),
	}
}

func managedRule(group string, priority int, countOnly bool) pulumi.Map {
	override := "none"
	if countOnly {
		override = "count"
	}
	statement := pulumi.Map{"vendorName": pulumi.String("AWS"), "name": pulumi.String(group)}
	if group == commonRuleSet {
		// Its limit of 8 KB for a body would refuse every upload.
		statement["ruleActionOverrides"] = pulumi.Array{pulumi.Map{
			"name":        pulumi.String(bodySizeRestriction),
			"actionToUse": pulumi.Map{"count": pulumi.Map{}},
		}}
	}
	return pulumi.Map{
		"name":             pulumi.String(group),
		"priority":         pulumi.Int(priority),
		"overrideAction":   pulumi.Map{override: pulumi.Map{}},
		"statement":        pulumi.Map{"managedRuleGroupStatement": statement},
		"visibilityConfig": visibility(group),
	}
}

func visibility(metric string) pulumi.Map {
	return pulumi.Map{
		"cloudwatchMetricsEnabled": pulumi.Bool(true),
		"metricName":               pulumi.String(metric),
		"sampledRequestsEnabled":   pulumi.Bool(true),
	}
}

var notInMetricNames = regexp.MustCompile(`[^0-9A-Za-z_-]`)

// metricName keeps the environments of an account apart: their web ACLs report under it.
func metricName(project, stack, name string) string {
	whole := notInMetricNames.ReplaceAllString(project+"-"+stack+"-"+name, "-")
	return component.Shorten(whole, longestMetricName)
}
