package cli

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

const (
	netURN = "urn:pulumi:dev::shop::t:n:Network::network"
	webURN = "urn:pulumi:dev::shop::t:e:Web::web"
)

// below is a step of a resource of a component.
func below(component string, op apitype.OpType, name string) apitype.StepEventMetadata {
	m := step(op, name)
	m.New = &apitype.StepEventStateMetadata{Parent: component}
	return m
}

func planOfTwo() rehearsal.Result {
	return rehearsal.Result{Components: []rehearsal.Component{
		{URN: netURN, Counts: rehearsal.Counts{Create: 2}},
		{URN: "same", Counts: rehearsal.Counts{Same: 2}},
		{URN: webURN, Counts: rehearsal.Counts{Update: 1, Replace: 1}},
	}}
}

func TestProgressByComponent(t *testing.T) {
	began := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	at := func(s int) time.Time { return began.Add(time.Duration(s) * time.Second) }
	p := &progress{}
	p.plan(planOfTwo())
	screen := func(s int, lines ...string) {
		t.Helper()
		require.Equal(t, lines, p.lines(at(s)))
	}
	screen(0,
		"  network  0/2          waits for its turn",
		"  web      0/2          waits for its turn")
	p.event(starting(below(netURN, apitype.OpCreate, "main")), at(0))
	p.event(starting(below(netURN, apitype.OpCreate, "other")), at(1))
	screen(5,
		"  network  0/2      5s  waits for Vpc main and 1 more",
		"  web      0/2          waits for its turn")
	require.False(t, p.event(ended(below(netURN, apitype.OpCreate, "main")), at(7)).finished())
	require.True(t, p.event(ended(below(netURN, apitype.OpCreate, "other")), at(9)).finished())
	p.event(starting(below(webURN, apitype.OpCreateReplacement, "task")), at(10))
	p.event(ended(below(webURN, apitype.OpCreateReplacement, "task")), at(11))
	p.event(ended(below(webURN, apitype.OpReplace, "task")), at(11))
	p.event(starting(below(webURN, apitype.OpUpdate, "web")), at(11))
	screen(95,
		"  network  2/2      9s  done",
		"  web      1/2   1m25s  waits for Vpc web")
	require.Nil(t, p.event(failed(below(webURN, apitype.OpUpdate, "web")), at(96)))
	screen(99,
		"  network  2/2      9s  done",
		"  web      2/2   1m26s  failed")
	require.Equal(t, map[string]string{netURN: "9s", webURN: "1m26s"}, p.times(at(99)))
	require.Equal(t, map[string]string{webURN: "failed"}, p.left())
}

func TestProgressWithoutAPlan(t *testing.T) {
	p := &progress{}
	p.event(starting(below(netURN, apitype.OpDelete, "main")), time.Time{}.Add(time.Hour))
	p.event(starting(below(netURN, apitype.OpSame, "same")), time.Time{}.Add(time.Hour))
	require.Equal(t, []string{"  network  0      2s  waits for Vpc main"}, p.lines(time.Time{}.Add(time.Hour+2*time.Second)))
}

func TestWhatWasNotReached(t *testing.T) {
	p := &progress{}
	p.plan(planOfTwo())
	require.Equal(t, map[string]string{netURN: "2 changes not made", webURN: "2 changes not made"}, p.left())
}

func TestFit(t *testing.T) {
	list := func() []string {
		return []string{"a  done", "b  waits for x", "c  waits for its turn", "d  waits for y"}
	}
	require.Equal(t, list(), fit(list(), 4))
	require.Equal(t, []string{"b  waits for x", "c  waits for its turn", "d  waits for y"}, fit(list(), 3))
	require.Equal(t, []string{"b  waits for x", "d  waits for y"}, fit(list(), 2))
	require.Equal(t, []string{"b  waits for x"}, fit(list(), 1))
	require.Empty(t, fit(list(), -1))
}
