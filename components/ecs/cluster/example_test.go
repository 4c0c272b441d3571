package cluster_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs/cluster"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// A cluster for development: no Container Insights, session logs for a week.
func ExampleNew() {
	_, err := stacktest.Record(func(ctx *pulumi.Context) error {
		_, err := cluster.New(ctx, "dev", cluster.Args{
			ContainerInsights: cluster.InsightsDisabled,
			LogRetentionDays:  7,
			AllowDestroy:      true,
		})
		return err
	})
	fmt.Println(err)
	// Output: <nil>
}
