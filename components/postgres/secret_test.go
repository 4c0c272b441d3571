package postgres

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSecretHoldsThePassword(t *testing.T) {
	text, err := masterSecret("postgres", "s3cret")
	require.NoError(t, err)
	require.Equal(t, `{"username":"postgres","password":"s3cret"}`, text)
	password, err := passwordOf(&text)
	require.NoError(t, err)
	require.Equal(t, "s3cret", password)
}

// A secret that somebody has broken is an error that does not show it.
func TestBrokenSecret(t *testing.T) {
	_, err := passwordOf(nil)
	require.EqualError(t, err, "the secret of the master user has no text")
	for _, text := range []string{"hunter2", `{"password":"hunter2"`, `{"username":"postgres"}`, `{"password":""}`} {
		_, err := passwordOf(&text)
		require.EqualError(t, err,
			`the secret of the master user is not of the form {"username": …, "password": …}`, text)
	}
}
