package operator_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/operator"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// A task definition with one command, /tmp/operator/master, for half an hour at a time.
func ExampleNew() {
	recording, err := stacktest.Record(func(ctx *pulumi.Context) error {
		const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:master-AbCdEf"
		_, err := operator.New(ctx, "operator", operator.Args{
			Task: ecs.TaskArgs{
				ClusterName:     pulumi.String("main"),
				ClusterARN:      pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
				VPCID:           pulumi.String("vpc-0a1b2c3d"),
				SubnetIDs:       pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
				Region:          "us-east-1",
				Image:           pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/pgbouncer:1.24-2"),
				EgressTo:        []ecs.EgressTo{{Name: "database", SecurityGroupID: pulumi.String("sg-0a1b2c3d"), Port: 5432}},
				EnableExec:      true,
				ExecLogGroupARN: pulumi.String("arn:aws:logs:us-east-1:123456789012:log-group:main-exec"),
				ExecKMSKeyARN:   pulumi.String("arn:aws:kms:us-east-1:123456789012:key/1234abcd"),
			},
			Databases: []operator.Database{{
				Name: "master", Host: pulumi.String("shop.rds.amazonaws.com"), Port: 5432, Database: pulumi.String("shop"),
				Username: pulumi.String(secret + ":username::"), Password: pulumi.String(secret + ":password::"),
			}},
			Timeout: 1800,
		})
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recording.Count("aws:ecs/service:Service"), "services")
	// Output:
	// 0 services
}
