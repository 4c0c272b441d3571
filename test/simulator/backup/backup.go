// Package backup is AWS Backup in the simulated account: vaults, plans and selections. No job runs. A vault has the
// recovery points that account.Change writes into its recoveryPoints.
package backup

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Vault              = "aws:backup/vault:Vault"
	VaultPolicy        = "aws:backup/vaultPolicy:VaultPolicy"
	VaultLock          = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
	VaultNotifications = "aws:backup/vaultNotifications:VaultNotifications"
	Plan               = "aws:backup/plan:Plan"
	Selection          = "aws:backup/selection:Selection"

	role   = "aws:iam/role:Role"
	kmsKey = "aws:kms/key:Key"
	topic  = "aws:sns/topic:Topic"
)

const (
	service = "Backup"
	invalid = "InvalidParameterValueException"
	request = "InvalidRequestException"
	missing = "ResourceNotFoundException"
	planID  = "planId"
	inVault = "backupVaultName"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{vault(), vaultPolicy(), vaultLock(), vaultNotifications(), plan(), selection()}
}

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:backup/getVault:getVault", Run: getVault},
		{Token: "aws:backup/getPlan:getPlan", Run: getPlan},
	}
}

// vaultExists requires the vault that a vault policy, lock or notification names.
var vaultExists = model.Refers(inVault, Vault, missing, "Backup vault with name %s cannot be found.")

// fillPart sets the vault's ARN on a vault policy, lock or notification.
func fillPart(c *model.Call) error {
	c.State["backupVaultArn"] = vaultARN(c, c.State.String(inVault))
	return nil
}

func vaultARN(c *model.Call, name string) string {
	return c.Expand("arn:{partition}:backup:{region}:{account}:backup-vault:") + name
}
