package kms

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func getKey(c *model.Call) (model.Props, error) {
	ref := c.New.String("keyId")
	p := keyOf(c, ref)
	if p == nil {
		return nil, model.Providerf("reading KMS Key (%s): %w", ref, gone(c, ref))
	}
	state := "Enabled"
	if p["isEnabled"] == false {
		state = "Disabled"
	}
	return model.Props{
		"arn": p["arn"], "id": p["keyId"], "keyId": ref, "awsAccountId": account.ID, "description": p["description"],
		"customerMasterKeySpec": p["customerMasterKeySpec"], "keySpec": p["customerMasterKeySpec"],
		"keyUsage": p["keyUsage"], "multiRegion": p["multiRegion"], "enabled": p["isEnabled"], "keyState": state,
		"keyManager": "CUSTOMER", "origin": "AWS_KMS", "creationDate": "", "deletionDate": "", "expirationModel": "",
		"validTo": "", "cloudHsmClusterId": "", "customKeyStoreId": p.String("customKeyStoreId"),
		"grantTokens": c.New.List("grantTokens"), "pendingDeletionWindowInDays": 0.0,
		"multiRegionConfigurations": []any{}, "xksKeyConfigurations": []any{},
	}, nil
}

func getAlias(c *model.Call) (model.Props, error) {
	name := c.New.String("name")
	p := c.Props(Alias, name)
	if p == nil {
		return nil, model.Providerf("reading KMS Alias (%s): couldn't find resource", name)
	}
	return model.Props{
		"arn": p["arn"], "id": p["arn"], "name": name, "targetKeyArn": p["targetKeyArn"],
		"targetKeyId": keyID(p.String("targetKeyId")),
	}, nil
}
