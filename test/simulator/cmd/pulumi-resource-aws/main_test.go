package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Whoever has the directory on the PATH reads this in the middle of work on real AWS, whatever the engine asks first.
func TestWithoutAnAccount(t *testing.T) {
	const want = "this is Tenfold's simulated AWS provider, which never reaches AWS; take /x/plugin off the PATH for real AWS, " +
		"or run tenfold for the simulated account"
	r := refusal{err: refusalOf("/x/plugin")}
	checked, err := r.CheckConfig(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, want, checked.GetFailures()[0].GetReason())
	_, err = r.DiffConfig(t.Context(), nil)
	require.EqualError(t, err, want)
	_, err = r.Configure(t.Context(), nil)
	require.EqualError(t, err, want)
	require.ErrorContains(t, newRefusal().err, "take /")
}
