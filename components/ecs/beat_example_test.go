package ecs_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// application is what the tasks of the examples have in common.
func application() ecs.TaskArgs {
	return ecs.TaskArgs{
		ClusterName: pulumi.String("main"),
		ClusterARN:  pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
		VPCID:       pulumi.String("vpc-0a1b2c3d"),
		SubnetIDs:   pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
		Region:      "us-east-1",
		Image:       pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:v42"),
	}
}

func redisBroker(ctx *pulumi.Context) (*broker.Broker, error) {
	return broker.New(ctx, "broker", broker.Args{
		VPCID:     pulumi.String("vpc-0a1b2c3d"),
		SubnetIDs: pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
	})
}

func show(program pulumi.RunFunc, types ...string) {
	recording, err := stacktest.Record(program)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, typ := range types {
		fmt.Println(recording.Count(typ), typ)
	}
}

// Periodic tasks by RedBeat, which keeps their schedule in the broker.
func ExampleNewBeat() {
	show(func(ctx *pulumi.Context) error {
		messages, err := redisBroker(ctx)
		if err != nil {
			return err
		}
		beat, err := ecs.NewBeat(ctx, "beat", ecs.BeatArgs{
			Task:   application(),
			Broker: messages.Connection,
			App:    "shop.celery:app",
		})
		if err != nil {
			return err
		}
		ctx.Export("beat", beat.ServiceName)
		return nil
	}, "aws:ecs/service:Service")
	// Output: 1 aws:ecs/service:Service
}

// Flower for who is in the VPN.
func ExampleNewFlower() {
	show(func(ctx *pulumi.Context) error {
		messages, err := redisBroker(ctx)
		if err != nil {
			return err
		}
		flower, err := ecs.NewFlower(ctx, "flower", ecs.FlowerArgs{
			Task:      application(),
			Broker:    messages.Connection,
			App:       "shop.celery:app",
			AllowFrom: []ecs.AllowFrom{{Name: "vpn", SecurityGroupID: pulumi.String("sg-0a1b2c3d")}},
		})
		if err != nil {
			return err
		}
		ctx.Export("login", flower.LoginSecretARN)
		return nil
	}, "aws:ecs/service:Service")
	// Output: 1 aws:ecs/service:Service
}

// Old sessions are deleted at three in the morning, within half an hour.
func ExampleNewJob() {
	show(func(ctx *pulumi.Context) error {
		job, err := ecs.NewJob(ctx, "cleanup", ecs.JobArgs{
			Task:            application(),
			Command:         []string{"python", "manage.py", "clearsessions"},
			LongestRun:      3600,
			Schedule:        "cron(0 3 * * ? *)",
			Timezone:        "Europe/Berlin",
			FlexibleWindow:  30,
			AlarmActionARNs: []pulumi.StringInput{pulumi.String("arn:aws:sns:us-east-1:123456789012:operators")},
		})
		if err != nil {
			return err
		}
		ctx.Export("schedule", job.ScheduleName)
		return nil
	}, "aws:scheduler/schedule:Schedule", "aws:ecs/service:Service")
	// Output:
	// 1 aws:scheduler/schedule:Schedule
	// 0 aws:ecs/service:Service
}

// The depth of two queues, for workers that scale on it.
func ExampleNewQueueDepth() {
	show(func(ctx *pulumi.Context) error {
		messages, err := redisBroker(ctx)
		if err != nil {
			return err
		}
		task := application()
		task.Image = pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/queuedepth:v1")
		depth, err := ecs.NewQueueDepth(ctx, "depth", ecs.QueueDepthArgs{
			Task:   task,
			Broker: messages.Connection,
			Queues: []string{"mail", "reports"},
		})
		if err != nil {
			return err
		}
		_ = &depth.Metrics // of ecs.WorkerArgs.Depth
		return nil
	}, "aws:ecs/service:Service")
	// Output: 1 aws:ecs/service:Service
}
