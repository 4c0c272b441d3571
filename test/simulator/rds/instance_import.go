package rds

import "github.com/tenfold-iac/tenfold/test/simulator/model"

// importInstance is how the provider imports an instance: by its resource ID or by its identifier. The API tells
// neither the password nor how to delete the instance. The provider decides to take no final snapshot. Source:
// terraform-provider-aws, resourceInstanceImport and findDBInstanceByID in internal/service/rds.
func importInstance() model.Import {
	return model.Import{
		ID: func(c *model.Call, identifier string) string {
			if r := instanceOf(c, identifier); r != nil {
				return r.ID
			}
			return ""
		},
		Unread: []string{
			"allowMajorVersionUpgrade", "applyImmediately", "blueGreenUpdate", "finalSnapshotIdentifier",
			"manageMasterUserPassword", "password", "restoreToPointInTime", "s3Import", "snapshotIdentifier",
		},
		Set: model.Props{"deleteAutomatedBackups": true, "skipFinalSnapshot": true},
	}
}
