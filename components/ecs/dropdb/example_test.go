package dropdb_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs/dropdb"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// A pull request's environment on the database server of another one.
func ExampleNew() {
	recording, err := stacktest.Record(func(ctx *pulumi.Context) error {
		drop, err := dropdb.New(ctx, "drop", dropdb.Args{
			ClusterARN:              pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
			VPCID:                   pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:               pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
			Region:                  "us-east-1",
			Image:                   pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/pgbouncer:1.24-1"),
			WriterEndpoint:          pulumi.String("orders.abc.us-east-1.rds.amazonaws.com"),
			DatabaseSecurityGroupID: pulumi.String("sg-0a1b2c3d"),
			MasterSecretARN:         pulumi.String("arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-0a1b-AbCdEf"),
			PgBouncerName:           "db",
			DatabaseName:            "pr7",
			RoleName:                "pr7",
		})
		if err != nil {
			return err
		}
		// The option of the PgBouncer called db, whose Args have the same names and SharedServer.
		_ = pulumi.DependsOnInputs(drop.Ready)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recording.Count("aws:lambda/invocation:Invocation"), "aws:lambda/invocation:Invocation")
	// Output: 1 aws:lambda/invocation:Invocation
}
