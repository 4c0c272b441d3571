package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// strikes returns how many faults apply to a call.
func strikes(t *testing.T, a *account.Account, action, typ, name string) (n int) {
	t.Helper()
	do(t, a, func(tx *account.Tx) { n = len(tx.Faults(action, typ, name)) })
	return n
}

func TestFaultsMatch(t *testing.T) {
	for _, c := range []struct {
		fault             account.Fault
		action, typ, name string
		want              int
	}{
		{account.Fault{}, "create", vpc, "main", 1},
		{account.Fault{Action: "create"}, "create", vpc, "main", 1},
		{account.Fault{Action: "create"}, "delete", vpc, "main", 0},
		{account.Fault{Type: vpc}, "create", vpc, "main", 1},
		{account.Fault{Type: "aws:ec2/*"}, "create", vpc, "main", 1},
		{account.Fault{Type: "aws:*"}, "create", vpc, "main", 1},
		{account.Fault{Type: "*:Vpc"}, "create", vpc, "main", 1},
		{account.Fault{Type: "aws:ec2/*"}, "create", zone, "main", 0},
		{account.Fault{Name: "main-*"}, "create", vpc, "main-a", 1},
		{account.Fault{Name: "main-*"}, "create", vpc, "main", 0},
		{account.Fault{Name: "a/*"}, "create", vpc, "a/b/c", 1},
		{account.Fault{Action: "create", Type: vpc, Name: "other"}, "create", vpc, "main", 0},
	} {
		a := fresh(t)
		c.fault.Effect = account.Fail
		require.NoError(t, a.Inject(ctx(), c.fault))
		require.Equal(t, c.want, strikes(t, a, c.action, c.typ, c.name), "%+v", c.fault)
	}
}

func TestFaultsStrikeTheNthMatchingCall(t *testing.T) {
	a := fresh(t)
	require.NoError(t, a.Inject(ctx(), account.Fault{Action: "create", Type: vpc, Nth: 2, Effect: account.Fail}))
	var struck []int
	for range 4 {
		struck = append(struck, strikes(t, a, "create", vpc, "main"))
		require.Equal(t, 0, strikes(t, a, "create", zone, "main"), "others are not counted")
	}
	require.Equal(t, []int{0, 1, 0, 0}, struck)
}

// Nth counts all matching calls, also those that failed.
func TestFaultsCountCallsThatFailed(t *testing.T) {
	a := fresh(t)
	require.NoError(t, a.Inject(ctx(), account.Fault{Nth: 3, Effect: account.Fail}))
	var struck []int
	for range 4 {
		do(t, a, func(tx *account.Tx) {
			struck = append(struck, len(tx.Faults("create", vpc, "main")))
			require.Error(t, tx.Try(func() error { return errors.New("refused") }))
		})
	}
	require.Equal(t, []int{0, 0, 1, 0}, struck)
}

func TestSeveralFaultsEachCount(t *testing.T) {
	a := fresh(t)
	fault := account.Fault{
		Action: "create", Type: "aws:ec2/*", Name: "m*", Nth: 1, Effect: account.Slow, Delay: time.Second,
	}
	always := account.Fault{Effect: account.Fail, Code: "Throttling", Message: "slow down"}
	require.NoError(t, a.Inject(ctx(), fault))
	require.NoError(t, a.Inject(ctx(), always))
	do(t, a, func(tx *account.Tx) {
		require.Equal(t, []account.Fault{fault, always}, tx.Faults("create", vpc, "main"))
		require.Equal(t, []account.Fault{always}, tx.Faults("create", vpc, "main"))
	})
	list, err := a.Faults(ctx())
	require.NoError(t, err)
	require.Equal(t, []account.Fault{fault, always}, list)
	require.NoError(t, a.ClearFaults(ctx()))
	require.Equal(t, 0, strikes(t, a, "create", vpc, "main"))
}

func TestFaultsThatCouldNeverStrikeAreRefused(t *testing.T) {
	for want, f := range map[string]account.Fault{
		`action is "make"; want one of create, read, update, delete, or none for all`: {
			Action: "make", Effect: account.Fail,
		},
		`effect is ""; want one of fail, slow, kill, rollback, raise`:        {},
		`effect is "explode"; want one of fail, slow, kill, rollback, raise`: {Effect: "explode"},
		`nth is -1; want the number of a call from 1, or 0 for every one`:    {Nth: -1, Effect: account.Kill},
		`type is "aws:[": syntax error in pattern`:                           {Type: "aws:[", Effect: account.Fail},
		`name is "[": syntax error in pattern`:                               {Name: "[", Effect: account.Fail},
		`effect is slow and delay is 0; want a delay`:                        {Effect: account.Slow},
	} {
		a := fresh(t)
		require.EqualError(t, a.Inject(ctx(), f), "injecting a fault: "+want)
		list, err := a.Faults(ctx())
		require.NoError(t, err)
		require.Empty(t, list)
	}
}
