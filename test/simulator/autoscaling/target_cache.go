package autoscaling

import (
	"regexp"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup"

// scalableNode are the node types that ElastiCache scales. Source: ElastiCache user guide, "Auto Scaling Valkey and
// Redis OSS clusters", prerequisites.
var scalableNode = regexp.MustCompile(`^cache\.(r7g|r6g|r6gd|r5|m7g|m6g|m5|c7gn)\.(large|xlarge|2xlarge)$`)

// cacheScales requires an existing replication group in cluster mode, of a node type that ElastiCache scales.
func cacheScales(c *model.Call) error {
	id := c.New.String("resourceId")
	name, isCache := strings.CutPrefix(id, "replication-group/")
	if !isCache || c.New.String("serviceNamespace") != "elasticache" {
		return nil
	}
	p := c.Props(replicationGroup, name)
	switch {
	case p == nil:
		return model.Errorf(validation, "ElastiCache replication group doesn't exist: %s", id)
	case !p.Bool("clusterEnabled"):
		return model.Errorf(validation, "ElastiCache replication group is not in cluster mode: %s", id)
	case !scalableNode.MatchString(p.String("nodeType")):
		return model.Errorf(validation, "ElastiCache replication group %s has node type %s, which is not supported for "+
			"auto scaling", id, p.String("nodeType"))
	}
	return nil
}
