package backup

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func vault() *model.Type {
	return &model.Type{
		Token: Vault, Service: service, Noun: "Backup Vault", Modeled: true,
		Actions: model.Actions{
			Create: "CreateBackupVault", Read: "DescribeBackupVault", Update: "TagResource", Delete: "DeleteBackupVault",
		},
		Name:     model.Name{Property: "name", Max: 50},
		Links:    []string{"arn", "kmsKeyArn"},
		Defaults: model.Props{"forceDestroy": false},
		Replaces: []model.Replace{{Rule: "B3", Properties: []string{"name", "kmsKeyArn"}}},
		Rules: []model.Rule{
			model.Matches("name", `^[0-9A-Za-z_.-]{2,50}$`, `must consist of letters, numbers, and hyphens.`).As("B3"),
			model.ARN("kmsKeyArn").As("B3"),
			{ID: "B3", On: model.Create, Test: func(c *model.Call) error {
				if c.Exists(Vault, c.New.String("name")) {
					return model.Errorf("AlreadyExistsException", "Backup vault with the same name already exists")
				}
				return nil
			}},
			{On: model.Create, Test: keyExists},
			{ID: "B2", On: model.Delete, Test: vaultEmpty},
			{ID: "B7", On: model.Delete, Test: pointsUnlocked},
		},
		Fill: func(c *model.Call) error {
			c.State["arn"] = vaultARN(c, c.State.String("name"))
			c.State.Default("kmsKeyArn", model.AWSKey(c, "backup"))
			return nil
		},
		Deleted: func(c *model.Call) error {
			for _, part := range []string{VaultPolicy, VaultLock, VaultNotifications} {
				c.Delete(part, c.ID)
			}
			return nil
		},
	}
}

func keyExists(c *model.Call) error {
	key := c.New.String("kmsKeyArn")
	if key == "" || key == model.AWSKey(c, "backup") || c.Exists(kmsKey, key[strings.LastIndex(key, "/")+1:]) {
		return nil
	}
	return model.Errorf(invalid, "The specified KMS key does not exist or cannot be used: %s", key)
}

// vaultEmpty rejects the deletion of a vault with recovery points. With forceDestroy, the provider deletes them first.
func vaultEmpty(c *model.Call) error {
	if c.State.Int("recoveryPoints") > 0 && !c.New.Bool("forceDestroy") {
		return model.Errorf(request, "Backup vault cannot be deleted because it contains recovery points.")
	}
	return nil
}

// pointsUnlocked keeps the recovery points of a locked vault, even with forceDestroy.
func pointsUnlocked(c *model.Call) error {
	if c.State.Int("recoveryPoints") > 0 && locked(c.Get(VaultLock, c.ID)) {
		return model.Errorf(request, "Backup vault cannot be deleted because its recovery points are protected by a vault "+
			"lock.")
	}
	return nil
}

func getVault(c *model.Call) (model.Props, error) {
	name := c.New.String("name")
	p := c.Props(Vault, name)
	if p == nil {
		return nil, model.Providerf("reading Backup Vault (%s): couldn't find resource", name)
	}
	return model.Props{
		"id": name, "name": name, "arn": p["arn"], "kmsKeyArn": p["kmsKeyArn"], "recoveryPoints": p["recoveryPoints"],
		"tags": p["tagsAll"],
	}, nil
}
