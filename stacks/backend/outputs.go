package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/network"
)

// export publishes what people and other stacks need of an environment. The names are part of its interface.
func export(ctx *pulumi.Context, c Config, net *network.Network, front *alb.ALB, web webService) {
	ctx.Export("url", front.URL)
	if c.Domain == "" {
		ctx.Export("warning", front.Warning)
	}
	ctx.Export("loadBalancerDnsName", front.DNSName)
	ctx.Export("vpcId", net.VPCID)
	ctx.Export("privateSubnetIds", net.PrivateSubnetIDs)
	ctx.Export("isolatedSubnetIds", net.IsolatedSubnetIDs)
	ctx.Export("natPublicIps", net.NATPublicIPs)
	ctx.Export("webService", web.name)
	ctx.Export("webRunning", web.running)
	ctx.Export("webLogGroup", web.logGroup)
	ctx.Export("webSecurityGroupId", web.securityGroupID)
	ctx.Export("webTaskRoleArn", web.taskRoleARN)
}
