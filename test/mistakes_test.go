package test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// mistakes are those of four components.
const mistakes = `{"network": {"cidr": "10.0.0.0/24"}, "database": {"instanceClass": "m7g.xlarge"}, "cache": {"nodeType": "m7g.large"},
	"web": {"cpu": 2}}`

// One preview says what is wrong with every component, and neither it nor an up leaves anything in AWS or in the state.
func TestMistakesLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	o.Config["tenfold:overrides"] = mistakes
	r := openEnvironment(t, o)
	run := map[string]func(context.Context) (rehearsal.Result, error){"preview": r.Preview, "up": r.Up}
	for name, do := range run {
		_, err := do(t.Context())
		require.EqualError(t, err, strings.Join([]string{
			name + ` of "dev": environment "dev": tenfold:overrides.network.cidr is "10.0.0.0/24"; want a prefix of /16 to /20`,
			`environment "dev": tenfold:overrides.database.instanceClass is "m7g.xlarge"; want a class that RDS offers for ` +
				`PostgreSQL; the nearest are db.m7g.xlarge, db.m7g.large, db.m6g.xlarge`,
			`environment "dev": tenfold:overrides.cache.nodeType is "m7g.large"; want a node type that can be ordered; the nearest is ` +
				`cache.m7g.large`,
			`environment "dev": tenfold:overrides.web.cpu is 2; want 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768; 2 vCPU are 2048`,
		}, "\n    "))
		require.Empty(t, resources(t, r))
		result, err := r.Destroy(t.Context())
		require.NoError(t, err)
		for _, change := range result.Changed {
			require.Equal(t, "pulumi:pulumi:Stack", change.Type, "the state has nothing else that could be destroyed")
		}
	}
}
