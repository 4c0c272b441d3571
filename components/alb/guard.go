package alb

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

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
func (b build) admitCloudFront(group *ec2.SecurityGroup, p port) error {
	list := ec2.LookupManagedPrefixListOutput(b.Ctx, ec2.LookupManagedPrefixListOutputArgs{
		Name: pulumi.String(cloudFrontAddresses),
	}, pulumi.Parent(b.Parent))
	name := b.Name + "-ingress-cloudfront"
	_, err := vpc.NewSecurityGroupIngressRule(b.Ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: group.ID(),
		Description:     pulumi.String("CloudFront"),
		PrefixListId:    list.Id(),
		IpProtocol:      pulumi.String("tcp"),
		FromPort:        pulumi.Int(p.number),
		ToPort:          pulumi.Int(p.number),
		Tags:            component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return fmt.Errorf("creating ingress rule for CloudFront: %w", err)
	}
	return nil
}

// guard is what stands before the target group.
type guard struct {
	// forwards is the ARN of what forwards to it.
	forwards pulumi.StringOutput
	secret   pulumi.StringOutput
}

// guard lets a listener forward only to who knows the secret, or leaves it as it is.
func (b build) guard(listener *lb.Listener, targets *lb.TargetGroup) (guard, error) {
	if !b.args.CloudFrontOnly {
		return guard{forwards: listener.Arn, secret: pulumi.String("").ToStringOutput()}, nil
	}
	secrets, err := b.originSecrets()
	if err != nil {
		return guard{}, err
	}
	name := b.Name + "-origin"
	args := verifiedArgs(secrets, targets)
	args.ListenerArn = listener.Arn
	args.Tags = component.Tags(name)
	rule, err := lb.NewListenerRule(b.Ctx, name, args, b.Options()...)
	if err != nil {
		return guard{}, fmt.Errorf("creating listener rule: %w", err)
	}
	return guard{forwards: rule.Arn, secret: secrets[len(secrets)-1]}, nil
}

// originSecrets makes the secret of this generation and of the one before, the newest last. A deleted secret is gone at
// once, because another is as good.
func (b build) originSecrets() ([]pulumi.StringOutput, error) {
	name := b.Name + "-origin-secret"
	secret, err := secretsmanager.NewSecret(b.Ctx, name, &secretsmanager.SecretArgs{
		Description:          pulumi.String("What CloudFront sends to the load balancer in " + OriginHeader),
		RecoveryWindowInDays: pulumi.Int(0),
		Tags:                 component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return nil, fmt.Errorf("creating origin secret: %w", err)
	}
	var values []pulumi.StringOutput
	last := b.args.OriginSecretGeneration
	for generation := max(1, last-1); generation <= last; generation++ {
		value, err := b.originSecretValue(secret, fmt.Sprintf("%s-%d", name, generation))
		if err != nil {
			return nil, fmt.Errorf("creating value of origin secret: %w", err)
		}
		values = append(values, value)
	}
	return values, nil
}

// originSecretValue makes a value. AWS rolls the dice at every run; only the first throw counts.
func (b build) originSecretValue(secret *secretsmanager.Secret, name string) (pulumi.StringOutput, error) {
	random := secretsmanager.GetRandomPasswordOutput(b.Ctx, secretsmanager.GetRandomPasswordOutputArgs{
		PasswordLength:     pulumi.Int(secretLength),
		ExcludePunctuation: pulumi.Bool(true), // a * or ? would stand for other characters in the rule
	}, pulumi.Parent(b.Parent))
	version, err := secretsmanager.NewSecretVersion(b.Ctx, name, &secretsmanager.SecretVersionArgs{
		SecretId:     secret.ID().ToStringOutput(),
		SecretString: random.RandomPassword().ToStringPtrOutput(),
	}, b.Options(pulumi.IgnoreChanges([]string{"secretString"}))...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return version.SecretString.Elem(), nil
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
