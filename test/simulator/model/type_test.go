package model_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestActions(t *testing.T) {
	typ := &model.Type{Token: "aws:ec2/vpc:Vpc"}
	actions := func() []string {
		return []string{
			typ.Action(model.Create), typ.Action(model.Read), typ.Action(model.Update), typ.Action(model.Delete),
		}
	}
	require.Equal(t, []string{"CreateVpc", "DescribeVpcs", "ModifyVpc", "DeleteVpc"}, actions())
	typ.Actions = model.Actions{Create: "C", Read: "R", Update: "U", Delete: "D"}
	require.Equal(t, []string{"C", "R", "U", "D"}, actions())
}

func TestOps(t *testing.T) {
	for op, want := range map[model.Op]string{
		model.Check: "check", model.Create: "create", model.Read: "read", model.Update: "update", model.Delete: "delete",
		model.Write: "call",
	} {
		require.Equal(t, want, op.String())
	}
}

func TestRuleIDs(t *testing.T) {
	typ := &model.Type{
		Rules:    []model.Rule{{ID: "L1"}, {ID: ""}, {ID: "L2, L3,L4"}},
		Replaces: []model.Replace{{Rule: "L9"}},
	}
	require.Equal(t, []string{"L1", "L2", "L3", "L4", "L9"}, typ.RuleIDs())
}

func TestRegionOf(t *testing.T) {
	require.Equal(t, "eu-west-1", (&model.Type{}).RegionOf("eu-west-1"))
	require.Equal(t, "global", (&model.Type{Global: true}).RegionOf("eu-west-1"))
}

func TestRulesAreCheckedInOrderAndByOperation(t *testing.T) {
	rule := func(on model.Op, text string) model.Rule {
		return model.Rule{On: on, Test: func(*model.Call) error { return errors.New(text) }}
	}
	typ := &model.Type{Rules: []model.Rule{
		rule(model.Delete, "delete"), rule(model.Update, "update"), rule(model.Write, "write"), rule(model.Check, "check"),
	}}
	require.EqualError(t, typ.Create(&model.Call{Op: model.Create}), "write")
	require.EqualError(t, typ.Update(&model.Call{Op: model.Update}, nil), "update")
	require.EqualError(t, typ.Delete(&model.Call{Op: model.Delete}), "delete")
}

const request = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`

// TestFrame tests the error shapes F2, F3 and F5 of aws-rules.md.
func TestFrame(t *testing.T) {
	refusal := model.Errorf("InvalidSubnet.Range", "The CIDR '%s' is invalid.", "10.0.0.0/8")
	typ := &model.Type{Token: "aws:ec2/subnet:Subnet", Service: "EC2", Noun: "EC2 Subnet"}
	for name, c := range map[string]struct {
		op      model.Op
		modeled bool
		err     error
		want    string
	}{
		"F2 create": {model.Create, false, refusal, `creating EC2 Subnet \(a\): operation error EC2: CreateSubnet, ` +
			`https response error StatusCode: 400, RequestID: ` + request +
			`, api error InvalidSubnet\.Range: The CIDR '10\.0\.0\.0/8' is invalid\.`},
		"F3 create": {model.Create, true, refusal, `creating EC2 Subnet \(a\): operation error EC2: CreateSubnet, ` +
			`https response error StatusCode: 400, RequestID: ` + request + `, InvalidSubnet\.Range: The CIDR .*`},
		"update": {model.Update, true, refusal, `updating EC2 Subnet \(a\): operation error EC2: ModifySubnet, .*`},
		"delete": {model.Delete, true, refusal, `deleting EC2 Subnet \(a\): operation error EC2: DeleteSubnet, .*`},
		"read":   {model.Read, true, refusal, `reading EC2 Subnet \(a\): operation error EC2: DescribeSubnets, .*`},
		"status": {model.Read, true, &model.APIError{Code: "Gone", Message: "x", Status: 404}, `.*StatusCode: 404, .*`},
		"F5 provider's own": {
			model.Delete, false, model.Providerf("final_snapshot_identifier is required when %s", "x"),
			`final_snapshot_identifier is required when x`,
		},
	} {
		typ.Modeled = c.modeled
		err := typ.Frame(c.op, "a", c.err)
		require.Regexp(t, `^1 error occurred:\n\t\* `+c.want+`\n\n$`, err.Error(), name)
		require.ErrorIs(t, err, c.err, name)
	}
}

func TestInvalid(t *testing.T) {
	err := model.Invalidf("name", "bad %s", "name")
	var invalid *model.Invalid
	require.ErrorAs(t, err, &invalid)
	require.Equal(t, &model.Invalid{Property: "name", Reason: "bad name"}, invalid)
}
