package kms

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// defaultWindow is the default number of days until a key is deleted.
const defaultWindow = 30

func key() *model.Type {
	return &model.Type{
		Token: Key, Service: service, Noun: "KMS Key", Modeled: true,
		Actions: model.Actions{Read: "DescribeKey", Update: "PutKeyPolicy", Delete: "ScheduleKeyDeletion"},
		NewID:   model.NewUUID, ARN: "arn:{partition}:kms:{region}:{account}:key/{id}",
		Links: []string{"arn"},
		Defaults: model.Props{
			"customerMasterKeySpec": "SYMMETRIC_DEFAULT", "keyUsage": "ENCRYPT_DECRYPT", "multiRegion": false,
			"enableKeyRotation": false, "isEnabled": true, "bypassPolicyLockoutSafetyCheck": false, "description": "",
		},
		Normal: map[string]func(string) string{"policy": model.PolicyText},
		Replaces: []model.Replace{{Rule: "K5", Properties: []string{
			"keyUsage", "customerMasterKeySpec", "multiRegion", "customKeyStoreId", "xksKeyId",
		}}},
		Rules: []model.Rule{
			model.Between("deletionWindowInDays", 7, 30).As("K1"),
			model.Between("rotationPeriodInDays", 90, 2560).As("K2"),
			model.With("rotationPeriodInDays", "enableKeyRotation").As("K2"),
			model.Length("description", 0, 8192).As("K9"),
			model.JSON("policy").As("K4"),
			model.OneOf("keyUsage", "SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
			{ID: "K9", On: model.Write, Test: policySize},
			{ID: "K4", On: model.Write, Test: manageable},
			{ID: "K4", On: model.Write, Test: principals},
			{ID: "K2", On: model.Write, Test: rotates},
		},
		Fill:    fillKey,
		Deleted: schedule,
	}
}

// maxPolicy is the maximum size of a key policy in bytes.
const maxPolicy = 32 * 1024

const malformed = "MalformedPolicyDocumentException"

func policySize(c *model.Call) error {
	if len(model.Document(c.New.Get("policy"))) > maxPolicy {
		return model.Errorf("LimitExceededException", "The key policy is larger than %d bytes.", maxPolicy)
	}
	return nil
}

// manageable rejects a key policy that locks its caller out of changing it.
func manageable(c *model.Call) error {
	document := model.Document(c.New.Get("policy"))
	if document == "" || c.New.Bool("bypassPolicyLockoutSafetyCheck") {
		return nil
	}
	for _, statement := range model.Statements(document) {
		if statement.String("Effect") == "Allow" && allows(c, statement) && covers(statement) {
			return nil
		}
	}
	return model.Errorf(malformed, "The new key policy will not allow you to update the key policy in the future.")
}

// allows reports whether a statement allows the caller, directly or through the account.
func allows(c *model.Call, statement model.Props) bool {
	root := "arn:" + c.Partition() + ":iam::" + account.ID + ":root"
	for _, principal := range model.Principals(statement)["AWS"] {
		switch principal {
		case "*", root, account.ID, c.CallerARN():
			return true
		}
	}
	return false
}

func covers(statement model.Props) bool {
	for _, action := range statement.Values("Action") {
		switch action {
		case "*", "kms:*", "kms:Put*", "kms:PutKeyPolicy":
			return true
		}
	}
	return false
}

func principals(c *model.Call) error {
	if c.MissingPrincipal(model.Document(c.New.Get("policy"))) != "" {
		return model.Errorf(malformed, "Policy contains a statement with one or more invalid principals.")
	}
	return nil
}

func rotates(c *model.Call) error {
	spec := c.New.String("customerMasterKeySpec")
	if c.New.Bool("enableKeyRotation") && spec != "" && spec != "SYMMETRIC_DEFAULT" {
		return model.Errorf("UnsupportedOperationException", "Automatic key rotation is not supported for keys of type %s.",
			spec)
	}
	return nil
}

func fillKey(c *model.Call) error {
	c.State["keyId"] = c.ID
	c.State.Default("policy", defaultPolicy(c))
	c.State["policy"] = model.Document(c.State["policy"])
	if c.State.Bool("enableKeyRotation") {
		c.State.Default("rotationPeriodInDays", 365.0)
	}
	return nil
}

// defaultPolicy is the API's default key policy, which delegates to the account's IAM policies.
func defaultPolicy(c *model.Call) string {
	return `{"Id":"key-default-1","Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"arn:` +
		c.Partition() + `:iam::` + account.ID + `:root"},"Resource":"*","Sid":"Enable IAM User Permissions"}],` +
		`"Version":"2012-10-17"}`
}
