package kms

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func alias() *model.Type {
	return &model.Type{
		Token: Alias, Service: service, Noun: "KMS Alias", Modeled: true,
		Actions:  model.Actions{Read: "ListAliases", Update: "UpdateAlias"},
		NewID:    aliasName,
		Links:    []string{"targetKeyId"},
		Replaces: []model.Replace{{Properties: []string{"name", "namePrefix"}}},
		Rules: []model.Rule{
			model.Matches("name", `^alias/[0-9A-Za-z_/-]+$`, "name must begin with 'alias/' and only contain "+
				"[0-9A-Za-z_/-]").As("K7"),
			model.Matches("namePrefix", `^alias/[0-9A-Za-z_/-]*$`, "name must begin with 'alias/' and only contain "+
				"[0-9A-Za-z_/-]").As("K7"),
			model.Lacks("name", `^alias/aws/`, "name cannot begin with reserved AWS CMK prefix 'alias/aws/'").As("K7"),
			model.Conflicts("name", "namePrefix"),
			{ID: "K8", On: model.Create, Test: aliasFree},
			usable("targetKeyId"),
		},
		Fill: fillAlias,
	}
}

// aliasName returns the provider's default name of an alias: alias/ and a number.
func aliasName(c *model.Call) string {
	if !c.State.Has("name") {
		prefix := c.State.String("namePrefix")
		if prefix == "" {
			prefix = "alias/"
		}
		c.State["name"] = prefix + model.Hex(26)
	}
	return c.State.String("name")
}

func aliasFree(c *model.Call) error {
	if name := c.New.String("name"); c.Exists(Alias, name) {
		return model.Errorf("AlreadyExistsException", "An alias with the name %s already exists", aliasARN(c, name))
	}
	return nil
}

func aliasARN(c *model.Call, name string) string {
	return "arn:" + c.Partition() + ":kms:" + c.Region + ":" + account.ID + ":" + name
}

// fillAlias keeps the target as the program names it, by ID or by ARN.
func fillAlias(c *model.Call) error {
	c.State["arn"] = aliasARN(c, c.ID)
	c.State["targetKeyArn"] = keyARN(c, keyID(c.State.String("targetKeyId")))
	return nil
}

// operations are the operations that a grant can allow.
var operations = []string{
	"Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo", "Sign",
	"Verify", "GetPublicKey", "CreateGrant", "RetireGrant", "DescribeKey", "GenerateDataKeyPair",
	"GenerateDataKeyPairWithoutPlaintext", "GenerateMac", "VerifyMac", "DeriveSharedSecret",
}

func operationsKnown(c *model.Call) error {
	for _, operation := range c.New.Strings("operations") {
		if !slices.Contains(operations, operation) {
			return model.Invalidf("operations", "expected operations to be one of %q, got %s", operations, operation)
		}
	}
	return nil
}

func grantee(c *model.Call) error {
	if arn := c.New.String("granteePrincipal"); !c.RoleExists(arn) {
		return model.Errorf("InvalidArnException", "ARN does not refer to a valid principal: %s", arn)
	}
	return nil
}
