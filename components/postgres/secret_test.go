package postgres

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRandomPassword(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		password, err := randomPassword()
		require.NoError(t, err)
		require.Len(t, password, 32)
		require.Empty(t, strings.Trim(password, passwordLetters))
		seen[password] = true
	}
	require.Len(t, seen, 100)
	require.Len(t, passwordLetters, 62)
	require.False(t, strings.ContainsAny(passwordLetters, `/@" :%?#&+\'`), "RDS or a URL would not take it as it is")
}

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
