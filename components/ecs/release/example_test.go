package release_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/release"
	"github.com/tenfold-iac/tenfold/components/ecs/web"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// The migrations of an image have ended before its web service is updated.
func ExampleNew() {
	recording, err := stacktest.Record(func(ctx *pulumi.Context) error {
		task := ecs.TaskArgs{
			ClusterName: pulumi.String("main"),
			ClusterARN:  pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
			VPCID:       pulumi.String("vpc-0a1b2c3d"),
			SubnetIDs:   pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
			Region:      "us-east-1",
			Image:       pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:v42"),
		}
		migrations, err := release.New(ctx, "release", release.Args{
			Task:    task,
			Command: []string{"python", "manage.py", "migrate"},
		})
		if err != nil {
			return err
		}
		_, err = web.New(ctx, "web", web.Args{
			Task:                        task,
			LoadBalancerSecurityGroupID: pulumi.String("sg-0a1b2c3d"),
			TargetGroupARN: pulumi.String(
				"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/alb-tg/0a1b2c3d"),
		}, pulumi.DependsOnInputs(migrations.Deployed))
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recording.Count("aws:lambda/invocation:Invocation"), "aws:lambda/invocation:Invocation")
	// Output:
	// 2 aws:lambda/invocation:Invocation
}
