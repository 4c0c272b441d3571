package web

import "github.com/tenfold-iac/tenfold/components/internal/aws"

// newIngress makes both rules between the load balancer and the tasks.
func (b *builder) newIngress() error {
	balancer, port := b.args.LoadBalancerSecurityGroupID, b.args.Port
	if err := b.AllowIngress("alb", "From the load balancer", port, balancer); err != nil {
		return err
	}
	return b.NewEgressRule("alb", aws.RuleArgs{
		Description: "To the tasks of " + b.Name, Group: balancer, Port: port, PeerGroup: b.SecurityGroup.ID(),
	})
}
