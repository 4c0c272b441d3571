package alb

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// targetPort is the port of targets that are registered without one. ECS registers a task with its containerPort, so no
// request ever uses it. It is constant because another port replaces the target group, and the listener would forward to
// an empty one. Source: ELB API reference, RegisterTargets ("you can override the port for a target when you register it").
const targetPort = 8000

// tlsPolicy allows TLS 1.3 and 1.2 with forward secrecy.
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"

// newTargetGroup creates the target group. Nearly every change of it is a replacement, and AWS does not delete a group
// that a listener uses. So it has no fixed name: the new group comes first, then the listener moves over.
func (b *builder) newTargetGroup() (err error) {
	name := b.Name + "-tg"
	args := targetGroupArgs(b.args)
	args.Tags = component.Tags(name)
	b.targets, err = lb.NewTargetGroup(b.Ctx, name, args, b.Options()...)
	return component.Creating("target group", err)
}

func targetGroupArgs(a Args) *lb.TargetGroupArgs {
	return &lb.TargetGroupArgs{
		VpcId:                      a.VPCID.ToStringOutput(),
		TargetType:                 pulumi.String("ip"),
		Protocol:                   pulumi.String("HTTP"),
		Port:                       pulumi.Int(targetPort),
		DeregistrationDelay:        pulumi.Int(a.DeregistrationDelay),
		LoadBalancingAlgorithmType: pulumi.String(a.Algorithm),
		SlowStart:                  pulumi.Int(a.SlowStart),
		Stickiness: lb.TargetGroupStickinessArgs{
			Enabled: pulumi.Bool(false),
			Type:    pulumi.String("lb_cookie"), // AWS wants one, used or not
		},
		HealthCheck: lb.TargetGroupHealthCheckArgs{
			Enabled:            pulumi.Bool(true),
			Protocol:           pulumi.String("HTTP"),
			Port:               pulumi.String("traffic-port"), // that of each target
			Path:               pulumi.String(a.HealthCheckPath),
			Matcher:            pulumi.String("200"),
			Interval:           pulumi.Int(a.HealthCheckInterval),
			Timeout:            pulumi.Int(a.HealthCheckTimeout),
			HealthyThreshold:   pulumi.Int(a.HealthyThreshold),
			UnhealthyThreshold: pulumi.Int(a.UnhealthyThreshold),
		},
	}
}

// newListeners creates the listeners. The one on port 80 has the same name with and without a domain, so that an
// environment that gets its domain later changes it in place: under another name, the new one would find the port taken.
func (b *builder) newListeners() (err error) {
	first := lb.ListenerDefaultActionArgs{Type: pulumi.String("forward"), TargetGroupArn: b.targets.Arn}
	if b.args.CloudFrontOnly {
		first = refusal()
	}
	if b.args.Domain == "" {
		b.listener, err = b.newListener(httpPort, &lb.ListenerArgs{DefaultActions: actions(first)})
		return err
	}
	certificate, err := b.certificateARN()
	if err != nil {
		return err
	}
	b.listener, err = b.newListener(httpsPort, &lb.ListenerArgs{
		SslPolicy:      pulumi.String(tlsPolicy),
		CertificateArn: certificate,
		DefaultActions: actions(first),
	})
	if err != nil || b.args.CloudFrontOnly {
		return err
	}
	// Redirects start only once HTTPS answers.
	redirect := &lb.ListenerArgs{DefaultActions: actions(redirectAction())}
	_, err = b.newListener(httpPort, redirect, component.After(b.listener))
	return err
}

func (b *builder) newListener(
	p port, args *lb.ListenerArgs, opts ...pulumi.ResourceOption,
) (*lb.Listener, error) {
	name := b.Name + "-" + p.role
	args.LoadBalancerArn = b.balancer.Arn
	args.Port = pulumi.Int(p.number)
	args.Protocol = pulumi.String(p.protocol)
	args.Tags = component.Tags(name)
	listener, err := lb.NewListener(b.Ctx, name, args, b.Options(opts...)...)
	return listener, component.Creating(fmt.Sprintf("listener on port %d", p.number), err)
}

func actions(one lb.ListenerDefaultActionArgs) lb.ListenerDefaultActionArray {
	return lb.ListenerDefaultActionArray{one}
}

// redirectAction sends a client to the same host, path and query over HTTPS.
func redirectAction() lb.ListenerDefaultActionArgs {
	return lb.ListenerDefaultActionArgs{
		Type: pulumi.String("redirect"),
		Redirect: lb.ListenerDefaultActionRedirectArgs{
			Protocol:   pulumi.String("HTTPS"),
			Port:       pulumi.String("443"),
			StatusCode: pulumi.String("HTTP_301"),
		},
	}
}
