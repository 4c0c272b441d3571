package elb_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/acm"
	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/s3"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// fixture is an account with a network that load balancers can stand in.
type fixture struct {
	*simtest.Account
	vpc   string
	group string
	// Subnets by zone letter; a2 is in zone a too, and tiny is too small.
	a, b, c, a2, tiny string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{Account: simtest.New(t, slices.Concat(ec2.Types(), elb.Types(), acm.Types(), s3.Types()),
		elb.Functions())}
	f.vpc, _ = f.MustCreate(ec2.VPC, "main", model.Props{"cidrBlock": "10.0.0.0/16"})
	f.MustCreate(ec2.InternetGateway, "igw", model.Props{"vpcId": f.vpc})
	f.group, _ = f.MustCreate(ec2.SecurityGroup, "lb", model.Props{"vpcId": f.vpc, "description": "load balancer"})
	f.a = f.subnet("a", "10.0.0.0/24", "us-east-1a")
	f.b = f.subnet("b", "10.0.1.0/24", "us-east-1b")
	f.c = f.subnet("c", "10.0.2.0/24", "us-east-1c")
	f.a2 = f.subnet("a2", "10.0.3.0/24", "us-east-1a")
	f.tiny = f.subnet("tiny", "10.0.4.0/28", "us-east-1b")
	return f
}

func (f *fixture) subnet(name, cidr, zone string) string {
	id, _ := f.MustCreate(ec2.Subnet, name, model.Props{"vpcId": f.vpc, "cidrBlock": cidr, "availabilityZone": zone})
	return id
}

// alb are the inputs of an application load balancer in zones a and b, with changes.
func (f *fixture) alb(changes model.Props) model.Props {
	return simtest.With(model.Props{"subnets": []any{f.a, f.b}, "securityGroups": []any{f.group}}, changes)
}

// nlb are the inputs of a network load balancer in zones a and b, with changes.
func (f *fixture) nlb(changes model.Props) model.Props {
	return simtest.With(model.Props{"loadBalancerType": "network", "subnets": []any{f.a, f.b}}, changes)
}

// web are the inputs of a target group of tasks, with changes.
func (f *fixture) web(changes model.Props) model.Props {
	return simtest.With(model.Props{"port": 80, "protocol": "HTTP", "targetType": "ip", "vpcId": f.vpc}, changes)
}

func (f *fixture) mustALB(name string) string {
	id, _ := f.MustCreate(elb.LoadBalancer, name, f.alb(nil))
	return id
}

func (f *fixture) mustGroup(name string) string {
	id, _ := f.MustCreate(elb.TargetGroup, name, f.web(nil))
	return id
}

func (f *fixture) mustListener(name string, props model.Props) string {
	id, _ := f.MustCreate(elb.Listener, name, props)
	return id
}

// http are the inputs of a plain listener that forwards to a target group, with changes.
func http(loadBalancer, group string, changes model.Props) model.Props {
	return simtest.With(model.Props{
		"loadBalancerArn": loadBalancer, "port": 80, "protocol": "HTTP",
		"defaultActions": forward(group),
	}, changes)
}

func forward(group string) []any {
	return []any{map[string]any{"type": "forward", "targetGroupArn": group}}
}

// errorCase is a create and its expected error; an empty error means success.
type errorCase struct {
	name    string
	changes model.Props
	err     string
}

// each creates a resource for every case and compares the outcome.
func each(t *testing.T, f *fixture, token string, base model.Props, cases []errorCase) {
	t.Helper()
	for i, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := f.Create(token, "case"+string(rune('a'+i)), simtest.With(base, tt.changes))
			if tt.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.err)
		})
	}
}
