package simtest

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// With is a copy of properties with some set, or removed by nil.
func With(p, changes model.Props) model.Props {
	c := p.Clone()
	maps.Copy(c, changes)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

// RuleCase is a resource and what is said of it; "" for nothing. It has no type of its own, so that a case is written
// without the names of its fields.
type RuleCase = struct {
	Props model.Props
	Want  string
}

// CheckRules creates the resource of each case in an account of its own, which world makes.
func CheckRules(t *testing.T, world func(*testing.T) *Account, token string, cases map[string]RuleCase) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := world(t).Create(token, "x", c.Props)
			if c.Want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.Want)
			}
		})
	}
}
