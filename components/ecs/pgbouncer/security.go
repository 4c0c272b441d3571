package pgbouncer

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
)

// metricsPort is the port of the exporter.
const metricsPort = 9127

// newSecurityGroups makes the groups of the load balancer and of the tasks. Clients reach only the load balancer, the
// load balancer reaches only the tasks, and the tasks reach only the database and AWS.
func (b *builder) newSecurityGroups() (err error) {
	if b.outer, err = aws.NewSecurityGroup(b.Base, "nlb", "Clients of "+b.Name, b.Task.VPCID); err != nil {
		return err
	}
	if err := b.NewSecurityGroup(); err != nil {
		return err
	}
	if err := b.newClientRules(); err != nil {
		return err
	}
	for _, one := range b.hops() {
		if err := b.newHop(one); err != nil {
			return err
		}
	}
	return b.AllowHTTPS("To ECR, CloudWatch Logs and Secrets Manager")
}

// newClientRules admits clients to the load balancer, and Prometheus to the exporter.
func (b *builder) newClientRules() error {
	for _, from := range b.args.AllowFrom {
		err := b.NewIngressRule("from-"+from.Name, aws.RuleArgs{
			Description: "From " + from.Name, Group: b.outer.ID(), Port: b.args.Port, PeerGroup: from.SecurityGroupID,
		})
		if err != nil {
			return err
		}
	}
	if prometheus := b.args.MetricsSecurityGroupID; prometheus != nil {
		return b.AllowIngress("metrics", "Reads the metrics", metricsPort, prometheus)
	}
	return nil
}

// hop is one connection on the way from clients to the database, which needs a rule at both ends.
type hop struct {
	suffix, ingress, egress string
	from, to                pulumi.StringInput
	port                    int
}

func (b *builder) hops() []hop {
	balancer, tasks := b.outer.ID(), b.SecurityGroup.ID()
	return []hop{
		{"nlb", "From the load balancer", "To the tasks of " + b.Name, balancer, tasks, b.args.Port},
		{
			"database", "From PgBouncer " + b.Name, "To the database", tasks, b.args.DatabaseSecurityGroupID,
			b.args.DatabasePort,
		},
	}
}

func (b *builder) newHop(h hop) error {
	err := b.NewIngressRule(h.suffix, aws.RuleArgs{
		Description: h.ingress, Group: h.to, Port: h.port, PeerGroup: h.from,
	})
	if err != nil {
		return err
	}
	return b.NewEgressRule(h.suffix, aws.RuleArgs{
		Description: h.egress, Group: h.from, Port: h.port, PeerGroup: h.to,
	})
}
