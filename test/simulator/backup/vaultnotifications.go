package backup

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func vaultNotifications() *model.Type {
	const put = "PutBackupVaultNotifications"
	return &model.Type{
		Token: VaultNotifications, Service: service, Noun: "Backup Vault Notifications", Modeled: true,
		Actions: model.Actions{
			Create: put, Read: "GetBackupVaultNotifications", Update: put, Delete: "DeleteBackupVaultNotifications",
		},
		NewID: model.Named(inVault), Links: []string{inVault, "snsTopicArn"},
		Replaces: []model.Replace{{Properties: []string{inVault, "snsTopicArn", "backupVaultEvents"}}},
		Rules: []model.Rule{
			vaultExists,
			model.Refers("snsTopicArn", topic, invalid, "The SNS topic %s does not exist."),
		},
		Fill: fillPart,
	}
}
