package elasticache

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func userGroup() *model.Type {
	return &model.Type{
		Token: UserGroup, Service: service, Noun: "ElastiCache User Group", Modeled: true,
		NewID:    lowered("userGroupId"),
		ARN:      "arn:{partition}:elasticache:{region}:{account}:usergroup:{id}",
		Links:    []string{"userIds"},
		Normal:   map[string]func(string) string{"userGroupId": strings.ToLower, "engine": strings.ToLower},
		Replaces: []model.Replace{{Properties: []string{"userGroupId"}}},
		Rules: []model.Rule{
			{On: model.Check, Test: userEngine},
			model.Length("userGroupId", 1, 40),
			{On: model.Create, Test: free("userGroupId", "UserGroupAlreadyExists", "User Group %s already exists.")},
			{On: model.Write, Test: usersFit},
			model.Free([]model.Use{{Token: ReplicationGroup, Property: "userGroupIds"}}, "InvalidUserGroupState",
				"User group %s is associated to replication groups and cannot be deleted."),
		},
		Fill: func(c *model.Call) error {
			c.State["userGroupId"] = c.ID
			return nil
		},
	}
}

// usersFit requires existing users with distinct names, of engines that the group's engine includes. Redis also
// requires one named default.
func usersFit(c *model.Call) error {
	names := map[string]bool{}
	engine := strings.ToLower(c.State.String("engine"))
	for _, id := range c.State.Strings("userIds") {
		name, own, found := userOf(c, id)
		switch {
		case !found:
			return model.Errorf("UserNotFound", "User %s not found.", id)
		case names[name]:
			return model.Errorf("DuplicateUserName", "A user with the name %s is in the user group already.", name)
		case engine == redis && own != redis:
			return model.Errorf(badCombination, "User %s of engine %s cannot be in a user group of engine %s.", id, own, engine)
		}
		names[name] = true
	}
	if engine == redis && !names[defaultUser] {
		return model.Errorf("DefaultUserRequired", "User group needs to contain a user with the user name default.")
	}
	return nil
}

// userOf returns the name and engine of a user, AWS's own or the account's.
func userOf(c *model.Call, id string) (name, engine string, found bool) {
	if p := c.Props(User, strings.ToLower(id)); p != nil {
		return p.String("userName"), strings.ToLower(p.String("engine")), true
	}
	return defaultUser, redis, id == defaultUser
}

func associable(c *model.Call) error {
	group, id := c.Props(UserGroup, c.New.String("userGroupId")), c.New.String("userId")
	if group == nil {
		return model.Errorf("UserGroupNotFound", "User Group %s not found.", c.New.String("userGroupId"))
	}
	name, _, found := userOf(c, id)
	if !found {
		return model.Errorf("UserNotFound", "User %s not found.", id)
	}
	for _, other := range group.Strings("userIds") {
		if taken, _, _ := userOf(c, other); taken == name {
			return model.Errorf("DuplicateUserName", "A user with the name %s is in the user group already.", name)
		}
	}
	return nil
}

// changeUsers changes the users of the association's group, if the group exists.
func changeUsers(c *model.Call, change func([]any) []any) error {
	if r := c.Get(UserGroup, c.State.String("userGroupId")); r != nil {
		r.Properties["userIds"] = change(r.Properties.List("userIds"))
		c.Put(r)
	}
	return nil
}
