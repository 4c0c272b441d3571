package cache_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Before there is an endpoint the URL is unknown, and the password is a secret all the same.
func TestPreviewHidesThePassword(t *testing.T) {
	rec := run(t, args(), stacktest.Preview())
	require.Equal(t, stacktest.Unknown, rec.Named(t, secretVersion, "cache-url").Input("secretString"))
	require.True(t, rec.Named(t, secretVersion, "cache-token-1").IsSecret("secretString"))
	require.True(t, rec.One(t, replicationGroup).IsSecret("authToken"))
}
