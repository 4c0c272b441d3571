package web

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
)

func TestOnlyTheLoadBalancerReachesTheTasks(t *testing.T) {
	args := maximal()
	args.Port = 9000
	rec := runWeb(t, args)

	group := rec.One(t, tasktest.TypeSecurityGroup)
	require.Equal(t, "vpc-1", group.Input("vpcId"))
	require.False(t, group.Has("ingress"))
	require.False(t, group.Has("egress"))

	in := rec.Named(t, tasktest.TypeIngress, "web-alb-9000")
	require.Equal(t, "web-tasks-id", in.Input("securityGroupId"))
	require.Equal(t, "sg-alb", in.Input("referencedSecurityGroupId"))
	require.Equal(t, []any{"tcp", 9000, 9000}, []any{in.Input("ipProtocol"), in.Input("fromPort"), in.Input("toPort")})
	require.False(t, in.Has("cidrIpv4"))
	require.False(t, in.Has("cidrIpv6"))
}

func TestWaysOut(t *testing.T) {
	args := maximal()
	args.Port = 9000
	rec := runWeb(t, args)
	for _, tc := range []struct {
		name, from string
		to, cidr   any
		port       int
	}{
		{"web-alb-9000", "sg-alb", "web-tasks-id", nil, 9000},
		{"web-https", "web-tasks-id", nil, "0.0.0.0/0", 443},
		{"web-to-database", "web-tasks-id", "sg-db", nil, 6432},
	} {
		rule := rec.Named(t, tasktest.TypeEgress, tc.name)
		require.Equal(t, tc.from, rule.Input("securityGroupId"), tc.name)
		require.Equal(t, tc.to, rule.Input("referencedSecurityGroupId"), tc.name)
		require.Equal(t, tc.cidr, rule.Input("cidrIpv4"), tc.name)
		require.Equal(t, []any{"tcp", tc.port, tc.port},
			[]any{rule.Input("ipProtocol"), rule.Input("fromPort"), rule.Input("toPort")}, tc.name)
	}
}

// Another port is another rule, so that the old one stays until the old tasks are gone. Both exist before the service
// deploys.
func TestAChangedPortAddsRules(t *testing.T) {
	for port, name := range map[int]string{8000: "web-alb", 8001: "web-alb-8001"} {
		args := maximal()
		args.Port = port
		rec := runWeb(t, args)
		service := rec.One(t, tasktest.TypeService)
		for _, kind := range []string{tasktest.TypeIngress, tasktest.TypeEgress} {
			rule := rec.Named(t, kind, name)
			require.Equal(t, port, rule.Input("fromPort"))
			require.Contains(t, service.DependsOn, rule.URN)
		}
	}
}

// What the tasks connect to lets them in, unless it does so already.
func TestWaysInAtTheOtherEnd(t *testing.T) {
	in := runWeb(t, maximal()).Named(t, tasktest.TypeIngress, "web-to-database")
	require.Equal(t, []any{"sg-db", "web-tasks-id", nil, "tcp", 6432, 6432}, tasktest.Rule(in))
	require.False(t, in.Has("cidrIpv6"))

	args := maximal()
	args.Task.EgressTo[0].SkipIngressRule = true
	rec := runWeb(t, args)
	require.Equal(t, 1, rec.Count(tasktest.TypeIngress))
	require.Equal(t, 3, rec.Count(tasktest.TypeEgress))
}

// Addresses outside get a rule of the tasks' group, and have no group of their own.
func TestEgressToAddresses(t *testing.T) {
	args := maximal()
	args.Task.EgressTo = []ecs.EgressTo{
		{Name: "smtp", CIDR: "0.0.0.0/0", Port: 587},
		{Name: "syslog", PrefixListID: pulumi.String("pl-logs"), Port: 514, Protocol: ecs.UDP},
	}
	rec := runWeb(t, args)
	require.Equal(t, 1, rec.Count(tasktest.TypeIngress), "that of the load balancer")
	for name, want := range map[string][]any{
		"web-to-smtp":   {"web-tasks-id", "0.0.0.0/0", nil, "tcp", 587, 587},
		"web-to-syslog": {"web-tasks-id", nil, "pl-logs", "udp", 514, 514},
	} {
		rule := rec.Named(t, tasktest.TypeEgress, name)
		var got []any
		for _, input := range []string{"securityGroupId", "cidrIpv4", "prefixListId", "ipProtocol", "fromPort", "toPort"} {
			got = append(got, rule.Input(input))
		}
		require.Equal(t, want, got, name)
		require.Nil(t, rule.Input("referencedSecurityGroupId"))
		require.Contains(t, rec.One(t, tasktest.TypeService).DependsOn, rule.URN)
	}
}
