package test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Credentials of another account than the file's stop a preview before anything is looked up.
func TestAPreviewInAnotherAccountIsRefused(t *testing.T) {
	t.Parallel()
	o := options(t, "staging")
	o.Config["aws:allowedAccountIds"] = `["111122223333"]`
	r := openEnvironment(t, o)
	_, err := r.Preview(t.Context())
	require.ErrorContains(t, err, "AWS account ID not allowed: 123456789012")
	_, err = r.Up(t.Context())
	require.ErrorContains(t, err, "AWS account ID not allowed: 123456789012")
	require.Empty(t, resources(t, r))
}
