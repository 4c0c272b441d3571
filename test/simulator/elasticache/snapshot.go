package elasticache

import (
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const finalSnapshot = "finalSnapshotIdentifier"

func snapshotRules() []model.Rule {
	return []model.Rule{
		{On: model.Create, Test: restorable},
		{ID: "C23", On: model.Delete, Test: snapshotFree},
	}
}

// restorable requires the snapshot to restore from.
func restorable(c *model.Call) error {
	if name := c.New.String("snapshotName"); name != "" && !c.Exists(Snapshot, strings.ToLower(name)) {
		return model.Errorf("SnapshotNotFoundFault", "Snapshot %s not found.", name)
	}
	return nil
}

// snapshotFree rejects a final snapshot whose name is taken.
func snapshotFree(c *model.Call) error {
	if name := c.State.String(finalSnapshot); name != "" && c.Exists(Snapshot, strings.ToLower(name)) {
		return model.Errorf("SnapshotAlreadyExistsFault", "Snapshot %s already exists.", name)
	}
	return nil
}

// takeSnapshot creates the final snapshot, if there is one. No stack owns it, so it has no URN.
func takeSnapshot(c *model.Call) error {
	name := strings.ToLower(c.State.String(finalSnapshot))
	if name == "" {
		return nil
	}
	c.Put(&account.Resource{
		Region: c.Region, Type: Snapshot, ID: name, Name: name, Created: time.Now(),
		Properties: model.Props{
			"name": name, "source": c.ID, "engine": c.State["engine"], "nodeType": c.State["nodeType"],
			"arn": c.Expand("arn:{partition}:elasticache:{region}:{account}:snapshot:") + name,
		},
	})
	return nil
}
