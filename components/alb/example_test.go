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

// Behind a CloudFront distribution, which is given the outputs OriginDomain and OriginSecret, and has the domain that
// clients know.
func ExampleNew_behindCloudFront() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		front, err := alb.New(ctx, "web", alb.Args{
			VPCID:           pulumi.String("vpc-0123456789abcdef0"),
			SubnetIDs:       pulumi.ToStringArray([]string{"subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"}),
			HealthCheckPath: "/health",
			Domain:          "origin.example.com",
			HostedZoneID:    pulumi.String("Z0123456789ABCDEFGHIJ"),
			CloudFrontOnly:  true,
		})
		if err != nil {
			return err
		}
		ctx.Export("originDomain", front.OriginDomain)
		ctx.Export("originSecret", front.OriginSecret)
		return nil
	})
}
