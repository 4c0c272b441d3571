package account_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const zone = "aws:route53/zone:Zone"

func TestSeedIsNoResourceOfAnUp(t *testing.T) {
	a := fresh(t)
	give := func(comment string) {
		properties := map[string]any{"name": "shop.example", "comment": comment}
		require.NoError(t, a.Seed(ctx(), account.Global, zone, "Z1", properties))
	}
	give("the company's")
	give("again")
	do(t, a, func(tx *account.Tx) {
		r := tx.Get(account.Global, zone, "Z1")
		require.True(t, r.Given)
		require.Equal(t, "Z1", r.Name)
		require.Equal(t, "the company's", r.Properties["comment"], "giving it again changes nothing")
		require.Equal(t, []string{"Z1"}, ids(tx.Find(account.Global, zone, "name", "shop.example")))
		put(tx, vpc, "vpc-1", nil, nil)
		put(tx, vpc, "vpc-2", nil, nil)
	})
	require.NoError(t, a.Seed(ctx(), east, vpc, "vpc-9", nil))

	list, err := a.Resources(ctx())
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, []string{"vpc-1", "vpc-2"}, []string{list[0].ID, list[1].ID})
}

func TestChange(t *testing.T) {
	a := fresh(t)
	do(t, a, func(tx *account.Tx) {
		put(tx, subnet, "s-1", map[string]any{"vpcId": "vpc-1", "kept": "yes", "rules": []any{
			map[string]any{"group": "g-1"},
		}}, map[string][]string{"vpcId": {"vpc-1"}, "rules.group": {"g-1"}})
		put(tx, vpc, "bare", nil, nil)
	})
	require.NoError(t, a.Change(ctx(), east, subnet, "s-1", map[string]any{"vpcId": "vpc-2", "count": 3, "rules": []any{
		map[string]any{"group": "g-2"}, map[string]any{"group": "g-3"},
	}}))
	require.NoError(t, a.Change(ctx(), east, vpc, "bare", map[string]any{"n": 1}))
	do(t, a, func(tx *account.Tx) {
		r := tx.Get(east, subnet, "s-1")
		require.Equal(t, "vpc-2", r.Properties["vpcId"])
		require.Equal(t, "yes", r.Properties["kept"])
		require.Equal(t, 3.0, r.Properties["count"])
		require.Equal(t, "urn:s-1", r.URN)
		require.Equal(t, 1.0, tx.Get(east, vpc, "bare").Properties["n"])
		require.Equal(t, 0, tx.CountLinked(east, subnet, "vpcId", "vpc-1"))
		require.Equal(t, 1, tx.CountLinked(east, subnet, "vpcId", "vpc-2"), "it is found by what it points at now")
		require.Equal(t, 0, tx.CountLinked(east, subnet, "rules.group", "g-1"))
		require.Equal(t, 1, tx.CountLinked(east, subnet, "rules.group", "g-3"))
	})
	require.EqualError(t, a.Change(ctx(), east, subnet, "s-2", nil),
		"changing aws:ec2/subnet:Subnet s-2: there is none in us-east-1")
}

func TestQuotas(t *testing.T) {
	a := fresh(t)
	quota := func() (n int) {
		do(t, a, func(tx *account.Tx) { n = tx.Quota("vpcs", 5) })
		return n
	}
	require.Equal(t, 5, quota())
	require.NoError(t, a.SetQuota(ctx(), "vpcs", 7))
	require.Equal(t, 7, quota())
	require.NoError(t, a.SetQuota(ctx(), "vpcs", 0))
	require.Equal(t, 0, quota())
	require.NoError(t, a.SetQuota(ctx(), "eips", 1))
	require.Equal(t, 0, quota())
}

func TestTombstones(t *testing.T) {
	a := fresh(t)
	do(t, a, func(tx *account.Tx) {
		tx.Tombstone(east, vpc, "kept", time.Now().Add(time.Hour))
		tx.Tombstone(east, vpc, "over", time.Now().Add(-time.Second))
		tx.Tombstone(east, vpc, "renewed", time.Now().Add(-time.Second))
		tx.Tombstone(east, vpc, "renewed", time.Now().Add(time.Hour))
		require.True(t, tx.HasTombstone(east, vpc, "kept"))
		require.True(t, tx.HasTombstone(east, vpc, "renewed"))
		require.False(t, tx.HasTombstone(east, vpc, "over"))
		require.False(t, tx.HasTombstone(east, vpc, "other"))
		require.False(t, tx.HasTombstone(east, subnet, "kept"))
		require.False(t, tx.HasTombstone("eu-west-1", vpc, "kept"))
	})
}

func TestCallLog(t *testing.T) {
	a := fresh(t)
	before := time.Now()
	do(t, a, func(tx *account.Tx) {
		tx.Log(account.Call{Region: east, Service: "EC2", Action: "CreateVpc", Type: vpc, URN: "urn:a", ID: "vpc-1"})
		tx.Log(account.Call{Region: east, Service: "EC2", Action: "DeleteVpc", Type: vpc, URN: "urn:a", Error: "no"})
	})
	calls, err := a.Calls(ctx())
	require.NoError(t, err)
	require.Len(t, calls, 2)
	require.WithinRange(t, calls[0].Time, before, time.Now())
	calls[0].Time, calls[1].Time = time.Time{}, time.Time{}
	require.Equal(t, []account.Call{
		{Seq: 1, Region: east, Service: "EC2", Action: "CreateVpc", Type: vpc, URN: "urn:a", ID: "vpc-1"},
		{Seq: 2, Region: east, Service: "EC2", Action: "DeleteVpc", Type: vpc, URN: "urn:a", Error: "no"},
	}, calls)
}

func TestTexts(t *testing.T) {
	properties := map[string]any{
		"vpcId": "vpc-1", "empty": "", "port": 80.0, "open": true, "groups": []any{"a", "b", 3.0},
		"config": map[string]any{"subnets": []any{"s-1", "s-2"}},
		"rules":  []any{map[string]any{"groups": []any{"a"}}, "stray", map[string]any{"groups": []any{"b", "c"}}},
	}
	for path, want := range map[string][]string{
		"vpcId": {"vpc-1"}, "empty": nil, "absent": nil, "port": {"80"}, "open": {"true"}, "groups": {"a", "b"},
		"config.subnets": {"s-1", "s-2"}, "rules.groups": {"a", "b", "c"}, "vpcId.x": nil, "absent.x": nil, "config": nil,
	} {
		require.Equal(t, want, account.Props(properties).Values(path), path)
	}
}
