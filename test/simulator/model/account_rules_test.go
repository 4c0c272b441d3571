package model_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

const (
	vpcToken    = "aws:ec2/vpc:Vpc"
	subnetToken = "aws:ec2/subnet:Subnet"
	roleToken   = "aws:iam/role:Role"
)

var (
	vpcType    = &model.Type{Token: vpcToken, Links: []string{"name"}}
	subnetType = &model.Type{Token: subnetToken, Links: []string{"vpcId", "groups", "config.roles"}}
	roleType   = &model.Type{Token: roleToken, Global: true}
)

var types = map[string]*model.Type{vpcToken: vpcType, subnetToken: subnetType, roleToken: roleType}

// withCall runs fn with a call on a new account in which stand VPC vpc-1 ("main"), subnet s-1 in it, and role r-1.
func withCall(t *testing.T, typ *model.Type, fn func(a *account.Account, c *model.Call)) {
	t.Helper()
	a, err := account.Open(filepath.Join(t.TempDir(), "account.db"))
	require.NoError(t, err)
	defer func() { require.NoError(t, a.Close()) }()
	require.NoError(t, a.Do(context.Background(), func(tx *account.Tx) error {
		c := &model.Call{Tx: tx, Type: typ, Region: "us-east-1", Types: types}
		write(t, c, vpcType, "vpc-1", model.Props{"name": "main"})
		write(t, c, subnetType, "s-1", model.Props{
			"vpcId": "vpc-1", "groups": []any{"g-1"}, "config": map[string]any{"roles": []any{"r-1"}},
		})
		write(t, c, roleType, "r-1", model.Props{})
		fn(a, c)
		return nil
	}))
}

func write(t *testing.T, c *model.Call, typ *model.Type, id string, state model.Props) {
	t.Helper()
	other := *c
	other.Type, other.Op, other.New, other.Schema = typ, model.Create, state, &schema.Resource{}
	created := *typ
	created.NewID = func(*model.Call) string { return id }
	require.NoError(t, created.Create(&other))
}

// TestAccountRules tests the code and text of every helper that reads the account.
func TestAccountRules(t *testing.T) {
	uses := []model.Use{{Token: roleToken, Property: "x"}, {Token: subnetToken, Property: "vpcId"}}
	limit := model.Limit("vpcs", 1, "VpcLimitExceeded", "100% full")
	perVPC := model.LimitPer("subnets", "vpcId", 1, "SubnetLimitExceeded", "%s is full")
	for name, c := range map[string]struct {
		typ  *model.Type
		rule model.Rule
		id   string
		new  model.Props
		on   model.Op
		want string
	}{
		"Refers to what is there": {
			subnetType, model.Refers("vpcId", vpcToken, "NotFound", "no %s"), "",
			model.Props{"vpcId": "vpc-1"},
			model.Write, "",
		},
		"Refers to nothing": {
			subnetType, model.Refers("vpcId", vpcToken, "NotFound", "no %s"), "", model.Props{}, model.Write, "",
		},
		"Refers to another": {
			subnetType, model.Refers("vpcId", vpcToken, "NotFound", "no %s"), "",
			model.Props{"vpcId": "vpc-2"},
			model.Write, "NotFound: no vpc-2",
		},
		"Refers to another type": {
			subnetType, model.Refers("vpcId", subnetToken, "NotFound", "no %s"), "",
			model.Props{"vpcId": "vpc-1"},
			model.Write, "NotFound: no vpc-1",
		},
		"Refers to a global type": {
			subnetType, model.Refers("role", roleToken, "NotFound", "no %s"), "",
			model.Props{"role": "r-1"},
			model.Write, "",
		},
		"Refers in a list": {
			subnetType, model.Refers("vpcs", vpcToken, "NotFound", "no %s"), "",
			model.Props{"vpcs": []any{"vpc-1", "vpc-3"}},
			model.Write, "NotFound: no vpc-3",
		},
		"Refers in objects": {
			subnetType, model.Refers("l.vpc", vpcToken, "NotFound", "no %s"), "",
			model.Props{"l": []any{map[string]any{"vpc": "vpc-4"}}},
			model.Write, "NotFound: no vpc-4",
		},
		"Unique is": {
			vpcType, model.Unique("name", "Exists", "%s is taken"), "", model.Props{"name": "other"}, model.Create, "",
		},
		"Unique of nothing": {
			vpcType, model.Unique("name", "Exists", "%s is taken"), "", model.Props{}, model.Create, "",
		},
		"Unique is not": {
			vpcType, model.Unique("name", "Exists", "%s is taken"), "",
			model.Props{"name": "main"},
			model.Create,
			"Exists: main is taken",
		},
		"Free is": {vpcType, model.Free(uses, "InUse", "%s has subnets"), "vpc-2", nil, model.Delete, ""},
		"Free is not": {
			vpcType, model.Free(uses, "InUse", "%s has subnets"), "vpc-1", nil, model.Delete, "InUse: vpc-1 has subnets",
		},
		"Limit is reached": {vpcType, limit, "", nil, model.Create, "VpcLimitExceeded: 100% full"},
		"Limit is far":     {roleType, model.Limit("roles", 2, "Full", ""), "", nil, model.Create, ""},
		"Limit of a global type": {
			roleType, model.Limit("roles", 1, "Full", "no more"), "", nil, model.Create, "Full: no more",
		},
		"LimitPer is reached": {
			subnetType, perVPC, "", model.Props{"vpcId": "vpc-1"}, model.Create, "SubnetLimitExceeded: vpc-1 is full",
		},
		"LimitPer of another": {subnetType, perVPC, "", model.Props{"vpcId": "vpc-2"}, model.Create, ""},
	} {
		t.Run(name, func(t *testing.T) {
			withCall(t, c.typ, func(_ *account.Account, call *model.Call) {
				call.ID, call.New = c.id, c.new
				require.Equal(t, c.on, c.rule.On)
				err := c.rule.Test(call)
				if c.want == "" {
					require.NoError(t, err)
					return
				}
				require.EqualError(t, err, c.want)
				var refusal *model.APIError
				require.ErrorAs(t, err, &refusal)
			})
		})
	}
}

