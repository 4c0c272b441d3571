package backup

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func vaultPolicy() *model.Type {
	const put = "PutBackupVaultAccessPolicy"
	return &model.Type{
		Token: VaultPolicy, Service: service, Noun: "Backup Vault Policy", Modeled: true,
		Actions: model.Actions{
			Create: put, Read: "GetBackupVaultAccessPolicy", Update: put, Delete: "DeleteBackupVaultAccessPolicy",
		},
		NewID: model.Named(inVault), Links: []string{inVault},
		Normal:   map[string]func(string) string{"policy": model.PolicyText},
		Replaces: []model.Replace{{Properties: []string{inVault}}},
		Rules: []model.Rule{
			model.JSON("policy"), vaultExists,
			{On: model.Write, Test: func(c *model.Call) error {
				if c.MissingPrincipal(c.New.String("policy")) != "" {
					return model.Errorf(invalid, "Policy has invalid principal")
				}
				return nil
			}},
		},
		Fill: fillPart,
	}
}
