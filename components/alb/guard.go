package alb

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// OriginHeader is the request header in which a distribution sends the output OriginSecret.
const OriginHeader = "X-Origin-Verify"

const (
	// cloudFrontAddresses is AWS's own list of the addresses that CloudFront calls origins from.
	cloudFrontAddresses = "com.amazonaws.global.cloudfront.origin-facing"
	// secretLength is more than anybody can guess, and less than the 128 characters of a rule's value.
	secretLength = 48
)

// admitCloudFront opens one port to CloudFront. The list counts as 55 of the 60 rules that a group may have, so there
// is one rule, and its name is the same whatever the port, for two would not fit while one follows the other.
func (b *builder) admitCloudFront(p port) error {
	list := ec2.LookupManagedPrefixListOutput(b.Ctx, ec2.LookupManagedPrefixListOutputArgs{
		Name: pulumi.String(cloudFrontAddresses),
	}, pulumi.Parent(b.Parent))
	_, err := aws.NewIngressRule(b.Base, "ingress-cloudfront", aws.RuleArgs{
		Description: "CloudFront", Group: b.group.ID(), Port: p.number, PeerPrefixList: list.Id(),
	})
	return err
}

// guard is what stands before the target group.
type guard struct {
	// forwards is the ARN of what forwards to it.
	forwards pulumi.StringOutput
	secret   pulumi.StringOutput
}

// newGuard lets the listener forward only requests with the secret, or leaves it as it is.
func (b *builder) newGuard() error {
	b.guard = guard{forwards: b.listener.Arn, secret: pulumi.String("").ToStringOutput()}
	if !b.args.CloudFrontOnly {
		return nil
	}
	secrets, err := b.newOriginSecrets()
	if err != nil {
		return err
	}
	name := b.Name + "-origin"
	args := verifiedArgs(secrets, b.targets)
	args.ListenerArn = b.listener.Arn
	args.Tags = component.Tags(name)
	rule, err := lb.NewListenerRule(b.Ctx, name, args, b.Options()...)
	if err != nil {
		return component.Creating("listener rule", err)
	}
	b.guard = guard{forwards: rule.Arn, secret: secrets[len(secrets)-1]}
	return nil
}

// newOriginSecrets creates the values of this generation and of the one before, the newest last.
func (b *builder) newOriginSecrets() ([]pulumi.StringOutput, error) {
	const role = "origin-secret"
	secret, err := aws.NewSecret(b.Base, role, aws.SecretArgs{
		Description: "What CloudFront sends to the load balancer in " + OriginHeader,
	})
	if err != nil {
		return nil, err
	}
	var values []pulumi.StringOutput
	last := b.args.OriginSecretGeneration
	for generation := max(1, last-1); generation <= last; generation++ {
		value, err := aws.NewGeneratedValue(
			b.Base, fmt.Sprintf("%s-%d", role, generation), secret, aws.GeneratePassword(b.Base, secretLength))
		if err != nil {
			return nil, err
		}
		values = append(values, value.SecretString.Elem())
	}
	return values, nil
}

// verifiedArgs forwards the requests that carry one of the secrets.
func verifiedArgs(secrets []pulumi.StringOutput, targets *lb.TargetGroup) *lb.ListenerRuleArgs {
	return &lb.ListenerRuleArgs{
		Priority: pulumi.Int(1),
		Conditions: lb.ListenerRuleConditionArray{lb.ListenerRuleConditionArgs{
			HttpHeader: lb.ListenerRuleConditionHttpHeaderArgs{
				HttpHeaderName: pulumi.String(OriginHeader),
				Values:         pulumi.ToStringArrayOutput(secrets),
			},
		}},
		Actions: lb.ListenerRuleActionArray{lb.ListenerRuleActionArgs{
			Type: pulumi.String("forward"), TargetGroupArn: targets.Arn,
		}},
	}
}

// refusal answers who came past CloudFront.
func refusal() lb.ListenerDefaultActionArgs {
	return lb.ListenerDefaultActionArgs{
		Type: pulumi.String("fixed-response"),
		FixedResponse: lb.ListenerDefaultActionFixedResponseArgs{
			ContentType: pulumi.String("text/plain"),
			MessageBody: pulumi.String("Forbidden"),
			StatusCode:  pulumi.String("403"),
		},
	}
}
