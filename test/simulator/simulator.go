// Package simulator is the simulated AWS account: every resource type and data source that it models. The command
// pulumi-resource-aws serves it to the Pulumi engine; package simtest calls it directly.
package simulator

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/acm"
	"github.com/tenfold-iac/tenfold/test/simulator/autoscaling"
	"github.com/tenfold-iac/tenfold/test/simulator/cloudwatch"
	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/meta"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/route53"
	"github.com/tenfold-iac/tenfold/test/simulator/s3"
	"github.com/tenfold-iac/tenfold/test/simulator/secrets"
	"github.com/tenfold-iac/tenfold/test/simulator/waf"
)

// Types are the resource types, service by service.
func Types() []*model.Type {
	return slices.Concat(acm.Types(), autoscaling.Types(), cloudwatch.Types(), ec2.Types(), ecs.Types(), elb.Types(),
		iam.Types(), kms.Types(), route53.Types(), s3.Types(), secrets.Types(), waf.Types())
}

// Functions are the data sources.
func Functions() []*model.Function {
	return slices.Concat(acm.Functions(), cloudwatch.Functions(), ec2.Functions(), ecs.Functions(), elb.Functions(),
		iam.Functions(), kms.Functions(), meta.Functions(), route53.Functions(), s3.Functions(), secrets.Functions(),
		waf.Functions())
}
