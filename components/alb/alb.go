// Package alb is the front door of an environment: an application load balancer with its certificate, its DNS names,
// its access logs and, as an option, a web application firewall.
package alb

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Type is the type token of the component.
const Type = "tenfold:alb:ALB"

// ALB is an internet-facing application load balancer in front of one application.
//
// It creates
//
//  1. the load balancer, with a security group that lets in ports 80 and 443 (only 80 without a domain) and lets
//     nothing out: whoever registers targets adds the egress rule to them
//  2. a target group for addresses (Fargate tasks) with a health check that asks the application
//  3. with a domain: a certificate validated by DNS, an HTTPS listener for TLS 1.2 and 1.3, a listener on port 80 that
//     redirects to it, and one alias record per name
//  4. without a domain: an HTTP listener, and a warning
//  5. a private S3 bucket for the access logs, encrypted with S3's own keys because the log delivery cannot use KMS
//  6. with WAF: a web ACL with AWS's rule groups (IP reputation, known bad inputs, common, SQL injection) and a rate
//     limit per client address
//  7. with CloudFrontOnly: no port open to the internet but one to CloudFront's addresses, a random secret in Secrets
//     Manager, and a rule that forwards only the requests that carry it; others get a 403. The addresses alone would
//     admit everybody's distributions, the secret alone everybody's guesses. With a domain there is no listener on
//     port 80 then
//
// Cost per month at the defaults, in two zones and with one capacity unit on average (25 new connections per second,
// 3,000 open ones, 1 GB per hour): 730 h × 0.0225 + 730 h × 0.008 for the unit + 2 addresses × 730 h × 0.005 =
// 16.43 + 5.84 + 7.30 = 29.57 USD, and 0.023 per GB of logs. WAF adds 5 + 5 rules × 1 = 10.00 USD and 0.60 per million
// requests, and CloudFrontOnly 0.40 for its secret. The certificate and queries for aliases are free. Prices of
// us-east-1 as of September and October 2026.
//
// How it fails: with no healthy target AWS sends requests to all of them, and with none at all it answers 503. AWS
// takes a failed zone out of the DNS name, which resolvers keep for 60 seconds. The certificate renews itself as long
// as its validation records stand; another environment that serves the same name in the same account has the same
// records, and takes them away when it is destroyed. Without AllowDestroy a destroy is refused by AWS.
//
// What it does not do: IPv6 (it would take subnets with IPv6 ranges, rules for ::/0 and AAAA records, and every client
// of today reaches IPv4), sticky sessions (any task must serve any request), more than one target group, mutual TLS,
// WAF logging.
type ALB struct {
	pulumi.ResourceState

	// URL is where clients find the application: "https://" and the domain, or "http://" and DNSName. With CloudFrontOnly
	// it answers CloudFront alone, and clients use the distribution's.
	URL pulumi.StringOutput `pulumi:"url"`
	// DNSName and ZoneID are for further alias records.
	DNSName pulumi.StringOutput `pulumi:"dnsName"`
	ZoneID  pulumi.StringOutput `pulumi:"zoneId"`
	// ARN and ARNSuffix are the load balancer's; metrics have the suffix as their dimension.
	ARN       pulumi.StringOutput `pulumi:"arn"`
	ARNSuffix pulumi.StringOutput `pulumi:"arnSuffix"`
	// TargetGroupARN, TargetGroupARNSuffix and RequestCountLabel are known only once a listener forwards: AWS refuses
	// a service, or an autoscaling policy, whose target group belongs to no load balancer yet.
	TargetGroupARN       pulumi.StringOutput `pulumi:"targetGroupArn"`
	TargetGroupARNSuffix pulumi.StringOutput `pulumi:"targetGroupArnSuffix"`
	// RequestCountLabel is the resource label of the metric ALBRequestCountPerTarget.
	RequestCountLabel pulumi.StringOutput `pulumi:"requestCountLabel"`
	// SecurityGroupID is the load balancer's group: let it in to the targets, and add an egress rule to them.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// ListenerARN is the listener that forwards to the target group.
	ListenerARN pulumi.StringOutput `pulumi:"listenerArn"`
	// OriginDomain is the name that CloudFront reaches the load balancer by: Domain, or DNSName without one.
	OriginDomain pulumi.StringOutput `pulumi:"originDomain"`
	// OriginSecret, with CloudFrontOnly, is what a distribution must send in the header [OriginHeader]. It is empty
	// without.
	OriginSecret pulumi.StringOutput `pulumi:"originSecret"`
	// Warning says what is unsafe about the load balancer; it is empty when nothing is.
	Warning pulumi.StringOutput `pulumi:"warning"`
}

// New creates a load balancer.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*ALB, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("alb", name); err != nil {
		return nil, err
	}
	a := &ALB{}
	if err := component.Register(ctx, Type, name, args, a, opts...); err != nil {
		return nil, err
	}
	b := &builder{
		Base: component.Base{Ctx: ctx, Name: name, Parent: a, AllowDestroy: args.AllowDestroy}, args: args,
	}
	if err := b.build(); err != nil {
		return nil, err
	}
	a.setOutputs(b)
	return a, component.Publish(ctx, a)
}

// builder creates the children of one load balancer, step by step. Each step uses what the steps before it have created.
type builder struct {
	component.Base
	args Args

	group    *ec2.SecurityGroup
	balancer *lb.LoadBalancer
	targets  *lb.TargetGroup
	listener *lb.Listener // the one that clients are served by
	guard    guard
	warned   pulumi.StringOutput
}

func (b *builder) build() error {
	return component.InOrder(
		b.newSecurityGroup, b.newLoadBalancer, b.newTargetGroup, b.newListeners, b.newGuard, b.newAliases, b.newFirewall,
		b.warn,
	)
}

func (b *builder) warn() (err error) {
	b.warned, err = component.Warn(b.Ctx, b.Parent, b.warning())
	return err
}

func (a *ALB) setOutputs(b *builder) {
	balancer, targets := b.balancer, b.targets
	a.DNSName, a.ZoneID = balancer.DnsName, balancer.ZoneId
	a.ARN, a.ARNSuffix = balancer.Arn, balancer.ArnSuffix
	a.URL, a.OriginDomain = pulumi.Sprintf("http://%s", balancer.DnsName), balancer.DnsName
	if domain := b.args.Domain; domain != "" {
		a.URL, a.OriginDomain = pulumi.Sprintf("https://%s", domain), pulumi.String(domain).ToStringOutput()
	}
	a.SecurityGroupID, a.Warning = b.group.ID().ToStringOutput(), b.warned
	a.ListenerARN, a.OriginSecret = b.listener.Arn, b.guard.secret
	// AWS rejects a service, or a policy, whose target group no load balancer uses yet.
	onceForwarded := func(value pulumi.StringOutput) pulumi.StringOutput {
		return component.OnceExist(value, b.guard.forwards)
	}
	a.TargetGroupARN, a.TargetGroupARNSuffix = onceForwarded(targets.Arn), onceForwarded(targets.ArnSuffix)
	a.RequestCountLabel = onceForwarded(pulumi.Sprintf("%s/%s", balancer.ArnSuffix, targets.ArnSuffix))
}

const plainHTTP = "alb %q serves plain HTTP because no domain is set: " +
	"passwords and sessions cross the internet in the clear; set domain and hostedZoneId"

// warning is what the output Warning says.
func (b *builder) warning() string {
	if b.args.Domain != "" {
		return ""
	}
	return fmt.Sprintf(plainHTTP, b.Name)
}
