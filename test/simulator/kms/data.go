package kms

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func getKey(c *model.Call) (model.Props, error) {
	ref := c.New.String("keyId")
	p, manager := keyOf(c, ref), "CUSTOMER"
	if p == nil {
		p, manager = managedKey(c, ref), "AWS"
	}
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
		"keyManager": manager, "origin": "AWS_KMS", "creationDate": "", "deletionDate": "", "expirationModel": "",
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

const managedAlias = "alias/aws/"

// managedKey is the AWS managed key of an alias such as alias/aws/secretsmanager, or nil.
func managedKey(c *model.Call, ref string) model.Props {
	_, service, ok := strings.Cut(ref, managedAlias)
	arn := model.AWSKey(c, service)
	if !ok || arn == "" {
		return nil
	}
	return model.Props{
		"arn": arn, "keyId": keyID(arn), "isEnabled": true, "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
		"keyUsage": "ENCRYPT_DECRYPT", "multiRegion": false,
		"description": "Default key that protects my data when no other key is defined",
	}
}
