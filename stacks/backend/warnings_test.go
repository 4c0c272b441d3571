package backend

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Each warning names the keys that the environment's file has, and all of them are outputs.
func TestWarningsByKey(t *testing.T) {
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		return stacktest.ProbeEach(ctx, pulumi.Map{"warnings": warningsByKey(
			pulumi.String("plain; set domain and hostedZoneId").ToStringOutput(), pulumi.String("").ToStringOutput(),
			pulumi.String("old TLS; set domain, hostedZoneId and usEast1").ToStringOutput(),
		)})
	})
	require.Equal(t, []any{
		"plain; set tenfold:domain and tenfold:zone", "old TLS; set tenfold:domain and tenfold:zone",
	}, rec.Value(t, "warnings"))
}

type lastWarning struct {
	pulumi.Log
	text string
}

func (l *lastWarning) Warn(text string, _ *pulumi.LogArgs) error {
	l.text = text
	return nil
}

func TestTheLogNamesKeys(t *testing.T) {
	log := &lastWarning{}
	require.NoError(t, logByKey{log}.Warn("large runs until then; set applyImmediately to make it now", nil))
	require.Equal(t, "large runs until then; set tenfold:applyImmediately: true to make it now", log.text)
}

// Without a pattern, nobody knows an environment's resources from another one's.
func TestNamesWithoutTheEnvironmentAreWarnedOf(t *testing.T) {
	warning := func(values map[string]string) (text string) {
		stacktest.Run(t, func(ctx *pulumi.Context) (err error) {
			text, err = unnamed(ctx)
			return err
		}, stacktest.Config(values))
		return text
	}
	require.Equal(t, "pulumi:autonaming is not set: names in AWS do not say which environment they belong to, and to change a name "+
		"replaces what has it; before the first up, add pulumi:autonaming: {pattern: \"prod-${name}-${hex(7)}\"} with your own prefix",
		warning(nil))
	require.Empty(t, warning(map[string]string{"pulumi:autonaming": `{"pattern": "prod-${name}-${hex(7)}"}`}))
}
