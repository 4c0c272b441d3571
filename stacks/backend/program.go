// Package backend is what an environment deploys: it reads the environment's configuration and wires the components
// together. Sizes come from package tier, parts from components; the wiring is all here.
package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

// Program is the Pulumi program of an environment.
func Program(ctx *pulumi.Context) error {
	c, err := LoadConfig(ctx)
	if err != nil {
		return err
	}
	where, err := locate(ctx, c)
	if err != nil {
		return err
	}
	net, err := network.New(ctx, "network", network.Args{
		CIDR:                 c.Sizes.Network.CIDR,
		Zones:                where.zones,
		NAT:                  c.Sizes.Network.NAT,
		InterfaceEndpoints:   c.Sizes.Network.InterfaceEndpoints,
		FlowLogRetentionDays: c.Sizes.LogRetentionDays,
		FlowLogRejectsOnly:   c.Sizes.Network.FlowLogRejectsOnly,
	})
	if err != nil {
		return err
	}
	front, err := alb.New(ctx, "alb", alb.Args{
		VPCID:                  net.VPCID,
		SubnetIDs:              net.PublicSubnetIDs,
		TargetPort:             c.Port,
		HealthCheckPath:        c.HealthCheckPath,
		Domain:                 c.Domain,
		HostedZoneID:           where.hostedZoneID,
		LongestRequest:         c.Sizes.Web.LongestRequest,
		DeregistrationDelay:    c.Sizes.Web.DeregistrationDelay,
		WAF:                    firewall(c.Sizes.ALB),
		AccessLogRetentionDays: c.Sizes.ALB.AccessLogRetentionDays,
		AllowDestroy:           c.AllowDestroy,
	})
	if err != nil {
		return err
	}
	containers, err := newPlatform(ctx, c, net)
	if err != nil {
		return err
	}
	web, err := containers.web(ctx, front)
	if err != nil {
		return err
	}
	export(ctx, c, net, front, web)
	return nil
}

func firewall(sizes tier.ALB) *alb.WAF {
	if !sizes.WAF {
		return nil
	}
	return &alb.WAF{RateLimit: sizes.RateLimit}
}
