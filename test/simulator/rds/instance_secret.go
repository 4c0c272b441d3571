package rds

import (
	"encoding/json"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// keepSecret creates the secret of a master user password that RDS manages, and deletes it when RDS stops managing it.
// It counts as seed data.
func keepSecret(c *model.Call) {
	wanted, had := c.State.Bool("manageMasterUserPassword"), c.Old.Has("masterUserSecrets")
	switch {
	case wanted && !had:
		makeSecret(c)
	case !wanted && had:
		dropSecret(c)
		c.State["masterUserSecrets"], c.State["masterUserSecretKmsKeyId"] = []any{}, ""
	}
}

func makeSecret(c *model.Call) {
	key := c.State.String("masterUserSecretKmsKeyId")
	if key == "" {
		key = model.AWSKey(c, "secretsmanager")
		c.State["masterUserSecretKmsKeyId"] = key
	}
	name := "rds!" + c.ID + "-" + model.Hex(8)
	own := c.Expand("arn:{partition}:secretsmanager:{region}:{account}:secret:") + name + "-" + model.Hex(6)
	c.Seed(secret, own, model.Props{
		"arn": own, "name": name, "kmsKeyId": key, "recoveryWindowInDays": 0.0, "tagsAll": map[string]any{},
		"description": "The secret associated with the primary RDS DB instance: " + c.State.String("arn"),
	})
	value, _ := json.Marshal(map[string]string{ // a map of texts can always be written
		"username": c.State.String("username"), "password": model.Hex(28),
	})
	version := model.Hex(32)
	c.Seed(secretVersion, own+"|"+version, model.Props{
		"arn": own, "secretId": own, "versionId": version, "versionStages": []any{"AWSCURRENT"},
		"secretString": string(value),
	})
	c.State["masterUserSecrets"] = []any{map[string]any{
		"kmsKeyId": key, "secretArn": own, "secretStatus": "active",
	}}
}

func dropSecret(c *model.Call) {
	own := c.Old.String("masterUserSecrets.0.secretArn")
	for _, version := range c.Find(secretVersion, "arn", own) {
		c.Delete(secretVersion, version.ID)
	}
	c.Delete(secret, own)
}

// exportLogs creates RDS's log groups, which stay after the instance is deleted.
func exportLogs(c *model.Call) {
	for _, kind := range c.State.Strings("enabledCloudwatchLogsExports") {
		name := "/aws/rds/instance/" + c.State.String("identifier") + "/" + kind
		if !c.Exists(logGroup, name) {
			c.Seed(logGroup, name, model.Props{
				"name": name, "retentionInDays": 0.0, "logGroupClass": "STANDARD", "tagsAll": map[string]any{},
				"arn": "arn:" + c.Partition() + ":logs:" + c.Region + ":" + account.ID + ":log-group:" + name,
			})
		}
	}
}
