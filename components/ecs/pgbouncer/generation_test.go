package pgbouncer

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"
)

func TestPasswordsRotateOneAtATime(t *testing.T) {
	number := func(n float64) resource.PropertyValue { return resource.NewProperty(n) }
	for _, next := range []float64{2, 3} {
		require.NoError(t, nextGeneration("db", number(2), number(next)))
	}
	require.NoError(t, nextGeneration("db", resource.NewNullProperty(), number(2)), "an environment of v0.1.0")
	for n, text := range map[float64]string{1: "1", 4: "4"} {
		require.EqualError(t, nextGeneration("db", number(2), number(n)), `pgbouncer "db": passwordGeneration is `+text+
			"; want 2, which is deployed, or 3; any other would change the password of the login in use")
	}
}
