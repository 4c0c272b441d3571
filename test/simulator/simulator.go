// Package simulator is the simulated AWS account: every resource type and data source that it models. The command
// pulumi-resource-aws serves it to the Pulumi engine; package simtest calls it directly.
package simulator

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/acm"
	"github.com/tenfold-iac/tenfold/test/simulator/autoscaling"
	"github.com/tenfold-iac/tenfold/test/simulator/backup"
	"github.com/tenfold-iac/tenfold/test/simulator/cloudfront"
	"github.com/tenfold-iac/tenfold/test/simulator/cloudwatch"
	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/ecr"
	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/elasticache"
	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/events"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/lambda"
	"github.com/tenfold-iac/tenfold/test/simulator/meta"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/mq"
	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/route53"
	"github.com/tenfold-iac/tenfold/test/simulator/s3"
	"github.com/tenfold-iac/tenfold/test/simulator/scheduler"
	"github.com/tenfold-iac/tenfold/test/simulator/secrets"
	"github.com/tenfold-iac/tenfold/test/simulator/sns"
	"github.com/tenfold-iac/tenfold/test/simulator/sqs"
	"github.com/tenfold-iac/tenfold/test/simulator/waf"
)

// Types are the resource types, service by service.
func Types() []*model.Type {
	return slices.Concat(acm.Types(), autoscaling.Types(), backup.Types(), cloudfront.Types(), cloudwatch.Types(), ec2.Types(),
		ecr.Types(), ecs.Types(), elasticache.Types(), elb.Types(), events.Types(), iam.Types(), kms.Types(),
		lambda.Types(), mq.Types(), rds.Types(), route53.Types(), s3.Types(), scheduler.Types(), secrets.Types(), sns.Types(), sqs.Types(), waf.Types())
}

// Functions are the data sources.
func Functions() []*model.Function {
	return slices.Concat(acm.Functions(), backup.Functions(), cloudfront.Functions(), cloudwatch.Functions(), ec2.Functions(),
		ecr.Functions(), ecs.Functions(), elasticache.Functions(), elb.Functions(), iam.Functions(),
		kms.Functions(), meta.Functions(), mq.Functions(), rds.Functions(), route53.Functions(), s3.Functions(),
		secrets.Functions(), sns.Functions(), sqs.Functions(), waf.Functions())
}
