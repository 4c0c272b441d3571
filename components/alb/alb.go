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

// ALB is an internet-facing application load balancer in front of one application. It creates
//
//   - the load balancer, with a security group that admits ports 80 and 443 and has no egress rules: whatever registers
//     targets adds the egress rule to them
//   - a target group for IP addresses (Fargate tasks), with a health check
//   - with a domain: a certificate, an HTTPS listener, a redirect from port 80, and one alias record for each name;
//     without one: an HTTP listener, and a warning
//   - a private S3 bucket for access logs
//   - with WAF: a web ACL with AWS's managed rule groups and a rate limit
//   - with CloudFrontOnly: one port, open only to CloudFront's addresses, and a rule that forwards only requests with a
//     secret; others get a 403
//
// Cost: 29.57 USD a month at the defaults, in two zones and with one capacity unit. WAF adds 10.00 USD.
//
// How it fails: with no healthy target AWS sends requests to all targets; with no target it answers 503. Without
// AllowDestroy AWS rejects a destroy.
//
// What it does not do: IPv6, sticky sessions, more than one target group, mutual TLS, WAF logging.
//
// The arithmetic of the cost and all failure modes are in docs/alb.md.
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
	// OriginDomain is the name that CloudFront reaches the load balancer by: Domain, or DNSName without a record of Domain.
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
		a.URL = pulumi.Sprintf("https://%s", domain)
		if b.args.DNS != DNSNone {
			a.OriginDomain = pulumi.String(domain).ToStringOutput()
		}
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
