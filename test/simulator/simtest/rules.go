package simtest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// With returns a copy of properties with changes; nil removes a property.
func With(p, changes model.Props) model.Props {
	c := p.Clone()
	for name, value := range changes {
		if value == nil {
			delete(c, name)
		} else {
			c[name] = value
		}
	}
	return c
}

// RuleCase is a resource and its expected error; "" for none. It is a type alias, so that a case needs no field names.
type RuleCase = struct {
	Props model.Props
	Want  string
}

// CheckRules creates the resource of each case in a new account, which world returns.
func CheckRules(t *testing.T, world func(*testing.T) *Account, token string, cases map[string]RuleCase) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := world(t).Create(token, "x", c.Props)
			Expect(t, err, c.Want)
		})
	}
}

// Expect requires an error that contains a text, or none if the text is empty.
func Expect(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" {
		require.NoError(t, err)
		return
	}
	require.ErrorContains(t, err, want)
}
