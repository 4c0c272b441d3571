// Package firewall makes the web application firewall that stands in front of a load balancer or of a distribution.
package firewall

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
	maxMetricName       = 128 // characters
	commonRuleSet       = "AWSManagedRulesCommonRuleSet"
	bodySizeRestriction = "SizeRestrictions_BODY"
)

// The scopes of a web ACL.
const (
	Regional   = "REGIONAL"   // for a load balancer of the same region
	CloudFront = "CLOUDFRONT" // for a distribution; lives in us-east-1
)

// Settings are the choices of a firewall.
type Settings struct {
	Scope string
	// RateLimit is how many requests one client address may make in 5 minutes.
	RateLimit int
	// CountOnly counts what would be blocked and lets it through.
	CountOnly bool
}

// managedGroups are AWS's rule groups in the order in which they look at a request. They use 25 + 200 + 700 + 200
// capacity units; with the rate limit's 2 that is 1,127 of the 1,500 that the web ACL's price includes.
var managedGroups = []string{
	"AWSManagedRulesAmazonIpReputationList",
	"AWSManagedRulesKnownBadInputsRuleSet",
	commonRuleSet,
	"AWSManagedRulesSQLiRuleSet",
}

// New makes the web ACL of the component called name.
func New(
	ctx *pulumi.Context, name string, s Settings, opts ...pulumi.ResourceOption,
) (*component.Untyped, error) {
	props := webACL(metricName(ctx.Project(), ctx.Stack(), name), s)
	props["tags"] = component.Tags(name + "-waf")
	acl, err := component.ByToken(ctx, webACLToken, name+"-waf", props, opts...)
	if err != nil {
		return nil, fmt.Errorf("creating web ACL: %w", err)
	}
	return acl, nil
}

// webACL is the properties of the web ACL.
func webACL(metric string, s Settings) pulumi.Map {
	rules := pulumi.Array{rateRule(s)}
	for i, group := range managedGroups {
		rules = append(rules, managedRule(group, i+1, s.CountOnly))
	}
	return pulumi.Map{
		"scope":            pulumi.String(s.Scope),
		"defaultAction":    pulumi.Map{"allow": pulumi.Map{}},
		"rules":            rules,
		"visibilityConfig": visibility(metric),
	}
}

// rateRule answers a client that asks too often with 429 rather than 403, so that a well-behaved one slows down.
func rateRule(s Settings) pulumi.Map {
	action := pulumi.Map{"block": pulumi.Map{
		"customResponse": pulumi.Map{"responseCode": pulumi.Int(tooManyRequests)},
	}}
	if s.CountOnly {
		action = pulumi.Map{"count": pulumi.Map{}}
	}
	return pulumi.Map{
		"name":     pulumi.String("RateLimit"),
		"priority": pulumi.Int(0),
		"action":   action,
		"statement": pulumi.Map{"rateBasedStatement": pulumi.Map{
			"limit":               pulumi.Int(s.RateLimit),
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
	return component.Shorten(whole, maxMetricName)
}
