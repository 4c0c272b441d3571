package iam_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func TestInstanceProfile(t *testing.T) {
	a := newAccount(t)
	_, state := a.MustCreate(iam.InstanceProfile, "p", model.Props{"name": "p"})
	require.Equal(t, us+"instance-profile/p", state["arn"])
	for name, c := range map[string]struct {
		props model.Props
		want  string
	}{
		"I10":        {model.Props{"name": "p"}, "EntityAlreadyExists: Instance Profile p already exists."},
		"I16 length": {model.Props{"name": strings.Repeat("a", 129)}, "expected length of name to be in the range (1 - 128)"},
		"role":       {model.Props{"role": "none"}, "NoSuchEntity: The role with name none cannot be found."},
	} {
		_, _, err := a.Create(iam.InstanceProfile, "q", c.props)
		require.ErrorContains(t, err, c.want, name)
	}
}
