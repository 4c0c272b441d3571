package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Whoever has the directory on the PATH reads this in the middle of work on real AWS.
func TestWithoutAnAccount(t *testing.T) {
	require.EqualError(t, serve("", nil), "this is Tenfold's simulated AWS provider, and TENFOLD_ACCOUNT, the path of its "+
		"account, is not set; take the provider's directory off the PATH for real AWS")
}
