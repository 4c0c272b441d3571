package backend

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/stacks/tier"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// What a version is, a preview says by key and day: nothing, a warning, or also why it cannot be created.
func TestCalendar(t *testing.T) {
	const key = "tenfold:overrides.database.engineVersion"
	for name, c := range map[string]struct{ version, day, warning, problem string }{
		"nothing announced": {"17.9", "2026-11-30", "", ""},
		"not yet":           {"15.17", "2026-12-30", "", ""},
		"soon": {
			"15.17", "2026-12-31", key + ` is "15.17": the support of RDS for PostgreSQL 15.17 ends on 2027-03-31; after that day, AWS ` +
				"upgrades what runs it", "",
		},
		"closed": {
			"17.6", "2026-10-01", key + ` is "17.6": AWS has not created RDS for PostgreSQL 17.6 since 2026-10-01, and upgrades what runs ` +
				"it after 2026-10-31", `environment "test": ` + key + ` is "17.6"; want a version that RDS creates, such as "17"; AWS has ` +
				"not created RDS for PostgreSQL 17.6 since 2026-10-01, and upgrades what runs it after 2026-10-31",
		},
		"the default, in years": {
			"", "2029-12-31", key + ` is "17": the standard support of RDS for PostgreSQL 17 ends on 2030-02-28; from then on, AWS ` +
				"charges for extended support", "",
		},
		"nobody has read when it closes": {"15.17", "2027-03-01", key + ` is "15.17": the support of RDS for PostgreSQL 15.17 ends on ` +
			"2027-03-31; after that day, AWS upgrades what runs it", ""},
	} {
		t.Run(name, func(t *testing.T) {
			day, err := time.Parse(time.DateOnly, c.day)
			require.NoError(t, err)
			log := &lastWarning{}
			var closed map[string]error
			require.NoError(t, stacktest.RunErr(t, func(ctx *pulumi.Context) (err error) {
				ctx.Log = log
				closed, err = checkCalendar(ctx, config.Config{Sizes: tier.Tier{Database: tier.Database{EngineVersion: c.version}}}, day)
				return err
			}, stacktest.Stack("test")))
			require.Equal(t, c.warning, log.text)
			if c.problem == "" {
				require.Empty(t, closed)
			} else {
				require.EqualError(t, closed["database"], c.problem)
			}
		})
	}
}
