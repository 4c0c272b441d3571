package pgbouncer

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"
)

// The values of RFC 7677, section 3: what a client proves and a server signs with these keys is written there.
func TestVerifierOfTheRFC(t *testing.T) {
	salt, err := base64.StdEncoding.DecodeString("W22ZaJ0SNY7soEsUEjb6gQ==")
	require.NoError(t, err)
	got, err := verifier("pencil", salt)
	require.NoError(t, err)
	require.Equal(t, "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"+
		"WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=", got)
}

// A verifier that differed each time would be a new secret, and new tasks, in each update.
func TestVerifierIsTheSameEveryTimeAndForNobodyElse(t *testing.T) {
	first, err := Verifier("app", "one")
	require.NoError(t, err)
	again, err := Verifier("app", "one")
	require.NoError(t, err)
	require.Equal(t, first, again)
	for user, password := range map[string]string{"app": "two", "other": "one"} {
		got, err := Verifier(user, password)
		require.NoError(t, err)
		require.NotEqual(t, first[:40], got[:40])
	}
}
