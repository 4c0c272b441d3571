package cache_test

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/cache"
)

// A cache of three shards that grows to nine with the load.
func ExampleNew() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		c, err := cache.New(ctx, "cache", cache.Args{
			VPCID:       pulumi.String("vpc-0123456789abcdef0"),
			SubnetIDs:   pulumi.ToStringArray([]string{"subnet-0a", "subnet-0b", "subnet-0c"}),
			NodeType:    "cache.m7g.large",
			Shards:      3,
			Autoscaling: &cache.Autoscaling{MaxShards: 9},
		})
		if err != nil {
			return err
		}
		ctx.Export("cacheUrlSecret", c.URLSecret)
		return nil
	})
}
