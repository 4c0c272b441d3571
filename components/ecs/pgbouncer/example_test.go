package pgbouncer_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// A PgBouncer in front of a primary with one replica, and a web application that connects to it.
func ExampleNew() {
	program := func(ctx *pulumi.Context) error {
		pool, err := pgbouncer.New(ctx, "db", pgbouncer.Args{
			ClusterName:     pulumi.String("main"),
			ClusterARN:      pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
			VPCID:           pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:       pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
			Region:          "us-east-1",
			Image:           pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/pgbouncer:1.24-1"),
			WriterEndpoint:  pulumi.String("orders.abc.us-east-1.rds.amazonaws.com"),
			ReaderEndpoints: []pulumi.StringInput{pulumi.String("orders-1.abc.us-east-1.rds.amazonaws.com")},
			MasterSecretARN: pulumi.String(
				"arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-0a1b-AbCdEf"),
			DatabaseSecurityGroupID: pulumi.String("sg-0a1b2c3d"),
			MaxConnections:          858, // a db.m7g.large
			Clients: []pgbouncer.Client{
				{Name: "web", Tasks: 6, Processes: 2, Connections: 5},
				{Name: "worker", Tasks: 8, Processes: 2, Connections: 1},
			},
		})
		if err != nil {
			return err
		}
		// Of ecs.TaskArgs:
		_ = []ecs.EgressTo{{Name: "db", SecurityGroupID: pool.SecurityGroupID, Port: 6432}}
		_ = map[string]pulumi.StringInput{
			"DATABASE_URL": pool.DatabaseURLSecret, "DATABASE_READ_URL": pool.ReadURLSecret,
		}
		return nil
	}
	recording, err := stacktest.Record(program, stacktest.Function(
		"aws:secretsmanager/getRandomPassword:getRandomPassword",
		func(resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.PropertyMap{"randomPassword": resource.NewProperty("drawn")}, nil
		}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recording.Count("aws:ecs/service:Service"), "service,",
		recording.Count("aws:secretsmanager/secret:Secret"), "secrets")
	// Output: 1 service, 4 secrets
}
