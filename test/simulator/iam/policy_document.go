package iam

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// vendor matches the service prefix of an action; * matches every action.
var vendor = regexp.MustCompile(`^(\*|[a-zA-Z0-9-]+:.+)$`)

// permissions is the API's rule for an identity policy document.
func permissions() model.Rule {
	return model.Rule{ID: "I6", On: model.Write, Test: func(c *model.Call) error {
		document := model.Document(c.New["policy"])
		if document == "" {
			return nil
		}
		return validate(document, func(statement model.Props) error {
			switch {
			case statement.Has("Principal") || statement.Has("NotPrincipal"):
				return model.Errorf(malformed, "Policy document should not specify a principal.")
			case !statement.Has("Resource") && !statement.Has("NotResource"):
				return model.Errorf(malformed, "Policy statement must contain resources.")
			}
			return nil
		})
	}}
}

// trust is the API's rule for a trust policy document.
func trust() model.Rule {
	return model.Rule{ID: "I2, I6", On: model.Write, Test: func(c *model.Call) error {
		return validate(model.Document(c.New["assumeRolePolicy"]), trustStatement)
	}}
}

func trustStatement(statement model.Props) error {
	switch {
	case statement.Has("Resource") || statement.Has("NotResource"):
		return model.Errorf(malformed, "Has prohibited field Resource")
	case !statement.Has("Principal") && !statement.Has("NotPrincipal"):
		return model.Errorf(malformed, "AssumeRole policy must contain principals")
	}
	for _, action := range statement.Values("Action") {
		if !strings.HasPrefix(action, "sts:") {
			return model.Errorf(malformed, "AssumeRole policy may only specify STS AssumeRole actions.")
		}
	}
	return nil
}

// validate checks the rules of all policies, and then those of its kind, statement by statement.
func validate(document string, kind func(statement model.Props) error) error {
	var policy model.Props
	if json.Unmarshal([]byte(document), &policy) != nil {
		return model.Errorf(malformed, "This policy contains invalid Json")
	}
	if version := policy.String("Version"); version != "" && version != "2012-10-17" && version != "2008-10-17" {
		return model.Errorf(malformed, "Policy document must be version 2012-10-17 or greater.")
	}
	statements := policy.Objects("Statement")
	if len(statements) == 0 {
		return model.Errorf(malformed, "Syntax errors in policy.")
	}
	seen := map[string]bool{}
	for _, statement := range statements {
		if err := common(statement); err != nil {
			return err
		}
		sid := statement.String("Sid")
		if sid != "" && seen[sid] {
			return model.Errorf(malformed, "Statement IDs (SID) in a single policy must be unique.")
		}
		seen[sid] = true
		if err := kind(statement); err != nil {
			return err
		}
	}
	return nil
}

// fields are the fields of a statement.
var fields = map[string]bool{
	"Sid": true, "Effect": true, "Principal": true, "NotPrincipal": true, "Action": true, "NotAction": true,
	"Resource": true, "NotResource": true, "Condition": true,
}

func common(statement model.Props) error {
	for field := range statement {
		if !fields[field] {
			return model.Errorf(malformed, "Syntax errors in policy.")
		}
	}
	if effect := statement.String("Effect"); effect != "Allow" && effect != "Deny" {
		return model.Errorf(malformed, "Syntax errors in policy.")
	}
	actions := append(statement.Values("Action"), statement.Values("NotAction")...)
	if len(actions) == 0 {
		return model.Errorf(malformed, "Policy statement must contain actions.")
	}
	for _, action := range actions {
		if !vendor.MatchString(action) {
			return model.Errorf(malformed, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
		}
	}
	for _, resource := range append(statement.Values("Resource"), statement.Values("NotResource")...) {
		if resource != "*" && !strings.HasPrefix(resource, "arn:") {
			return model.Errorf(malformed, "Resource %s must be in ARN format or \"*\".", resource)
		}
	}
	return nil
}

// principalsExist requires that the principals of a trust policy exist.
func principalsExist() model.Rule {
	return model.Rule{ID: "I3", On: model.Write, Test: func(c *model.Call) error {
		if missing := c.MissingPrincipal(model.Document(c.New["assumeRolePolicy"])); missing != "" {
			return model.Errorf(malformed, `Invalid principal in policy: "AWS":"%s"`, missing)
		}
		return nil
	}}
}
