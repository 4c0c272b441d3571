package s3

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// maxPolicy is the maximum size of a bucket policy in bytes.
const maxPolicy = 20 * 1024

// role is the type of a policy's principals.
const role = "aws:iam/role:Role"

func policyRules() []model.Rule {
	return []model.Rule{
		{On: model.Check, Test: policyIsJSON},
		{ID: "S8", On: model.Write, Test: wellFormed},
		{ID: "S6", On: model.Write, Test: notPublic},
	}
}

// policyIsJSON checks a policy that is a string. It may also be an object.
func policyIsJSON(c *model.Call) error {
	text, isText := c.New["policy"].(string)
	if isText && !json.Valid([]byte(text)) {
		return model.Invalidf("policy", `"policy" contains an invalid JSON policy`)
	}
	return nil
}

// wellFormed requires resources of the bucket itself, and principals that exist.
func wellFormed(c *model.Call) error {
	statements, err := model.ParsePolicy(c.New["policy"])
	if err != nil {
		return malformed("This policy contains invalid Json")
	}
	if len(c.New.String("policy")) > maxPolicy {
		return malformed("Policy exceeds the maximum allowed document size.")
	}
	own := c.Expand("arn:{partition}:s3:::") + c.New.String("bucket")
	for _, s := range statements {
		if slices.ContainsFunc(s.Resources, func(r string) bool { return r != own && !strings.HasPrefix(r, own+"/") }) {
			return malformed("Policy has invalid resource")
		}
		if slices.ContainsFunc(s.Principals, func(p string) bool { return missing(c, p) }) {
			return malformed("Invalid principal in policy")
		}
	}
	return nil
}

func malformed(reason string) error { return model.Errorf("MalformedPolicy", "%s", reason) }

// missing reports whether a principal is a role of this account that does not exist.
func missing(c *model.Call, principal string) bool {
	name, isRole := strings.CutPrefix(principal, c.Expand("arn:{partition}:iam::{account}:role/"))
	return isRole && c.Types[role] != nil && !c.Exists(role, name[strings.LastIndex(name, "/")+1:])
}

func notPublic(c *model.Call) error {
	if isPublic(c.New["policy"]) && blocksPolicies(c, c.New.String("bucket")) {
		return blocked()
	}
	return nil
}

func blocked() error {
	return &model.APIError{Status: 403, Code: "AccessDenied", Message: "Access Denied"}
}

// blocksPolicies reports whether public policies are blocked: by the bucket's block, which is the default, or by the
// account's.
func blocksPolicies(c *model.Call, name string) bool {
	if p := c.Props(AccountAccessBlock, account.ID); p.Bool("blockPublicPolicy") {
		return true
	}
	p := setting(c, PublicAccessBlock, name)
	return p == nil || p.Bool("blockPublicPolicy")
}

// narrowing are the condition keys that make an open principal not public. Source: S3 user guide, "The meaning of
// public".
var narrowing = []string{
	"aws:principalorgid", "aws:principalarn", "aws:principalaccount", "aws:principalorgpaths", "aws:sourceaccount",
	"aws:sourcearn", "aws:sourceip", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner", "aws:sourcevpc",
	"aws:sourcevpce", "aws:userid", "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
}

// isPublic reports whether a policy allows everyone something.
func isPublic(policy any) bool {
	statements, _ := model.ParsePolicy(policy)
	return slices.ContainsFunc(statements, func(s model.Statement) bool {
		return s.Allow && slices.Contains(s.Principals, "*") && !slices.ContainsFunc(s.Conditions, func(key string) bool {
			return slices.Contains(narrowing, key)
		})
	})
}
