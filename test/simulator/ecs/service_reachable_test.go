package ecs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	ruleOfListener = "aws:lb/listenerRule:ListenerRule"
	balancerARN    = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/front/1"
)

// rule is a rule of a security group as its group lists it.
func rule(kind, peer string, port int) map[string]any {
	return map[string]any{"protocol": "tcp", "fromPort": port, "toPort": port, kind: []any{peer}}
}

// behind puts the target group of a world behind a load balancer with a security group, and opens what the rules say.
func behind(t *testing.T, a *simtest.Account, egress, ingress map[string]any) {
	t.Helper()
	change := func(typ, id string, p model.Props) {
		require.NoError(t, a.Change(t.Context(), region, typ, id, account.Props(p)))
	}
	const group, subnet = "aws:ec2/securityGroup:SecurityGroup", "aws:ec2/subnet:Subnet"
	require.NoError(t, a.Seed(t.Context(), region, group, "sg-front", model.Props{
		"vpcId": "vpc-1", "egress": []any{egress},
	}))
	require.NoError(t, a.Seed(t.Context(), region, "aws:lb/loadBalancer:LoadBalancer", balancerARN, model.Props{
		"securityGroups": []any{"sg-front"}, "subnets": []any{"subnet-front"},
	}))
	require.NoError(t, a.Seed(t.Context(), region, subnet, "subnet-front", model.Props{"cidrBlock": "10.0.240.0/22"}))
	change(subnet, "subnet-a", model.Props{"cidrBlock": "10.0.0.0/18"})
	change(subnet, "subnet-b", model.Props{"cidrBlock": "10.0.64.0/18"})
	change(group, "sg-1", model.Props{"ingress": []any{ingress}})
	change("aws:lb/listener:Listener", "listener", model.Props{"loadBalancerArn": balancerARN})
}

func TestTasksMustBeReachable(t *testing.T) {
	const unhealthy = "(service web) (port 8000) is unhealthy in (target-group " + groupARN +
		") due to (reason Request timed out)"
	out, in := rule("securityGroups", "sg-1", 8000), rule("securityGroups", "sg-front", 8000)
	for name, c := range map[string]struct {
		egress, ingress map[string]any
		check           string
		want            string
	}{
		"by groups":            {out, in, "traffic-port", ""},
		"by ranges":            {rule("cidrBlocks", "10.0.0.0/16", 8000), rule("cidrBlocks", "10.0.240.0/22", 8000), "", ""},
		"E50 no egress":        {rule("securityGroups", "sg-1", 8001), in, "", unhealthy},
		"E50 no ingress":       {out, rule("securityGroups", "sg-front", 80), "", unhealthy},
		"E50 other group":      {out, rule("securityGroups", "sg-far", 8000), "", unhealthy},
		"E50 one subnet short": {rule("cidrBlocks", "10.0.0.0/18", 8000), in, "", unhealthy},
		"E50 check elsewhere":  {out, in, "9000", unhealthy},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			behind(t, a, c.egress, c.ingress)
			require.NoError(t, a.Change(t.Context(), region, "aws:lb/targetGroup:TargetGroup", groupARN, account.Props{
				"port": 80.0, "healthCheck": map[string]any{"port": c.check}, // the group's own port is for nobody
			}))
			a.MustCreate(ecs.TaskDefinition, "web", task(nil))
			_, _, err := a.Create(ecs.Service, "web", web(model.Props{"waitForSteadyState": true}))
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

// Behind a listener's rule it is the same, and a service without tasks waits for nothing.
func TestTasksBehindAListenerRuleMustBeReachable(t *testing.T) {
	a := world(t)
	behind(t, a, rule("securityGroups", "sg-1", 80), rule("securityGroups", "sg-front", 8000))
	forward := []any{map[string]any{"type": "forward", "targetGroupArn": groupARN}}
	require.NoError(t, a.Change(t.Context(), region, "aws:lb/listener:Listener", "listener", account.Props{
		"defaultActions": []any{map[string]any{"type": "fixed-response"}},
	}))
	listenerRule := model.Props{"listenerArn": "listener", "actions": forward}
	require.NoError(t, a.Seed(t.Context(), region, ruleOfListener, "rule", listenerRule))
	a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	_, _, err := a.Create(ecs.Service, "web", web(model.Props{"waitForSteadyState": true}))
	require.ErrorContains(t, err, "Request timed out")
	a.MustCreate(ecs.Service, "web", web(model.Props{"waitForSteadyState": true, "desiredCount": 0}))
}
