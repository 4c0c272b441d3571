package alb

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// port is a listener's port, and the role that names what belongs to it.
type port struct {
	number         int
	role, protocol string
}

var (
	httpPort  = port{80, "http", "HTTP"}
	httpsPort = port{443, "https", "HTTPS"}
)

// ports are those that clients use: port 443 stays shut when nothing listens there, and port 80 when CloudFront is the
// only client and has the other.
func (a Args) ports() []port {
	switch {
	case a.Domain == "":
		return []port{httpPort}
	case a.CloudFrontOnly:
		return []port{httpsPort}
	default:
		return []port{httpPort, httpsPort}
	}
}

// newSecurityGroup creates the closed group and opens the load balancer's ports to the internet, or to CloudFront.
func (b *builder) newSecurityGroup() (err error) {
	b.group, err = aws.NewSecurityGroup(
		b.Base, "sg", "Load balancer: HTTP and HTTPS from the internet", b.args.VPCID)
	if err != nil {
		return err
	}
	if b.args.CloudFrontOnly {
		return b.admitCloudFront(b.args.ports()[0])
	}
	for _, p := range b.args.ports() {
		_, err := aws.NewIngressRule(b.Base, "ingress-"+p.role, aws.RuleArgs{
			Description: "Clients on the internet", Group: b.group.ID(), Port: p.number, PeerCIDR: aws.Anywhere,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// newLoadBalancer creates the load balancer once it may write its access logs: AWS tests that when logging is turned
// on.
func (b *builder) newLoadBalancer() error {
	bucket, policy, err := b.newLogs()
	if err != nil {
		return err
	}
	args := balancerArgs(b.args)
	args.SecurityGroups = pulumi.StringArray{b.group.ID()}
	args.AccessLogs = lb.LoadBalancerAccessLogsArgs{Bucket: bucket.Bucket, Enabled: pulumi.Bool(true)}
	args.Tags = component.Tags(b.Name)
	b.balancer, err = lb.NewLoadBalancer(b.Ctx, b.Name, args, b.Options(component.After(policy))...)
	return component.Creating("load balancer", err)
}

// balancerArgs is what the arguments say about the load balancer itself.
func balancerArgs(a Args) *lb.LoadBalancerArgs {
	return &lb.LoadBalancerArgs{
		LoadBalancerType: pulumi.String("application"),
		Internal:         pulumi.Bool(false),
		IpAddressType:    pulumi.String("ipv4"),
		Subnets:          a.SubnetIDs,
		IdleTimeout:      pulumi.Int(a.IdleTimeout),

		// Requests that a proxy and an application could read differently are how one client's request ends up in
		// another's. "strictest" would refuse what real clients send, such as a space in a URL.
		DesyncMitigationMode:    pulumi.String("defensive"),
		DropInvalidHeaderFields: pulumi.Bool(true),

		EnableDeletionProtection: pulumi.Bool(!a.AllowDestroy),
	}
}
