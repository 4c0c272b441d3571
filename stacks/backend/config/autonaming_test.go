package config

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAutonaming(t *testing.T) {
	for _, pattern := range []string{`{"pattern":"p-${name}-${hex(7)}"}`, `{"pattern":"prod100k-${name}-${hex(7)}"}`, `{"mode":"default"}`} {
		_, err := load(t, map[string]string{"pulumi:autonaming": pattern})
		require.NoError(t, err, pattern)
	}
	for _, pattern := range []string{
		"production-${name}-${hex(7)}", "Prod-${name}-${hex(7)}", "1prod-${name}-${hex(7)}", "prod-${name}", "prod_${name}-${hex(7)}",
		"prod-${name}-${hex(8)}", "${name}-${hex(7)}",
	} {
		_, err := load(t, map[string]string{"pulumi:autonaming": `{"pattern":"` + pattern + `"}`})
		require.EqualError(t, err, `environment "dev": pulumi:autonaming.pattern is "`+pattern+`"; want 1 to 8 lower-case letters `+
			`and digits before "-${name}-${hex(7)}", such as "prod-${name}-${hex(7)}": load balancers allow 32 characters`)
	}
}

func TestNamesFitBesideTheShortForm(t *testing.T) {
	const jobs = `[{"name": "NAME", "schedule": "rate(1 day)", "command": ["x"]}]`
	naming := map[string]string{"pulumi:autonaming": `{"pattern":"prod100k-${name}-${hex(7)}"}`}
	naming["tenfold:jobs"] = strings.Replace(jobs, "NAME", strings.Repeat("j", 33), 1)
	_, err := load(t, naming)
	require.NoError(t, err)
	long := strings.Repeat("j", 34)
	naming["tenfold:jobs"] = strings.Replace(jobs, "NAME", long, 1)
	_, err = load(t, naming)
	require.EqualError(t, err, `environment "dev": tenfold:jobs[0].name is "`+long+`"; want a name of at most 33 characters: a `+
		"role's has 64 with pulumi:autonaming")
}
