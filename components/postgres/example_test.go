package postgres_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// A primary with two replicas. The network comes from elsewhere, here by its IDs.
func ExampleNew() {
	recording, err := stacktest.Record(func(ctx *pulumi.Context) error {
		db, err := postgres.New(ctx, "orders", postgres.Args{
			VPCID:         pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:     pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b", "subnet-0c"}),
			Zones:         []string{"us-east-1a", "us-east-1b", "us-east-1c"},
			InstanceClass: "db.m7g.2xlarge",
			StorageGiB:    500,
			Replicas:      2,
			Parameters:    map[string]string{"log_min_duration_statement": "500"},
		})
		if err != nil {
			return err
		}
		ctx.Export("writer", db.Endpoint)
		ctx.Export("readers", db.ReaderEndpoints)
		ctx.Export("masterSecret", db.MasterSecretARN)
		fmt.Println(db.MaxConnections, "connections")
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recording.Count("aws:rds/instance:Instance"), "instances")
	// Output:
	// 3604 connections
	// 3 instances
}

// The connection budget asks for the limit of a class before anything exists.
func ExampleMaxConnections() {
	for _, class := range []string{"db.m7g.large", "db.m7g.2xlarge"} {
		connections, err := postgres.MaxConnections(class)
		fmt.Println(class, connections, err)
	}
	// Output:
	// db.m7g.large 901 <nil>
	// db.m7g.2xlarge 3604 <nil>
}
