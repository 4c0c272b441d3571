package test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// An environment's whole life in other regions, each with the zones and the alarms of its own. What can be ordered is known
// of us-east-1 only: test/simulator/README.md says so.
func TestRehearseInOtherRegions(t *testing.T) {
	for region, environment := range map[string]string{
		"eu-central-1": "production-10k", "eu-west-1": "dev", "ap-southeast-2": "dev",
	} {
		t.Run(region, func(t *testing.T) {
			t.Parallel()
			o := options(t, environment)
			o.Config["aws:region"] = region
			o.Config["tenfold:zones"] = `["` + region + `a", "` + region + `b"]`
			o.Config["tenfold:alarmActions"] = `["arn:aws:sns:` + region + `:123456789012:on-call"]`
			r := openEnvironment(t, o)
			report, err := r.Rehearse(t.Context())
			require.NoError(t, err)
			require.Len(t, report.Steps, 4)
			require.Equal(t, report.Steps[0].Counts.Create, report.Steps[1].Counts.Same)
			require.Empty(t, resources(t, r))
		})
	}
}
