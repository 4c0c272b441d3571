package beat_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/beat"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Periodic tasks by RedBeat, which keeps their schedule in the broker.
func ExampleNew() {
	recording, err := stacktest.Record(func(ctx *pulumi.Context) error {
		messages, err := broker.New(ctx, "broker", broker.Args{
			VPCID:     pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
		})
		if err != nil {
			return err
		}
		beat, err := beat.New(ctx, "beat", beat.Args{
			Task: ecs.TaskArgs{
				ClusterName: pulumi.String("main"),
				ClusterARN:  pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
				VPCID:       pulumi.String("vpc-0a1b2c3d"),
				SubnetIDs:   pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
				Region:      "us-east-1",
				Image:       pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:v42"),
			},
			Broker: messages.Connection,
			App:    "shop.celery:app",
		})
		if err != nil {
			return err
		}
		ctx.Export("beat", beat.ServiceName)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recording.Count("aws:ecs/service:Service"), "aws:ecs/service:Service")
	// Output: 1 aws:ecs/service:Service
}
