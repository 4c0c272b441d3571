package backup

import (
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// minGrace is the minimum number of days during which a compliance lock can still be removed.
const minGrace = 3

func vaultLock() *model.Type {
	const put = "PutBackupVaultLockConfiguration"
	return &model.Type{
		Token: VaultLock, Service: service, Noun: "Backup Vault Lock Configuration", Modeled: true,
		Actions: model.Actions{
			Create: put, Read: "DescribeBackupVault", Update: put, Delete: "DeleteBackupVaultLockConfiguration",
		},
		NewID: model.Named(inVault), Links: []string{inVault},
		Replaces: []model.Replace{{Properties: []string{
			inVault, "changeableForDays", "maxRetentionDays", "minRetentionDays",
		}}},
		Rules: []model.Rule{
			model.Between("changeableForDays", minGrace, 36500).As("B7"),
			vaultExists,
			{ID: "B7", On: model.Create, Test: retentionInOrder},
			{ID: "B7", On: model.Delete, Test: inGrace},
		},
		Fill: fillPart,
	}
}

func retentionInOrder(c *model.Call) error {
	minimum, maximum := c.New.Int("minRetentionDays"), c.New.Int("maxRetentionDays")
	if maximum > 0 && maximum < minimum {
		return model.Errorf(invalid, "MaxRetentionDays cannot be less than MinRetentionDays.")
	}
	return nil
}

// inGrace rejects the removal of a compliance lock after its grace time.
func inGrace(c *model.Call) error {
	if locked(c.Get(VaultLock, c.ID)) {
		return model.Errorf(request, "Backup vault lock configuration cannot be deleted: the vault is locked in compliance "+
			"mode.")
	}
	return nil
}

// locked reports whether a lock is in compliance mode and its grace time is over.
func locked(lock *account.Resource) bool {
	if lock == nil {
		return false
	}
	days := lock.Properties.Int("changeableForDays")
	return days > 0 && time.Now().After(lock.Created.AddDate(0, 0, days))
}
