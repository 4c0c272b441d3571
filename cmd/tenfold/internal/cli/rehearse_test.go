package cli

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// What a rehearsal leaves behind is deleted first; if nothing was created, it is only run again.
func TestAFailedRehearsal(t *testing.T) {
	failed := errors.New("want a name in the zone")
	for _, c := range []struct {
		counts rehearsal.Counts
		result string
		next   []advice
	}{
		{rehearsal.Counts{}, "failed: nothing to do", []advice{{"tenfold rehearse dev", "once you have fixed the cause; nothing was created"}}},
		{rehearsal.Counts{Create: 3}, "failed: 3 created", []advice{
			{"tenfold account", "shows what the simulated account contains"},
			{"tenfold destroy dev", "deletes what was created; then rehearse again"},
		}},
	} {
		var out bytes.Buffer
		report := rehearsal.Report{Steps: []rehearsal.Step{{Name: "up", Result: rehearsal.Result{Counts: c.counts}}}}
		err := newApp(nil, &out, &out).finishRehearsal(&session{env: "dev"}, report, failed)
		require.ErrorIs(t, err, failed)
		var advised adviceError
		require.ErrorAs(t, err, &advised)
		require.Equal(t, c.next, advised.next)
		require.Contains(t, out.String(), c.result)
	}
}
