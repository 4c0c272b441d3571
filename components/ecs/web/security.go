package web

import "github.com/tenfold-iac/tenfold/components/internal/aws"

// newIngress makes both rules between the load balancer and the tasks.
func (b *builder) newIngress() error {
	balancer, port := b.args.LoadBalancerSecurityGroupID, b.args.Port
	role := aws.PortRole("alb", port, defaultPort)
	if err := b.AllowIngress(role, "From the load balancer", port, balancer); err != nil {
		return err
	}
	return b.NewEgressRule(role, aws.RuleArgs{
		Description: "To the tasks of " + b.Name, Group: balancer, Port: port, PeerGroup: b.SecurityGroup.ID(),
	})
}
