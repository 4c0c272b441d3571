package alb

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/firewall"
)

const webACLAssociation = "aws:wafv2/webAclAssociation:WebAclAssociation"

// newFirewall creates the web ACL and puts it in front of the load balancer.
func (b *builder) newFirewall() error {
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
		"resourceArn": b.balancer.Arn,
		"webAclArn":   acl.ARN,
	}, b.Options(pulumi.DeleteBeforeReplace(true))...)
	return component.Creating("web ACL association", err)
}
