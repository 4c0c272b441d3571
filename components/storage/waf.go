package storage

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/firewall"
)

// newFirewall creates the web ACL in us-east-1 and returns its ARN, which the distribution itself names: AWS knows no
// association of one. It is nil without WAF.
func (b *builder) newFirewall() (pulumi.StringPtrInput, error) {
	waf := b.args.WAF
	if waf == nil {
		return nil, nil
	}
	acl, err := firewall.New(b.Ctx, b.Name, firewall.Settings{
		Scope: firewall.CloudFront, RateLimit: waf.RateLimit, CountOnly: waf.CountOnly,
	}, b.inUSEast1()...)
	if err != nil {
		return nil, err
	}
	return acl.ARN, nil
}
