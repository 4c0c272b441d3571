package rds_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// setDay moves the account to a day.
func (f *fixture) setDay(t *testing.T, text string) {
	t.Helper()
	day, err := time.Parse(time.DateOnly, text)
	require.NoError(t, err)
	require.NoError(t, f.SetDay(t.Context(), day))
}

func TestAClosedVersionIsNotCreated(t *testing.T) {
	f := newFixture(t)
	db := func(name, version string) props { return f.db(props{"identifier": name, "engineVersion": version}) }
	_, _, err := f.Create(rds.Instance, "late", db("late", "17.6"))
	require.ErrorContains(t, err, combination+"Cannot find version 17.6 for postgres", "R58: closed since 2026-10-01")
	f.setDay(t, "2026-09-30")
	id, _ := f.MustCreate(rds.Instance, "early", db("early", "17.6"))
	f.setDay(t, "2026-10-01")
	_, _, err = f.Create(rds.Instance, "late", db("late", "17.6"))
	require.ErrorContains(t, err, combination+"Cannot find version 17.6 for postgres", "R58: the day itself")
	_, err = f.Update(rds.Instance, id, simtest.With(db("early", "17.6"), props{"backupRetentionPeriod": 14}))
	require.NoError(t, err, "what runs it stays")
	_, state := f.MustCreate(rds.Instance, "copy", replica("copy", props{"replicateSourceDb": "early"}))
	require.Equal(t, "17.6", state["engineVersionActual"], "a replica has its primary's version")
}

// Only of the version does the provider read what waits for the maintenance window.
func TestAVersionThatWaitsShowsNoChange(t *testing.T) {
	f := newFixture(t)
	id, _ := f.MustCreate(rds.Instance, "db", f.db(nil))
	later := f.db(props{"engineVersion": "16.13"})
	state, err := f.Update(rds.Instance, id, later)
	require.NoError(t, err)
	require.Equal(t, []any{"16.13", "16.12"}, []any{state["engineVersion"], state["engineVersionActual"]}, "R65")
	changed, _, _, err := f.Diff(rds.Instance, id, later)
	require.NoError(t, err)
	require.Empty(t, changed, "R65")
	later["backupRetentionPeriod"] = 14
	state, err = f.Update(rds.Instance, id, later)
	require.NoError(t, err)
	require.Equal(t, "16.12", state["engineVersionActual"], "it waits on")
	later["applyImmediately"] = true
	state, err = f.Update(rds.Instance, id, later)
	require.NoError(t, err)
	require.Equal(t, "16.13", state["engineVersionActual"], "R65: applying now applies what waits")
}

func TestReplicasAreUpgradedFirst(t *testing.T) {
	f := newFixture(t)
	id, _ := f.MustCreate(rds.Instance, "db", f.db(nil))
	one, _ := f.MustCreate(rds.Instance, "one", replica("one", nil))
	newer := f.db(props{"engineVersion": "16.13", "applyImmediately": true})
	_, err := f.Update(rds.Instance, id, newer)
	require.ErrorContains(t, err,
		"DBUpgradeDependencyFailure: One or more of the DB Instance's read replicas need to be upgraded: one", "R62")
	_, err = f.Update(rds.Instance, one, replica("one", props{"engineVersion": "16.13", "applyImmediately": true}))
	require.NoError(t, err)
	_, err = f.Update(rds.Instance, id, newer)
	require.NoError(t, err, "R62")
}

// AWS moves what runs a version that has ended, replicas first, and nothing else.
func TestForcedUpgrades(t *testing.T) {
	f := newFixture(t)
	f.setDay(t, "2026-09-01")
	db := func(name, version string) props { return f.db(props{"identifier": name, "engineVersion": version}) }
	pinned, _ := f.MustCreate(rds.Instance, "pinned", db("pinned", "17.6"))
	copied, _ := f.MustCreate(rds.Instance, "copy", replica("copy", props{"replicateSourceDb": "pinned"}))
	newer, _ := f.MustCreate(rds.Instance, "newer", db("newer", "17.7"))
	versions := func(id string) []any {
		state := f.Read(rds.Instance, id)
		return []any{state["engineVersion"], state["engineVersionActual"]}
	}
	upgrade := func(day string) (moved []string) {
		f.setDay(t, day)
		moved, err := rds.ForceUpgrades(t.Context(), f.Account.Account)
		require.NoError(t, err)
		return moved
	}
	require.Empty(t, upgrade("2026-10-31"), "the last day of support")
	require.Equal(t, []any{"17.6", "17.6"}, versions(pinned))
	require.Equal(t, []string{"copy: 17.6 → 17.9", "pinned: 17.6 → 17.9"}, upgrade("2026-11-01"))
	require.Equal(t, []any{"17.9", "17.9"}, versions(pinned))
	require.Equal(t, []any{"17.9", "17.9"}, versions(copied))
	require.Equal(t, []any{"17.7", "17.7"}, versions(newer))
	require.Empty(t, upgrade("2026-11-02"), "once")
	_, err := f.Update(rds.Instance, pinned, simtest.With(db("pinned", "17.6"), props{"applyImmediately": true}))
	require.ErrorContains(t, err, "Cannot upgrade postgres from 17.9 to 17.6", "R31: whoever names the old one cannot update")

	major, _ := f.MustCreate(rds.Instance, "major", db("major", "16"))
	require.NoError(t, f.Change(t.Context(), region, rds.Instance, major, props{"engineVersionActual": "16.10"}))
	require.Equal(t, []string{"major: 16.10 → 16.13"}, upgrade("2026-11-03"))
	require.Equal(t, []any{"16", "16.13"}, versions(major), "a major version stays as it was written")
	changed, _, _, err := f.Diff(rds.Instance, major, db("major", "16"))
	require.NoError(t, err)
	require.Empty(t, changed)
}
