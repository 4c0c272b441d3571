package account_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const (
	east   = "us-east-1"
	vpc    = "aws:ec2/vpc:Vpc"
	subnet = "aws:ec2/subnet:Subnet"
)

func ctx() context.Context { return context.Background() }

func open(t *testing.T, path string) *account.Account {
	t.Helper()
	a, err := account.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	return a
}

func fresh(t *testing.T) *account.Account { return open(t, filepath.Join(t.TempDir(), "account.db")) }

// do runs fn in a transaction that must succeed.
func do(t *testing.T, a *account.Account, fn func(tx *account.Tx)) {
	t.Helper()
	require.NoError(t, a.Do(ctx(), func(tx *account.Tx) error {
		fn(tx)
		return nil
	}))
}

func put(tx *account.Tx, typ, id string, properties map[string]any, links map[string][]string) {
	tx.Put(&account.Resource{
		Region: east, Type: typ, ID: id, URN: "urn:" + id, Name: "n-" + id, Properties: properties,
		Created: time.Unix(1700000000, 5),
	}, links)
}

func ids(list []*account.Resource) []string {
	all := []string{}
	for _, r := range list {
		all = append(all, r.ID)
	}
	return all
}

func TestOpenNeedsAPath(t *testing.T) {
	_, err := account.Open("")
	require.EqualError(t, err,
		"opening the simulated account: no path given; set TENFOLD_ACCOUNT to the path of its file")
}

func TestOpenRefusesWhatIsNoAccount(t *testing.T) {
	path := filepath.Join(t.TempDir(), "account.db")
	require.NoError(t, os.WriteFile(path, []byte("certainly not a database, though long enough to be one"), 0o644))
	_, err := account.Open(path)
	require.ErrorContains(t, err, "opening the simulated account "+path+": ")
	_, err = account.Open(filepath.Join(path, "account.db"))
	require.ErrorContains(t, err, "opening the simulated account: ")
}

func TestOpenTakesAnyPathAndKeepsWhatIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "not yet there", "50% #1? ä.db")
	a, err := account.Open(path)
	require.NoError(t, err)
	require.Equal(t, path, a.Path())
	do(t, a, func(tx *account.Tx) { put(tx, vpc, "vpc-1", map[string]any{"n": 1}, nil) })
	require.NoError(t, a.Close())
	require.FileExists(t, path)

	do(t, open(t, path), func(tx *account.Tx) { require.Equal(t, 1, tx.Count(east, vpc)) })
}

func TestResourcesAreStoredWhole(t *testing.T) {
	a := fresh(t)
	properties := map[string]any{"list": []any{"a", 2.5, true}, "object": map[string]any{"k": "<v>"}}
	do(t, a, func(tx *account.Tx) { put(tx, vpc, "vpc-1", properties, nil) })
	do(t, a, func(tx *account.Tx) {
		require.Equal(t, &account.Resource{
			Region: east, Type: vpc, ID: "vpc-1", URN: "urn:vpc-1", Name: "n-vpc-1", Properties: properties,
			Created: time.Unix(1700000000, 5),
		}, tx.Get(east, vpc, "vpc-1"))
		require.Nil(t, tx.Get("eu-west-1", vpc, "vpc-1"), "another region")
		require.Nil(t, tx.Get(east, subnet, "vpc-1"), "another type")
		require.Nil(t, tx.Get(east, vpc, "vpc-2"))
	})
}

func TestPutReplacesAndDeleteRemoves(t *testing.T) {
	a := fresh(t)
	do(t, a, func(tx *account.Tx) {
		put(tx, vpc, "vpc-2", nil, nil)
		put(tx, vpc, "vpc-1", map[string]any{"n": 1.0}, nil)
		put(tx, vpc, "vpc-2", map[string]any{"n": 2.0}, nil)
		require.Equal(t, []string{"vpc-2", "vpc-1"}, ids(tx.List(east, vpc)), "in order of creation")
		require.Equal(t, account.Props{"n": 2.0}, tx.Get(east, vpc, "vpc-2").Properties)
		require.Equal(t, 2, tx.Count(east, vpc))
		tx.Delete(east, vpc, "vpc-2")
		tx.Delete(east, vpc, "vpc-3")
		require.Equal(t, []string{"vpc-1"}, ids(tx.List(east, vpc)))
		require.Equal(t, 1, tx.Count(east, vpc))
	})
}

func TestLinks(t *testing.T) {
	a := fresh(t)
	do(t, a, func(tx *account.Tx) {
		put(tx, subnet, "s-1", nil, map[string][]string{"vpcId": {"vpc-1"}, "groups": {"g-1", "g-2", "g-1"}})
		put(tx, subnet, "s-2", nil, map[string][]string{"vpcId": {"vpc-1"}})
		put(tx, subnet, "s-3", nil, map[string][]string{"vpcId": {"vpc-2"}})
		find := func(property, value string) []string { return ids(tx.Find(east, subnet, property, value)) }
		require.Equal(t, []string{"s-1", "s-2"}, find("vpcId", "vpc-1"))
		require.Equal(t, []string{"s-1"}, find("groups", "g-1"))
		require.Equal(t, []string{}, find("vpcId", "g-1"))
		require.Empty(t, tx.Find(east, vpc, "vpcId", "vpc-1"), "another type")
		require.Empty(t, tx.Find("eu-west-1", subnet, "vpcId", "vpc-1"), "another region")
		require.Equal(t, 2, tx.CountLinked(east, subnet, "vpcId", "vpc-1"))
		require.Equal(t, 1, tx.CountLinked(east, subnet, "groups", "g-1"), "named twice, one resource")

		put(tx, subnet, "s-1", nil, map[string][]string{"vpcId": {"vpc-2"}})
		require.Equal(t, []string{"s-2"}, find("vpcId", "vpc-1"))
		require.Equal(t, []string{"s-1", "s-3"}, find("vpcId", "vpc-2"))
		require.Equal(t, []string{}, find("groups", "g-1"))
		tx.Delete(east, subnet, "s-3")
		require.Equal(t, []string{"s-1"}, find("vpcId", "vpc-2"))
		require.Equal(t, 1, tx.CountLinked(east, subnet, "vpcId", "vpc-2"))
	})
}

