package backend

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/refusal"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestWhatNoKeySetsKeepsTheComponentsWords(t *testing.T) {
	require.NoError(t, stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		other := errors.New("no network")
		unknown := &refusal.Refusal{Kind: "vault", Name: "main", Field: "depth", Reason: "is 0; want 1 to 3"}
		require.EqualError(t, byKey(ctx, config.Config{}, errors.Join(unknown, other)),
			"vault \"main\": depth is 0; want 1 to 3\nno network")
		return nil
	}))
}

func TestSeveralTasksRefuseAVariableOnce(t *testing.T) {
	require.NoError(t, stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		of := func(name string) error {
			return &refusal.Refusal{Kind: name, Name: name, Field: "task.variables.A", Reason: "is required"}
		}
		require.EqualError(t, byKey(ctx, config.Config{}, errors.Join(of("web"), of("beat"))),
			`environment "test": tenfold:variables.A is required`)
		return nil
	}))
}

// Each key of the table exists, and the fields that it names are spelled as the components do.
func TestTheTableNamesKeysThatExist(t *testing.T) {
	for field, key := range elsewhere {
		require.True(t, config.Known(key), "%s: %s", field, key)
	}
}
