package autoscaling_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/autoscaling"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup"

func TestAS1ReplicationGroup(t *testing.T) {
	for name, c := range map[string]struct {
		group model.Props
		want  string
	}{
		"fits": {model.Props{"clusterEnabled": true, "nodeType": "cache.m7g.large"}, ""},
		"none": {nil, "ValidationException: ElastiCache replication group doesn't exist: replication-group/x"},
		"no cluster mode": {
			model.Props{"clusterEnabled": false, "nodeType": "cache.m7g.large"},
			"ValidationException: ElastiCache replication group is not in cluster mode: replication-group/x",
		},
		"burstable": {
			model.Props{"clusterEnabled": true, "nodeType": "cache.t4g.medium"},
			"ValidationException: ElastiCache replication group replication-group/x has node type cache.t4g.medium, which is " +
				"not supported for auto scaling",
		},
		"too large": {
			model.Props{"clusterEnabled": true, "nodeType": "cache.m7g.4xlarge"},
			"has node type cache.m7g.4xlarge",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			if c.group != nil {
				require.NoError(t, a.Seed(t.Context(), region, replicationGroup, "x", c.group))
			}
			_, _, err := a.Create(autoscaling.Target, "t", target(model.Props{
				"serviceNamespace": "elasticache", "resourceId": "replication-group/x",
				"scalableDimension": "elasticache:replication-group:NodeGroups",
			}))
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}
