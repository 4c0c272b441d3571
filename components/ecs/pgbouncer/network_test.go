package pgbouncer

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
)

func TestWaysThroughPgBouncer(t *testing.T) {
	rec := runBouncer(t, full())
	for _, group := range rec.OfType(tasktest.TypeSecurityGroup) {
		require.Equal(t, "vpc-1", group.Input("vpcId"))
		require.False(t, group.Has("ingress"))
		require.False(t, group.Has("egress"))
	}
	for name, want := range map[string][]any{
		"db-from-bastion": {"db-nlb-id", "sg-bastion", nil, "tcp", 6000, 6000},
		"db-nlb":          {"db-tasks-id", "db-nlb-id", nil, "tcp", 6000, 6000},
		"db-database":     {"sg-db", "db-tasks-id", nil, "tcp", 5433, 5433},
		"db-metrics":      {"db-tasks-id", "sg-prometheus", nil, "tcp", 9127, 9127},
	} {
		require.Equal(t, want, tasktest.Rule(rec.Named(t, tasktest.TypeIngress, name)), name)
	}
	for name, want := range map[string][]any{
		"db-nlb":      {"db-nlb-id", "db-tasks-id", nil, "tcp", 6000, 6000},
		"db-database": {"db-tasks-id", "sg-db", nil, "tcp", 5433, 5433},
		"db-https":    {"db-tasks-id", nil, "0.0.0.0/0", "tcp", 443, 443},
	} {
		require.Equal(t, want, tasktest.Rule(rec.Named(t, tasktest.TypeEgress, name)), name)
	}
}

func TestNetworkLoadBalancer(t *testing.T) {
	rec := runBouncer(t, required())
	balancer := rec.Named(t, typeNLB, "db-nlb")
	for path, want := range map[string]any{
		"loadBalancerType": "network", "internal": true, "subnets": []any{"subnet-a", "subnet-b"},
		"securityGroups": []any{"db-nlb-id"}, "enableCrossZoneLoadBalancing": true, "enableDeletionProtection": true,
		"ipAddressType": "ipv4",
	} {
		require.Equal(t, want, balancer.Input(path), path)
	}
	targets := rec.Named(t, typeTargets, "db-tg")
	for path, want := range map[string]any{
		"vpcId": "vpc-1", "targetType": "ip", "protocol": "TCP", "port": 6432, "deregistrationDelay": 180,
		"connectionTermination": false, "preserveClientIp": "false",
		"healthCheck": map[string]any{
			"enabled": true, "protocol": "TCP", "port": "traffic-port", "interval": 10, "timeout": 5,
			"healthyThreshold": 2, "unhealthyThreshold": 2,
		},
	} {
		require.Equal(t, want, targets.Input(path), path)
	}
	listener := rec.Named(t, "aws:lb/listener:Listener", "db-tcp")
	for path, want := range map[string]any{
		"loadBalancerArn": "arn:aws:mock:::db-nlb", "protocol": "TCP", "port": 6432,
		"defaultActions": []any{map[string]any{"type": "forward", "targetGroupArn": "arn:aws:mock:::db-tg"}},
	} {
		require.Equal(t, want, listener.Input(path), path)
	}
	require.Equal(t, false, runBouncer(t, full()).Named(t, typeNLB, "db-nlb").Input("enableDeletionProtection"))
}
