package rds

import "github.com/tenfold-iac/tenfold/test/simulator/model"

// queued are the properties that change in the maintenance window unless a call applies them immediately. Source: RDS
// User Guide, "Settings for DB instances".
var queued = []string{
	"allocatedStorage", "caCertIdentifier", "dbSubnetGroupName", "dedicatedLogVolume", "engineVersion",
	"iamDatabaseAuthenticationEnabled", "identifier", "instanceClass", "iops", "licenseModel", "multiAz", "networkType",
	"optionGroupName", "storageThroughput", "storageType",
}

// queue leaves an instance unchanged where a change waits for the maintenance window. The real provider then reads the
// old values back, so every later update shows the change again. Only of the version it reads what waits: see fillEngine.
func queue(c *model.Call) error {
	if c.New.Bool("applyImmediately") {
		return nil
	}
	for _, property := range queued {
		if property != "engineVersion" {
			restore(c, property)
		}
	}
	const backups = "backupRetentionPeriod" // between two periods it changes at once, to and from none it waits
	if (c.Old.Int(backups) == 0) != (c.State.Int(backups) == 0) {
		restore(c, backups)
	}
	return nil
}

func restore(c *model.Call, property string) {
	if was, had := c.Old[property]; had {
		c.State[property] = was
	} else {
		delete(c.State, property)
	}
}

// waits reports whether an update changes a property that waits for the maintenance window.
func waits(c *model.Call, property string) bool {
	return c.Op == model.Update && !c.New.Bool("applyImmediately") && c.Changed(property)
}
