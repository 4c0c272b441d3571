package elasticache

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func userGroupAssociation() *model.Type {
	return &model.Type{
		Token: UserGroupAssociation, Service: service, Noun: "ElastiCache User Group Association", Modeled: true,
		Actions: model.Actions{
			Create: "ModifyUserGroup", Read: "DescribeUserGroups", Update: "ModifyUserGroup", Delete: "ModifyUserGroup",
		},
		NewID:    func(c *model.Call) string { return c.New.String("userGroupId") + "," + c.New.String("userId") },
		Replaces: []model.Replace{{Properties: []string{"userGroupId", "userId"}}},
		Rules:    []model.Rule{{On: model.Create, Test: associable}},
		Created: func(c *model.Call) error {
			return changeUsers(c, func(ids []any) []any { return append(ids, c.State["userId"]) })
		},
		Deleted: func(c *model.Call) error {
			return changeUsers(c, func(ids []any) []any {
				return slices.DeleteFunc(ids, func(id any) bool { return id == c.State["userId"] })
			})
		},
	}
}
