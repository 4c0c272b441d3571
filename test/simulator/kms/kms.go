// Package kms is KMS in the simulated account: keys, their aliases and grants. Nothing is encrypted.
package kms

import (
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Key   = "aws:kms/key:Key"
	Alias = "aws:kms/alias:Alias"
	Grant = "aws:kms/grant:Grant"
)

const service = "KMS"

// Types are the resource types of the package.
func Types() []*model.Type { return []*model.Type{key(), alias(), grant()} }

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:kms/getKey:getKey", Run: getKey},
		{Token: "aws:kms/getAlias:getAlias", Run: getAlias},
	}
}

// usable requires a key that exists and is not pending deletion.
func usable(property string) model.Rule {
	return model.Rule{ID: "K3", On: model.Write, Test: func(c *model.Call) error {
		ref := c.New.String(property)
		if keyOf(c, ref) != nil {
			return nil
		}
		return gone(c, ref)
	}}
}

// gone returns the error for a key that cannot be used.
func gone(c *model.Call, ref string) error {
	if c.HasTombstone(Key, keyID(ref)) {
		return model.Errorf("KMSInvalidStateException", "%s is pending deletion.", keyARN(c, keyID(ref)))
	}
	return model.Errorf("NotFoundException", "Key '%s' does not exist", keyARN(c, keyID(ref)))
}

// keyOf finds a key by its ID or ARN, or by an alias, or nil.
func keyOf(c *model.Call, ref string) model.Props {
	if at := strings.Index(ref, "alias/"); at >= 0 {
		ref = c.Props(Alias, ref[at:]).String("targetKeyId")
	}
	return c.Props(Key, keyID(ref))
}

func keyID(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }

func keyARN(c *model.Call, id string) string {
	return "arn:" + c.Partition() + ":kms:" + c.Region + ":" + account.ID + ":key/" + id
}

// schedule keeps a deleted key pending deletion for its window. It cannot be used meanwhile.
func schedule(c *model.Call) error {
	days := c.State.Int("deletionWindowInDays")
	if days == 0 {
		days = defaultWindow
	}
	c.Tombstone(Key, c.ID, time.Now().AddDate(0, 0, days))
	return nil
}
