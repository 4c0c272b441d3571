package web_test

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/cluster"
	"github.com/tenfold-iac/tenfold/components/ecs/web"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// A web application of two to six tasks. Network and load balancer come from elsewhere, here by their IDs.
func ExampleNew() {
	recording, err := stacktest.Record(func(ctx *pulumi.Context) error {
		main, err := cluster.New(ctx, "main", cluster.Args{})
		if err != nil {
			return err
		}
		shop, err := web.New(ctx, "web", web.Args{
			Task: ecs.TaskArgs{
				ClusterName: main.Name,
				ClusterARN:  main.ARN,
				VPCID:       pulumi.String("vpc-0a1b2c3d"),
				SubnetIDs:   pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b"}),
				Region:      "us-east-1",
				Image:       pulumi.String("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:v42"),
				Variables:   map[string]pulumi.StringInput{"DJANGO_SETTINGS_MODULE": pulumi.String("shop.settings")},
				Secrets: map[string]pulumi.StringInput{
					"SECRET_KEY": pulumi.String("arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf"),
				},
			},
			LoadBalancerSecurityGroupID: pulumi.String("sg-0a1b2c3d"),
			TargetGroupARN: pulumi.String(
				"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef"),
			RequestCountLabel: pulumi.String("app/web/0123456789abcdef/targetgroup/web/0123456789abcdef"),
			MinTasks:          2,
			MaxTasks:          6,
			RequestsPerTarget: 5400,
		})
		if err != nil {
			return err
		}
		ctx.Export("service", shop.ServiceName)
		ctx.Export("runs", shop.RunningTaskDefinition)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recording.Count("aws:ecs/service:Service"), "service,",
		recording.Count("aws:appautoscaling/policy:Policy"), "scaling policies")
	// Output: 1 service, 2 scaling policies
}
