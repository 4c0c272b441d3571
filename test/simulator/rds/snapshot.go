package rds

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func snapshot() *model.Type {
	return &model.Type{
		Token: Snapshot, Service: service, Noun: "RDS DB Snapshot", Actions: actions("DBSnapshot"),
		NewID:    model.Named("dbSnapshotIdentifier"),
		Links:    []string{"dbInstanceIdentifier", "dbSnapshotArn", "kmsKeyId"},
		Replaces: []model.Replace{{Properties: []string{"dbInstanceIdentifier", "dbSnapshotIdentifier"}}},
		Rules: []model.Rule{
			{On: model.Create, Test: func(c *model.Call) error {
				if id := c.New.String("dbInstanceIdentifier"); instanceOf(c, id) == nil {
					return model.Errorf("DBInstanceNotFound", "DBInstance %s not found.", id)
				}
				return nil
			}},
			{ID: "R26", On: model.Create, Test: func(c *model.Call) error {
				if name := c.New.String("dbSnapshotIdentifier"); c.Exists(Snapshot, name) {
					return duplicateSnapshot(name)
				}
				return nil
			}},
			{ID: "R56", On: model.Create, Test: snapshotQuota},
		},
		Fill: func(c *model.Call) error {
			if c.Op == model.Create {
				takeSnapshot(c, c.State, instanceOf(c, c.New.String("dbInstanceIdentifier")).Properties)
			}
			return nil
		},
	}
}

// maxSnapshots is the maximum number of manual snapshots in a region.
const maxSnapshots = 100

func snapshotQuota(c *model.Call) error {
	if len(c.List(Snapshot)) >= c.Quota("databaseSnapshots", maxSnapshots) {
		return model.Errorf("SnapshotQuotaExceeded", "The request cannot be processed because it would exceed the maximum "+
			"number of snapshots.")
	}
	return nil
}

// takeSnapshot describes a snapshot of an instance.
func takeSnapshot(c *model.Call, p, of model.Props) {
	for _, property := range []string{
		"allocatedStorage", "availabilityZone", "engine", "iops", "kmsKeyId", "licenseModel", "optionGroupName", "port",
		"storageType",
	} {
		p[property] = of[property]
	}
	p["engineVersion"], p["encrypted"] = of["engineVersionActual"], of["storageEncrypted"]
	p["dbSnapshotArn"] = arn(c, "snapshot", p.String("dbSnapshotIdentifier"))
	p["snapshotType"], p["status"] = "manual", "available"
	p["sourceRegion"], p["sourceDbSnapshotIdentifier"] = "", ""
	p["vpcId"] = c.Props(SubnetGroup, of.String("dbSubnetGroupName")).String("vpcId")
}
