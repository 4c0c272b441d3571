package network_test

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/network"
)

// A network in three zones whose tasks pull images and read secrets without going through NAT.
func ExampleNew() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		net, err := network.New(ctx, "main", network.Args{
			CIDR:               "10.20.0.0/16",
			Zones:              []string{"eu-central-1a", "eu-central-1b", "eu-central-1c"},
			InterfaceEndpoints: []string{"ecr.api", "ecr.dkr", "secretsmanager"},
		})
		if err != nil {
			return err
		}
		ctx.Export("privateSubnetIds", net.PrivateSubnetIDs)
		ctx.Export("allowList", net.NATPublicIPs)
		return nil
	})
}

// What Args does not offer is set on the child itself, by a transform: here a longer record of each flow.
func ExampleNew_transforms() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		args := network.Args{Zones: []string{"us-east-1a", "us-east-1b"}}
		_, err := network.New(ctx, "main", args, pulumi.Transforms([]pulumi.ResourceTransform{longerFlowLogs}))
		return err
	})
}

// longerFlowLogs adds to each record who sent a packet through a NAT gateway or a load balancer. It sees every resource
// below the component and leaves all but the flow log alone.
func longerFlowLogs(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
	if args.Type != "aws:ec2/flowLog:FlowLog" {
		return nil
	}
	args.Props["logFormat"] = pulumi.String(
		"${interface-id} ${srcaddr} ${pkt-srcaddr} ${dstaddr} ${dstport} ${protocol} ${bytes} ${start} ${end} ${action}")
	return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
}
