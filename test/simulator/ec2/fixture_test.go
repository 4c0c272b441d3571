package ec2_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

type props = model.Props

// network is an account with one VPC in it.
type network struct {
	*simtest.Account
	t   *testing.T
	vpc string
}

func newNetwork(t *testing.T) *network {
	t.Helper()
	a := simtest.New(t, append(ec2.Types(), neighbours()...), ec2.Functions())
	vpc, _ := a.MustCreate(ec2.VPC, "main", props{
		"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": true, "tags": map[string]any{"Name": "main"},
	})
	return &network{Account: a, t: t, vpc: vpc}
}

// Types of other services, as far as they put interfaces into subnets.
const (
	loadBalancer = "aws:lb/loadBalancer:LoadBalancer"
	ecsService   = "aws:ecs/service:Service"
)

func neighbours() []*model.Type {
	return []*model.Type{
		{Token: loadBalancer, Service: "ELBv2", NewID: model.Prefixed("lb-"), Interfaces: model.Interfaces{
			Subnets: "subnets", Groups: "securityGroups",
		}},
		{Token: ecsService, Service: "ECS", NewID: model.Prefixed("svc-"), Interfaces: model.Interfaces{
			Subnets: "networkConfiguration.subnets", Groups: "networkConfiguration.securityGroups", Count: "desiredCount",
		}},
	}
}

// make creates a resource in the network's VPC and returns its ID.
func (n *network) make(token, name string, p props) string {
	n.t.Helper()
	id, _ := n.MustCreate(token, name, n.in(token, p))
	return id
}

// refuse requires that creating a resource fails with a text.
func (n *network) refuse(token string, p props, text string) {
	n.t.Helper()
	_, _, err := n.Create(token, "refused", n.in(token, p))
	require.ErrorContains(n.t, err, text)
}

// in adds the VPC to the inputs of the types that name it.
func (n *network) in(token string, p props) props {
	all := maps.Clone(p)
	if all == nil {
		all = props{}
	}
	switch token {
	case ec2.Subnet, ec2.SecurityGroup, ec2.RouteTable, ec2.VPCEndpoint, ec2.SecondaryCIDR, ec2.NetworkACL,
		ec2.InternetGateway, ec2.EgressOnlyGateway, ec2.DefaultGroup, ec2.MainAssociation, ec2.GatewayAttachment:
		all.Default("vpcId", n.vpc)
	}
	if all["vpcId"] == "" {
		delete(all, "vpcId")
	}
	return all
}

func (n *network) subnet(name, cidr, zone string) string {
	n.t.Helper()
	return n.make(ec2.Subnet, name, props{"cidrBlock": cidr, "availabilityZone": zone})
}

// denied returns the end of an API error.
func denied(code, message string) string { return "api error " + code + ": " + message }

func (n *network) replaces(token, id string, p props, want ...string) {
	n.t.Helper()
	_, replaced, _, err := n.Diff(token, id, n.in(token, p))
	require.NoError(n.t, err)
	require.ElementsMatch(n.t, want, replaced)
}

// rule is an inline rule.
func rule(protocol string, from, to int, more props) map[string]any {
	r := map[string]any{"protocol": protocol, "fromPort": float64(from), "toPort": float64(to)}
	maps.Copy(r, more)
	return r
}

func list(values ...any) []any { return values }