func TestQuotasOfTheAccountWin(t *testing.T) {
	a, err := account.Open(filepath.Join(t.TempDir(), "account.db"))
	require.NoError(t, err)
	defer func() { require.NoError(t, a.Close()) }()
	require.NoError(t, a.SetQuota(context.Background(), "vpcs", 0))
	require.NoError(t, a.Do(context.Background(), func(tx *account.Tx) error {
		c := &model.Call{Tx: tx, Type: vpcType, Region: "us-east-1", Types: types, New: model.Props{"name": "a"}}
		require.EqualError(t, model.Limit("vpcs", 5, "Full", "no more").Test(c), "Full: no more")
		require.EqualError(t, model.LimitPer("vpcs", "name", 5, "Full", "no more").Test(c), "Full: no more")
		require.NoError(t, model.Limit("others", 5, "Full", "no more").Test(c))
		return nil
	}))
}

func TestCallLooksIntoTheAccount(t *testing.T) {
	withCall(t, vpcType, func(_ *account.Account, c *model.Call) {
		require.True(t, c.Exists(vpcToken, "vpc-1"))
		require.False(t, c.Exists(vpcToken, "vpc-2"))
		require.True(t, c.Exists(roleToken, "r-1"), "a global type is found from every region")
		require.Equal(t, "main", c.Props(vpcToken, "vpc-1").String("name"))
		require.Nil(t, c.Props(vpcToken, "vpc-2"))
		require.Nil(t, c.Get(vpcToken, "vpc-2"))
		require.Len(t, c.List(subnetToken), 1)
		require.Len(t, c.Find(subnetToken, "groups", "g-1"), 1)
		require.Len(t, c.Find(subnetToken, "config.roles", "r-1"), 1)
		require.Empty(t, c.Find(subnetToken, "groups", "g-2"))
		require.Equal(t, 1, c.CountLinked(subnetToken, "vpcId", "vpc-1"))
		require.Equal(t, 0, c.CountLinked(subnetToken, "vpcId", "vpc-2"))

		r := c.Get(subnetToken, "s-1")
		r.Properties["vpcId"] = "vpc-2"
		c.Put(r)
		require.Equal(t, 1, c.CountLinked(subnetToken, "vpcId", "vpc-2"), "Put writes the links again")
		c.Put(&account.Resource{Region: "us-east-1", Type: "aws:x/unmodelled:Thing", ID: "x"})
		require.True(t, c.Exists("aws:x/unmodelled:Thing", "x"))
	})
}

