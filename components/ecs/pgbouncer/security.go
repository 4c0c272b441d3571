package pgbouncer

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// metricsPort is where the exporter answers.
const metricsPort = 9127

// securityGroups makes two closed groups, of the load balancer and of the tasks, and the only way through them: from
// clients to the load balancer, from there to the tasks, and from these to the database and to AWS.
func (b *builder) securityGroups() (err error) {
	if b.outer, err = b.NewClosedGroup("nlb", "Clients of "+b.Name); err != nil {
		return err
	}
	if b.SecurityGroup, err = b.NewClosedGroup("tasks", "Tasks of "+b.Name); err != nil {
		return err
	}
	for _, from := range b.args.AllowFrom {
		err := b.NewIngressRule("from-"+from.Name, "From "+from.Name, b.args.Port, b.outer.ID(), from.SecurityGroupID)
		if err != nil {
			return err
		}
	}
	for _, way := range []struct {
		suffix, in, out string
		from, to        pulumi.StringInput
		port            int
	}{
		{"nlb", "From the load balancer", "To the tasks of " + b.Name, b.outer.ID(), b.SecurityGroup.ID(), b.args.Port},
		{
			"database", "From PgBouncer " + b.Name, "To the database", b.SecurityGroup.ID(), b.args.DatabaseSecurityGroupID,
			b.args.DatabasePort,
		},
	} {
		if err := b.NewIngressRule(way.suffix, way.in, way.port, way.to, way.from); err != nil {
			return err
		}
		if err := b.NewEgressRule(way.suffix, way.out, way.port, vpc.SecurityGroupEgressRuleArgs{
			SecurityGroupId: way.from, ReferencedSecurityGroupId: task.Optional(way.to),
		}); err != nil {
			return err
		}
	}
	if a := b.args; a.MetricsSecurityGroupID != nil {
		if err := b.AllowIngress("metrics", "Reads the metrics", metricsPort, a.MetricsSecurityGroupID); err != nil {
			return err
		}
	}
	return b.AllowHTTPS("To ECR, CloudWatch Logs and Secrets Manager")
}
