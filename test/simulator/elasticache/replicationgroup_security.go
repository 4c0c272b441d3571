package elasticache

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func securityRules() []model.Rule {
	return []model.Rule{
		{ID: "C13", On: model.Check, Test: tokenShape},
		{ID: "C13", On: model.Write, Test: tokenEncrypted},
		model.Conflicts("authToken", "userGroupIds").As("C14"),
		model.MaxItems("userGroupIds", 1).As("C14"),
		model.OneOf("authTokenUpdateStrategy", "SET", "ROTATE", "DELETE").As("C15"),
		{ID: "C15", On: model.Check, Test: strategyNeedsToken},
		{ID: "C17", On: model.Check, Test: encryptionChosen},
		model.OneOf("transitEncryptionMode", "preferred", "required").As("C16"),
		{ID: "C16", On: model.Write, Test: encryptionStepwise},
		{On: model.Write, Test: userGroupsFit},
		{On: model.Write, Test: keyFits},
	}
}

// Lengths of an AUTH token and of a user's password.
const (
	minToken = 16
	maxToken = 128
)

func tokenShape(c *model.Call) error {
	const property = "authToken"
	token := c.New.String(property)
	switch {
	case !c.New.Known(property):
		return nil
	case len(token) < minToken || len(token) > maxToken:
		return model.Invalidf(property, `"auth_token" must contain from %d to %d alphanumeric characters or symbols `+
			`(excluding @, ", and /)`, minToken, maxToken)
	case strings.ContainsAny(token, "@\"/ "):
		return model.Invalidf(property, `only alphanumeric characters or symbols (excluding @, ", and /) allowed in `+
			`"auth_token"`)
	}
	return nil
}

func tokenEncrypted(c *model.Call) error {
	if c.State.Has("authToken") && !c.State.Bool("transitEncryptionEnabled") {
		return model.Errorf(badValue, "The AUTH token is only supported when encryption-in-transit is enabled")
	}
	return nil
}

func strategyNeedsToken(c *model.Call) error {
	const property = "authTokenUpdateStrategy"
	if c.New.Has(property) && !c.New.Has("authToken") {
		return model.Invalidf(property, `"auth_token_update_strategy": "auth_token" must be specified`)
	}
	return nil
}

// encryptionChosen requires an explicit setting for Valkey's encryption in transit.
func encryptionChosen(c *model.Call) error {
	const property = "transitEncryptionEnabled"
	if c.New.String("engine") == valkey && !c.New.Has(property) && !c.New.Has("globalReplicationGroupId") {
		return model.Invalidf(property, `"transit_encryption_enabled" must be specified when "engine" is "valkey"`)
	}
	return nil
}

// encryptionStepwise requires that a live group turns encryption in transit on or off through the mode preferred, so
// that no client loses its connection.
func encryptionStepwise(c *model.Call) error {
	mode, on := c.State.String("transitEncryptionMode"), c.State.Bool("transitEncryptionEnabled")
	switch was := c.Old.Bool("transitEncryptionEnabled"); {
	case c.New.Has("transitEncryptionMode") && !on && mode == "required":
		return model.Errorf(badCombination, "TransitEncryptionMode must not be required when transit encryption is disabled")
	case c.Op == model.Create || was == on:
		return nil
	case on && mode != "preferred":
		return model.Errorf(badCombination, "To enable transit encryption on an existing replication group, "+
			"TransitEncryptionMode must be preferred")
	case !on && c.Old.String("transitEncryptionMode") != "preferred":
		return model.Errorf(badCombination, "To disable transit encryption, TransitEncryptionMode must be preferred first")
	}
	return nil
}

// userGroupsFit requires existing user groups, and encryption in transit.
func userGroupsFit(c *model.Call) error {
	for _, id := range c.State.Strings("userGroupIds") {
		if !c.Exists(UserGroup, strings.ToLower(id)) {
			return model.Errorf("UserGroupNotFound", "User Group %s not found.", id)
		}
		if !c.State.Bool("transitEncryptionEnabled") {
			return model.Errorf(badCombination, "User group based access control requires encryption-in-transit to be "+
				"enabled.")
		}
		if compareVersions(orderedVersion(engineOf(c.State), c.State.String("engineVersion")), "6") < 0 {
			return model.Errorf(badCombination, "User group based access control is not supported for engine versions "+
				"before 6.")
		}
	}
	return nil
}

// keyFits requires an existing key, and encryption at rest.
func keyFits(c *model.Call) error {
	ref := c.State.String("kmsKeyId")
	if ref == "" {
		return nil
	}
	if !encryptedAtRest(c.State) {
		return model.Errorf(badCombination, "A KMS key can be specified only when encryption-at-rest is enabled.")
	}
	if id := ref[strings.LastIndex(ref, "/")+1:]; !c.Exists(keyType, id) {
		return model.Errorf("InvalidKMSKeyFault", "The KMS key %s does not exist or cannot be used.", ref)
	}
	return nil
}

// encryptedAtRest returns the setting, or the engine's default.
func encryptedAtRest(p model.Props) bool {
	if on, said := p["atRestEncryptionEnabled"].(bool); said {
		return on
	}
	return engineOf(p) == valkey
}
