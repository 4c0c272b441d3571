package backend

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"
)

func queuesOf(names ...string) []any {
	list := []any{}
	for _, name := range names {
		list = append(list, map[string]any{"name": name})
	}
	return list
}

func TestOutagesAreNamed(t *testing.T) {
	const queuesText = "tenfold:overrides.workers changes: no worker consumes bulk any more: its messages stay unread, and on " +
		"SQS they are deleted; first give one worker the old and the new name, release, and wait until the old queue is empty; " +
		"see docs/operations.md"
	const zonesText = "tenfold:zones changes: subnets are replaced, with the load balancer of PgBouncer; only add zones, at " +
		"the end; see docs/operations.md"
	for name, c := range map[string]struct {
		outages []outage
		was, is map[string]any
		want    []string
	}{
		"nothing changes": {balancerOutages, map[string]any{"healthCheckPath": "/a"}, map[string]any{"healthCheckPath": "/a"}, nil},
		"something else":  {balancerOutages, map[string]any{"idleTimeout": 60}, map[string]any{"idleTimeout": 70}, nil},
		"health path": {
			balancerOutages,
			map[string]any{"healthCheckPath": "/a"},
			map[string]any{"healthCheckPath": "/b"},
			[]string{"tenfold:healthCheckPath changes: the load balancer asks running tasks for /b at once, and ECS ends those " +
				"that do not answer 200; first release an image that answers /a and /b; see docs/operations.md"},
		},
		"a zone more":   {networkOutages, map[string]any{"zones": []any{"a", "b"}}, map[string]any{"zones": []any{"a", "b", "c"}}, nil},
		"a zone less":   {networkOutages, map[string]any{"zones": []any{"a", "b"}}, map[string]any{"zones": []any{"a"}}, []string{zonesText}},
		"another order": {networkOutages, map[string]any{"zones": []any{"a", "b"}}, map[string]any{"zones": []any{"b", "a"}}, []string{zonesText}},
		"a queue more": {
			brokerOutages, map[string]any{"queues": queuesOf("celery")}, map[string]any{"queues": queuesOf("celery", "bulk")}, nil,
		},
		"another order of queues": {
			brokerOutages, map[string]any{"queues": queuesOf("a", "b")}, map[string]any{"queues": queuesOf("b", "a")}, nil,
		},
		"a queue renamed": {
			brokerOutages,
			map[string]any{"queues": queuesOf("celery", "bulk")},
			map[string]any{"queues": queuesOf("celery", "slow")},
			[]string{queuesText},
		},
		"the last queue": {brokerOutages, map[string]any{"queues": queuesOf("bulk")}, map[string]any{}, []string{queuesText}},
		"the first domain": {
			storageOutages,
			map[string]any{},
			map[string]any{"domain": "app.example.com"},
			[]string{"tenfold:domain changes: the old name stops at once, and the new one answers 502 for the minutes in which " +
				"CloudFront changes; choose a quiet hour; see docs/operations.md"},
		},
		"unknown": {
			storageOutages, map[string]any{"domain": "a"}, map[string]any{"domain": resource.MakeComputed(resource.NewProperty(""))}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := warnings(c.outages, resource.NewPropertyMapFromMap(c.was), resource.NewPropertyMapFromMap(c.is))
			require.Equal(t, c.want, got)
		})
	}
}
