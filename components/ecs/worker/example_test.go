package worker_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/worker"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Workers for two queues of SQS: on Spot but for the first task, none at all while there is nothing to do.
func ExampleNew() {
	recording, err := stacktest.Record(func(ctx *pulumi.Context) error {
		tasks, err := broker.New(ctx, "tasks", broker.Args{
			Kind:   broker.SQS,
			Queues: []broker.Queue{{Name: "mail", VisibilityTimeout: 1260}, {Name: "reports", LongestTask: 600, VisibilityTimeout: 1260}},
		})
		if err != nil {
			return err
		}
		bulk, err := worker.New(ctx, "bulk", worker.Args{
			Task: ecs.TaskArgs{
				ClusterName: pulumi.String("main"),
				ClusterARN:  pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
				VPCID:       pulumi.String("vpc-0a1b2c3d"),
				SubnetIDs:   pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
				Region:      "us-east-1",
				Image:       pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:v42"),
			},
			Broker: tasks.Connection,
			App:    "shop.celery:app",
			Queues: []worker.Queue{
				{Name: "mail", AcceptableLatency: 60, SecondsPerTask: 0.5},
				{Name: "reports", AcceptableLatency: 600, SecondsPerTask: 20},
			},
			LongestTask:     600,
			MaxTasks:        8,
			Spot:            true,
			OnDemandBase:    1,
			AlarmActionARNs: []pulumi.StringInput{pulumi.String("arn:aws:sns:us-east-1:123456789012:on-call")},
		})
		if err != nil {
			return err
		}
		ctx.Export("service", bulk.ServiceName)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recording.Count("aws:appautoscaling/policy:Policy"), "scaling policies,",
		recording.Count("aws:cloudwatch/metricAlarm:MetricAlarm"), "alarms")
	// Output: 4 scaling policies, 7 alarms
}
