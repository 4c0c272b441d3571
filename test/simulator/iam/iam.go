// Package iam is IAM in the simulated account: roles, policies and their attachments, and the names of AWS managed
// policies.
package iam

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"unicode"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Role              = "aws:iam/role:Role"
	Policy            = "aws:iam/policy:Policy"
	RolePolicy        = "aws:iam/rolePolicy:RolePolicy"
	Attachment        = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	InstanceProfile   = "aws:iam/instanceProfile:InstanceProfile"
	ServiceLinkedRole = "aws:iam/serviceLinkedRole:ServiceLinkedRole"
	OIDCProvider      = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
)

const (
	service   = "IAM"
	malformed = "MalformedPolicyDocument"
	conflict  = "DeleteConflict"
	limit     = "LimitExceeded"
	noEntity  = "NoSuchEntity"
	taken     = "EntityAlreadyExists"
)

// HTTP statuses of IAM's errors that are not 400.
const (
	statusConflict = 409
	statusNotFound = 404
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{
		role(), policy(), rolePolicy(), attachment(), instanceProfile(), serviceLinkedRole(), oidcProvider(),
	}
}

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:iam/getRole:getRole", Run: getRole},
		{Token: "aws:iam/getPolicy:getPolicy", Run: getPolicy},
		{Token: "aws:iam/getPolicyDocument:getPolicyDocument", Run: getPolicyDocument},
	}
}

func apiErrorf(status int, code, format string, args ...any) error {
	return &model.APIError{Code: code, Message: fmt.Sprintf(format, args...), Status: status}
}

// arn is the ARN of an entity under a path.
func arn(c *model.Call, kind, path, name string) string {
	if path == "" {
		path = "/"
	}
	return "arn:" + c.Partition() + ":iam::" + account.ID + ":" + kind + path + name
}

// roleExists requires the role that the property role names.
func roleExists() model.Rule {
	return model.Rule{On: model.Write, Test: func(c *model.Call) error {
		if name := c.New.String("role"); name != "" && !c.Exists(Role, name) {
			return apiErrorf(statusNotFound, noEntity, "The role with name %s cannot be found.", name)
		}
		return nil
	}}
}

// name is the provider's check of an entity's name.
func name(maximum int) []model.Rule {
	return []model.Rule{
		model.Length("name", 1, maximum),
		model.Matches("name", `^[\w+=,.@-]*$`, `invalid value for name (must match [\w+=,.@-])`),
	}
}

// size counts the characters of a policy as IAM does, without white space.
func size(document string) int {
	n := 0
	for _, r := range document {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// text stores a policy as a string. It may be set as an object.
func text(c *model.Call, property string) {
	if c.State.Has(property) {
		c.State[property] = model.Document(c.State[property])
	}
}

// unique returns an entity's unique ID.
func unique(prefix string) string { return prefix + strings.ToUpper(model.Hex(17)) }

// checksum is the provider's ID of a text.
func checksum(text string) string {
	return strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(text))), 10)
}

// compact returns a value as JSON on one line.
func compact(value any) string {
	b, _ := json.Marshal(value) // plain values
	return string(b)
}
