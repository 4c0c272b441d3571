package storage_test

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/storage"
)

// A distribution in front of a load balancer that answers to origin.example.com and knows the secret.
func ExampleNew() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		virginia, err := aws.NewProvider(ctx, "us-east-1", &aws.ProviderArgs{Region: pulumi.String("us-east-1")})
		if err != nil {
			return err
		}
		secret := pulumi.ToSecret(pulumi.String("what the load balancer expects")).(pulumi.StringOutput)
		store, err := storage.New(ctx, "files", storage.Args{
			OriginDomain: pulumi.String("origin.example.com"),
			OriginSecret: secret,
			Domain:       "app.example.com",
			HostedZoneID: pulumi.String("Z0123456789ABCDEFGHIJ"),
			USEast1:      virginia,
			MediaPaths:   []string{"/media/*"},
			WAF:          &storage.WAF{},
		})
		if err != nil {
			return err
		}
		ctx.Export("url", store.URL)
		ctx.Export("uploadsBucket", store.UploadsBucket)
		return nil
	})
}
