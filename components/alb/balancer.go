package alb

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

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

// securityGroup makes the closed group and opens the load balancer's ports to the internet, or to CloudFront. Its
// description must not change: that would replace it.
func (b build) securityGroup() (*ec2.SecurityGroup, error) {
	name := b.Name + "-sg"
	group, err := ec2.NewSecurityGroup(b.Ctx, name, &ec2.SecurityGroupArgs{
		Description: pulumi.String("Load balancer: HTTP and HTTPS from the internet"),
		VpcId:       b.args.VPCID.ToStringOutput(),
		Tags:        component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return nil, fmt.Errorf("creating security group: %w", err)
	}
	if b.args.CloudFrontOnly {
		return group, b.admitCloudFront(group, b.args.ports()[0])
	}
	for _, p := range b.args.ports() {
		name := b.Name + "-ingress-" + p.role
		_, err := vpc.NewSecurityGroupIngressRule(b.Ctx, name, ingressArgs(group, name, p), b.Options()...)
		if err != nil {
			return nil, fmt.Errorf("creating ingress rule for port %d: %w", p.number, err)
		}
	}
	return group, nil
}

func ingressArgs(group *ec2.SecurityGroup, name string, p port) *vpc.SecurityGroupIngressRuleArgs {
	return &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: group.ID(),
		Description:     pulumi.String("Clients on the internet"),
		CidrIpv4:        pulumi.String("0.0.0.0/0"),
		IpProtocol:      pulumi.String("tcp"),
		FromPort:        pulumi.Int(p.number),
		ToPort:          pulumi.Int(p.number),
		Tags:            component.Tags(name),
	}
}

// loadBalancer makes the load balancer once it may write its access logs: AWS tries that when logging is turned on.
func (b build) loadBalancer(group *ec2.SecurityGroup) (*lb.LoadBalancer, error) {
	bucket, policy, err := b.logs()
	if err != nil {
		return nil, err
	}
	args := balancerArgs(b.args)
	args.SecurityGroups = pulumi.StringArray{group.ID()}
	args.AccessLogs = lb.LoadBalancerAccessLogsArgs{Bucket: bucket.Bucket, Enabled: pulumi.Bool(true)}
	args.Tags = component.Tags(b.Name)
	balancer, err := lb.NewLoadBalancer(b.Ctx, b.Name, args, b.Options(component.After(policy))...)
	if err != nil {
		return nil, fmt.Errorf("creating load balancer: %w", err)
	}
	return balancer, nil
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
