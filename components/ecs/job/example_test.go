package job_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/job"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Old sessions are deleted at three in the morning, within half an hour.
func ExampleNew() {
	recording, err := stacktest.Record(func(ctx *pulumi.Context) error {
		job, err := job.New(ctx, "cleanup", job.Args{
			Task: ecs.TaskArgs{
				ClusterName: pulumi.String("main"),
				ClusterARN:  pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
				VPCID:       pulumi.String("vpc-0a1b2c3d"),
				SubnetIDs:   pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
				Region:      "us-east-1",
				Image:       pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:v42"),
			},
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
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recording.Count("aws:scheduler/schedule:Schedule"), "aws:scheduler/schedule:Schedule")
	fmt.Println(recording.Count("aws:ecs/service:Service"), "aws:ecs/service:Service")
	// Output:
	// 1 aws:scheduler/schedule:Schedule
	// 0 aws:ecs/service:Service
}
