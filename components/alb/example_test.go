package alb_test

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/alb"
)

func ExampleNew() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		front, err := alb.New(ctx, "web", alb.Args{
			VPCID:           pulumi.String("vpc-0123456789abcdef0"),
			SubnetIDs:       pulumi.ToStringArray([]string{"subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"}),
			HealthCheckPath: "/health",
			Domain:          "app.example.com",
			HostedZoneID:    pulumi.String("Z0123456789ABCDEFGHIJ"),
			WAF:             &alb.WAF{},
		})
		if err != nil {
			return err
		}
		ctx.Export("url", front.URL)
		return nil
	})
}
