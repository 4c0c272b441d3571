package alb

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/firewall"
)

const webACLAssociation = "aws:wafv2/webAclAssociation:WebAclAssociation"

// firewall makes the web ACL and puts it in front of the load balancer.
func (b build) firewall(balancer *lb.LoadBalancer) error {
	waf := b.args.WAF
	if waf == nil {
		return nil
	}
	acl, err := firewall.New(b.Ctx, b.Name, firewall.Settings{
		Scope: firewall.Regional, RateLimit: waf.RateLimit, CountOnly: waf.CountOnly,
	}, b.Options()...)
	if err != nil {
		return err
	}
	// Deleting an association takes whatever ACL the load balancer then has away from it. So the old one goes first:
	// after its successor, it would leave the load balancer bare.
	_, err = component.ByToken(b.Ctx, webACLAssociation, b.Name+"-waf-association", pulumi.Map{
		"resourceArn": balancer.Arn,
		"webAclArn":   acl.ARN,
	}, b.Options(pulumi.DeleteBeforeReplace(true))...)
	if err != nil {
		return fmt.Errorf("associating web ACL: %w", err)
	}
	return nil
}
