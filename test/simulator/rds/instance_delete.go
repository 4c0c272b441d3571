package rds

import (
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// deleteRules are the rules of a delete. New is the engine's state of the instance, and State the live one.
func deleteRules() []model.Rule {
	return []model.Rule{
		{ID: "R24", On: model.Delete, Test: finalSnapshotNamed},
		{ID: "R27", On: model.Delete, Test: unprotected},
		{ID: "R14", On: model.Delete, Test: noReplicaSnapshot},
		{ID: "R26", On: model.Delete, Test: finalSnapshotFree},
		{ID: "R56", On: model.Delete, Test: func(c *model.Call) error {
			if finalSnapshot(c) == "" {
				return nil
			}
			return snapshotQuota(c)
		}},
	}
}

// finalSnapshot returns the name of the final snapshot, or "".
func finalSnapshot(c *model.Call) string {
	if c.New.Bool("skipFinalSnapshot") {
		return ""
	}
	return c.New.String("finalSnapshotIdentifier")
}

func finalSnapshotNamed(c *model.Call) error {
	if !c.New.Bool("skipFinalSnapshot") && finalSnapshot(c) == "" {
		return model.Providerf("final_snapshot_identifier is required when skip_final_snapshot is false")
	}
	return nil
}

// unprotected rejects the deletion of a protected instance. If changes apply immediately, the provider itself removes a
// protection that the program no longer sets.
func unprotected(c *model.Call) error {
	lifts := !c.New.Bool("deletionProtection") && c.New.Bool("applyImmediately")
	if c.State.Bool("deletionProtection") && !lifts {
		return model.Errorf(combination, "Cannot delete protected DB Instance, please disable deletion protection and try "+
			"again.")
	}
	return nil
}

func noReplicaSnapshot(c *model.Call) error {
	if finalSnapshot(c) != "" && c.State.Has("replicateSourceDb") {
		return model.Errorf(combination, "FinalDBSnapshotIdentifier cannot be specified: cannot create final snapshot for "+
			"read replica")
	}
	return nil
}

func finalSnapshotFree(c *model.Call) error {
	if name := finalSnapshot(c); name != "" && c.Exists(Snapshot, name) {
		return duplicateSnapshot(name)
	}
	return nil
}

func duplicateSnapshot(name string) error {
	return model.Errorf("DBSnapshotAlreadyExists",
		"Cannot create the snapshot because a snapshot with the identifier %s already exists.", name)
}

// instanceDeleted creates the final snapshot of a deleted instance and promotes its replicas.
func instanceDeleted(c *model.Call) error {
	if name := finalSnapshot(c); name != "" {
		p := model.Props{"dbInstanceIdentifier": c.State["identifier"], "dbSnapshotIdentifier": name}
		if c.State.Bool("copyTagsToSnapshot") {
			p["tags"] = c.State["tagsAll"]
		}
		p.Default("tags", map[string]any{})
		p["tagsAll"] = p["tags"]
		takeSnapshot(c, p, c.State)
		c.Put(&account.Resource{
			Region: c.Region, Type: Snapshot, ID: name, Name: name, Properties: p, Created: time.Now(),
		})
	}
	if c.State.Has("masterUserSecrets") {
		dropSecret(c)
	}
	relist(c, c.State.String("replicateSourceDb"), c.State.String("identifier"), "")
	for _, property := range []string{"identifier", "arn"} {
		for _, replica := range c.Find(Instance, "replicateSourceDb", c.State.String(property)) {
			delete(replica.Properties, "replicateSourceDb")
			c.Put(replica)
		}
	}
	return nil
}
