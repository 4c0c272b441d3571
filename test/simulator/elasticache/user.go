package elasticache

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// defaultUser is the ID and name of the user that every account has. It has no password and full access.
const defaultUser = "default"

func user() *model.Type {
	return &model.Type{
		Token: User, Service: service, Noun: "ElastiCache User", Modeled: true,
		NewID:    lowered("userId"),
		ARN:      "arn:{partition}:elasticache:{region}:{account}:user:{id}",
		Links:    []string{"userName"},
		Defaults: model.Props{"noPasswordRequired": false},
		Normal:   map[string]func(string) string{"userId": strings.ToLower, "engine": strings.ToLower},
		Replaces: []model.Replace{{Properties: []string{"userId", "userName"}}},
		Rules: []model.Rule{
			{On: model.Check, Test: userEngine},
			model.Length("userId", 1, 40),
			model.MaxItems("passwords", 2),
			{On: model.Check, Test: passwords},
			model.OneOf("authenticationMode.type", "password", "no-password-required", "iam"),
			model.Conflicts("authenticationMode", "passwords", "noPasswordRequired"),
			{On: model.Create, Test: free("userId", "UserAlreadyExists", "User %s already exists.")},
			{On: model.Write, Test: authenticated},
			{On: model.Write, Test: accessString},
			{On: model.Delete, Test: notDefaultOfGroup},
		},
		Fill: fillUser, Deleted: removeFromGroups,
	}
}

func userEngine(c *model.Call) error {
	engine := c.New.String("engine")
	if c.New.Known("engine") && !slices.Contains([]string{redis, valkey}, strings.ToLower(engine)) {
		return model.Invalidf("engine", `expected engine to be one of ["redis" "valkey"], got %s`, engine)
	}
	return nil
}

func passwords(c *model.Call) error {
	for _, path := range []string{"passwords", "authenticationMode.passwords"} {
		for _, password := range c.New.Strings(path) {
			if n := len(password); n < minToken || n > maxToken {
				return model.Invalidf("passwords", "expected length of passwords to be in the range (%d - %d), got %d characters",
					minToken, maxToken, n)
			}
		}
	}
	return nil
}

// authenticated requires an authentication mode: passwords, IAM, or none. IAM requires that name and ID are equal.
func authenticated(c *model.Call) error {
	mode := c.State.String("authenticationMode.type")
	hasPasswords := c.State.Has("passwords") || c.State.Has("authenticationMode.passwords")
	switch {
	case mode == "iam" && c.State.String("userName") != c.State.String("userId"):
		return model.Errorf(badValue, "The user name and the user ID must be the same for a user that authenticates by IAM.")
	case mode == "password" && !hasPasswords, mode == "" && !hasPasswords && !c.State.Bool("noPasswordRequired"):
		return model.Errorf(badValue, "No password was provided. If you want to create/update the user without password, "+
			"please use the NoPasswordRequired flag.")
	case hasPasswords && (c.State.Bool("noPasswordRequired") || mode == "no-password-required"):
		return model.Errorf(badCombination, "Passwords cannot be given for a user that needs none.")
	}
	return nil
}

// accessString requires the switch on or off, first or last in the access string.
func accessString(c *model.Call) error {
	words := strings.Fields(c.State.String("accessString"))
	if !slices.Contains(words, "on") && !slices.Contains(words, "off") {
		return model.Errorf(badValue, "Access String %q must include on or off.", c.State.String("accessString"))
	}
	return nil
}

func fillUser(c *model.Call) error {
	c.State["userId"] = c.ID
	mode, _ := c.State["authenticationMode"].(map[string]any)
	if mode == nil {
		count := len(c.State.List("passwords"))
		kind := map[bool]string{true: "password", false: "no-password-required"}[count > 0]
		c.State["authenticationMode"] = map[string]any{"type": kind, "passwordCount": float64(count)}
		return nil
	}
	filled := model.Props(mode).Clone()
	filled["passwordCount"] = float64(max(len(filled.List("passwords")), len(c.State.List("passwords"))))
	c.State["authenticationMode"] = map[string]any(filled)
	return nil
}

// notDefaultOfGroup rejects the deletion of the user named default while a group needs one.
func notDefaultOfGroup(c *model.Call) error {
	if c.State.String("userName") == defaultUser && c.CountLinked(UserGroup, "userIds", c.ID) > 0 {
		return model.Errorf("DefaultUserAssociatedToUserGroup", "Default user %s is associated with user groups.", c.ID)
	}
	return nil
}

// removeFromGroups removes a deleted user from its groups, as the API does.
func removeFromGroups(c *model.Call) error {
	for _, r := range c.Find(UserGroup, "userIds", c.ID) {
		r.Properties["userIds"] = slices.DeleteFunc(r.Properties.List("userIds"), func(id any) bool {
			return id == c.ID
		})
		c.Put(r)
	}
	return nil
}
