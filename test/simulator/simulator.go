// Package simulator is the simulated AWS account: every resource type and data source that it models. The command
// pulumi-resource-aws serves it to the Pulumi engine; package simtest calls it directly.
package simulator

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Types are the resource types, service by service.
func Types() []*model.Type {
	return slices.Concat(
		ec2.Types(),
	)
}

// Functions are the data sources.
func Functions() []*model.Function {
	return slices.Concat[[]*model.Function]()
}