func TestTypesCreateUpdateAndDelete(t *testing.T) {
	var done []string
	typ := &model.Type{
		Token: vpcToken, Links: []string{"names"}, NewID: func(*model.Call) string { return "vpc-7" },
		ARN: "arn:{region}:{id}", Defaults: model.Props{"size": 1.0, "count": 9.0},
		Fill:    func(c *model.Call) error { done = append(done, "filled "+c.Op.String()); return nil },
		Created: func(c *model.Call) error { done = append(done, "created "+c.ID); return nil },
		Deleted: func(c *model.Call) error { done = append(done, "deleted "+c.ID); return fmt.Errorf("stop") },
	}
	withCall(t, typ, func(_ *account.Account, c *model.Call) {
		c.Op, c.DefaultTags = model.Create, map[string]any{"a": "1", "b": "1"}
		c.Schema = &schema.Resource{Outputs: schema.Fields{
			"tagsAll": {Type: "{}string", Required: true}, "state": {Type: "string", Required: true},
		}}
		c.New = model.Props{
			"names": []string{"a", "b"}, "count": 3, "object": model.Props{"n": 1}, "texts": map[string]string{"k": "v"},
			"list": []any{1, map[string]any{"m": 2}}, "objects": []map[string]any{{"x": 1}}, "props": []model.Props{{"y": 1}},
			"tags": map[string]any{"b": "2"},
		}
		require.NoError(t, typ.Create(c))
		want := model.Props{
			"names": []any{"a", "b"}, "count": 3.0, "object": map[string]any{"n": 1.0}, "texts": map[string]any{"k": "v"},
			"list": []any{1.0, map[string]any{"m": 2.0}}, "objects": []any{map[string]any{"x": 1.0}},
			"props": []any{map[string]any{"y": 1.0}}, "size": 1.0, "arn": "arn:us-east-1:vpc-7", "state": "",
			"tags": map[string]any{"b": "2"}, "tagsAll": map[string]any{"a": "1", "b": "2"},
		}
		require.Equal(t, want, c.State, "what a Fill sets is stored as what the engine sends")
		require.Equal(t, want, c.Props(vpcToken, "vpc-7"))
		require.Equal(t, 1, c.CountLinked(vpcToken, "names", "b"))

		c.Op, c.Old, c.New = model.Update, c.State, model.Props{"count": 4.0, "list": []any{}}
		require.NoError(t, typ.Update(c, []string{"list", "names"}))
		require.Equal(t, 3.0, c.State["count"], "only the changed properties are sent")
		require.NotContains(t, c.State, "list")
		require.Equal(t, c.State, c.Props(vpcToken, "vpc-7"))
		require.Zero(t, c.CountLinked(vpcToken, "names", "b"))

		c.Op, c.Old = model.Delete, c.State
		require.EqualError(t, typ.Delete(c), "stop")
		require.False(t, c.Exists(vpcToken, "vpc-7"))
		require.Equal(t, []string{"filled create", "created vpc-7", "filled update", "deleted vpc-7"}, done)
	})
}

func TestNamesFromPrefixes(t *testing.T) {
	typ := &model.Type{Token: vpcToken, Name: model.Name{Property: "name", Prefix: "namePrefix"}}
	withCall(t, typ, func(_ *account.Account, c *model.Call) {
		c.Op, c.Schema = model.Create, &schema.Resource{}
		c.New = model.Props{"namePrefix": "web-"}
		require.NoError(t, typ.Create(c))
		require.Regexp(t, "^web-[0-9]{18}[0-9a-f]{8}$", c.State["name"], "26 characters are appended")
		require.Equal(t, c.State["name"], c.New["name"])
		require.Equal(t, c.State["name"], c.ID)
		c.New = model.Props{"namePrefix": "web-", "name": "mine"}
		require.NoError(t, typ.Create(c))
		require.Equal(t, "mine", c.State["name"])
		c.New = model.Props{}
		require.EqualError(t, typ.Create(c),
			"aws:ec2/vpc:Vpc  has got no ID; its declaration needs a NewID, or the resource a name")
	})
}