func TestDoRollsBack(t *testing.T) {
	a := fresh(t)
	refused := errors.New("refused")
	require.ErrorIs(t, a.Do(ctx(), func(tx *account.Tx) error {
		put(tx, vpc, "vpc-1", nil, nil)
		return refused
	}), refused)
	do(t, a, func(tx *account.Tx) { require.Equal(t, 0, tx.Count(east, vpc)) })
}

func TestDoRollsBackAPanic(t *testing.T) {
	a := fresh(t)
	require.Panics(t, func() {
		_ = a.Do(ctx(), func(tx *account.Tx) error {
			put(tx, vpc, "vpc-1", nil, nil)
			panic("a rule went wrong")
		})
	})
	do(t, a, func(tx *account.Tx) { require.Equal(t, 0, tx.Count(east, vpc), "and the account is usable") })
}

func TestTryTakesBackOnlyItsOwn(t *testing.T) {
	a := fresh(t)
	refused := errors.New("refused")
	do(t, a, func(tx *account.Tx) {
		put(tx, vpc, "before", nil, nil)
		require.Equal(t, refused, tx.Try(func() error {
			put(tx, vpc, "inside", nil, map[string][]string{"p": {"v"}})
			return refused
		}))
		require.NoError(t, tx.Try(func() error {
			put(tx, vpc, "kept", nil, nil)
			return nil
		}))
		put(tx, vpc, "after", nil, nil)
	})
	do(t, a, func(tx *account.Tx) {
		require.Equal(t, []string{"before", "kept", "after"}, ids(tx.List(east, vpc)))
		require.Equal(t, 0, tx.CountLinked(east, vpc, "p", "v"))
	})
}

// A rule that could not read the store would report everything as missing, so only the store's error is returned.
func TestAFailedStoreIsTheOnlyError(t *testing.T) {
	a := fresh(t)
	misled := errors.New("the VPC does not exist")
	stopped, cancel := context.WithCancel(ctx())
	err := a.Do(stopped, func(tx *account.Tx) error {
		cancel()
		require.Nil(t, tx.Get(east, vpc, "vpc-1"))
		require.Empty(t, tx.List(east, vpc))
		require.Equal(t, 0, tx.Count(east, vpc))
		require.Empty(t, tx.Faults("create", vpc, "x"))
		put(tx, vpc, "vpc-1", nil, nil)
		return misled
	})
	require.ErrorContains(t, err, "simulated account: ")
	require.NotErrorIs(t, err, misled)
	require.Error(t, a.Do(stopped, func(*account.Tx) error { return nil }))
}

func TestCommitAfterCloseFails(t *testing.T) {
	a, err := account.Open(filepath.Join(t.TempDir(), "account.db"))
	require.NoError(t, err)
	require.NoError(t, a.Close())
	require.ErrorContains(t, a.Do(ctx(), func(*account.Tx) error { return nil }), "simulated account: ")
	_, err = a.Calls(ctx())
	require.Error(t, err)
}

// TestProcessesShareTheFile starts processes that open the same new file and write into it, all at once.
func TestProcessesShareTheFile(t *testing.T) {
	if path := os.Getenv("ACCOUNT_OF_A_SECOND_PROCESS"); path != "" {
		fill(t, path, os.Getenv("PROCESS_NAME"))
		return
	}
	path := filepath.Join(t.TempDir(), "account.db")
	const processes = 8
	var wg sync.WaitGroup
	output := make([]string, processes)
	for i := range processes {
		wg.Go(func() {
			cmd := exec.Command(os.Args[0], "-test.run=^TestProcessesShareTheFile$")
			cmd.Env = append(os.Environ(), "ACCOUNT_OF_A_SECOND_PROCESS="+path, fmt.Sprintf("PROCESS_NAME=p%d", i))
			if out, err := cmd.CombinedOutput(); err != nil {
				output[i] = fmt.Sprintf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	require.Equal(t, make([]string, processes), output)
	do(t, open(t, path), func(tx *account.Tx) {
		require.Equal(t, processes*each, tx.Count(east, vpc))
		total := tx.Get(account.Global, "counter", "all").Properties["n"]
		require.Equal(t, float64(processes*each), total, "no update is lost")
	})
}

const each = 50

// fill adds resources and counts them in one that all processes share.
func fill(t *testing.T, path, process string) {
	a := open(t, path)
	for i := range each {
		do(t, a, func(tx *account.Tx) {
			put(tx, vpc, fmt.Sprintf("%s-%d", process, i), nil, nil)
			counter := tx.Get(account.Global, "counter", "all")
			if counter == nil {
				counter = &account.Resource{
					Region: account.Global, Type: "counter", ID: "all", Properties: map[string]any{"n": 0.0},
				}
			}
			counter.Properties["n"] = counter.Properties["n"].(float64) + 1
			tx.Put(counter, nil)
		})
	}
}
