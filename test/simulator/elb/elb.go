// Package elb is Elastic Load Balancing in the simulated account: application and network load balancers, their
// listeners, rules and certificates, and target groups.
package elb

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	LoadBalancer        = "aws:lb/loadBalancer:LoadBalancer"
	TargetGroup         = "aws:lb/targetGroup:TargetGroup"
	Listener            = "aws:lb/listener:Listener"
	ListenerRule        = "aws:lb/listenerRule:ListenerRule"
	ListenerCertificate = "aws:lb/listenerCertificate:ListenerCertificate"
	Attachment          = "aws:lb/targetGroupAttachment:TargetGroupAttachment"
)

// Tokens of other services' types that the rules look up.
const (
	certificate    = "aws:acm/certificate:Certificate"
	bucketPolicy   = "aws:s3/bucketPolicy:BucketPolicy"
	bucket         = "aws:s3/bucketV2:BucketV2"
	legacyBucket   = "aws:s3/bucket:Bucket"
	object         = "aws:s3/bucketObjectv2:BucketObjectv2"
	webACLAssigned = "aws:wafv2/webAclAssociation:WebAclAssociation"
)

const service = "Elastic Load Balancing v2"

// The kinds of load balancers that the rules distinguish.
const (
	application = "application"
	network     = "network"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{
		loadBalancer(), targetGroup(), listener(), listenerRule(), listenerCertificate(), attachment(),
	}
}

// aliases returns the other tokens of a resource type: the provider offers it in three modules.
func aliases(object string) []string {
	return []string{"aws:alb/" + object, "aws:elasticloadbalancingv2/" + object}
}

// validation is the service's one error without an exception in the SDK, so it prints with "api error".
func validation(format string, args ...any) error {
	return model.Errorf("api error ValidationError", format, args...)
}

// nameRules are the provider's checks of a name. The messages end in suffix.
func nameRules(suffix string) []model.Rule {
	return []model.Rule{
		model.Matches("name", `^.{0,32}$`, "%[1]q cannot be longer than 32 characters"+suffix),
		model.Matches("name", `^[0-9A-Za-z-]+$`, "only alphanumeric characters and hyphens allowed in %[1]q"+suffix),
		model.Lacks("name", `^-`, "%[1]q cannot begin with a hyphen"+suffix),
		model.Lacks("name", `-$`, "%[1]q cannot end with a hyphen"+suffix),
	}
}

// taken is the provider's own check for a resource of the same name, before it creates one.
func taken() model.Rule {
	return model.Rule{On: model.Create, Test: func(c *model.Call) error {
		if name := c.New.String("name"); name != "" && len(c.Find(c.Type.Token, "name", name)) > 0 {
			return model.Providerf("%s (%s) already exists", c.Type.Noun, name)
		}
		return nil
	}}
}
