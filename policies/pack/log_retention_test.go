package pack_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

func TestLogRetention(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "not set", do: put("logs", "retentionInDays", nil), want: []string{
			"log-retention · logs · retentionInDays is not set; want 1 to 3653" + forEver,
		}},
		{name: "for ever", do: put("logs", "retentionInDays", 0), want: []string{
			"log-retention · logs · retentionInDays is 0; want 1 to 3653" + forEver,
		}},
		{name: "the longest", do: put("logs", "retentionInDays", 3653), want: []string{}},
	})
}

// The engine hands a resource policy the values of --policy-pack-config; they win over the environment's.
func TestLogRetentionSettings(t *testing.T) {
	options := pack.Options{Settings: map[string]map[string]any{pack.LogRetention: {"minDays": 90.0}}}
	require.Equal(t, []string{"log-retention · logs · retentionInDays is 30; want 90 to 3653" + forEver},
		violations(t, compliant(), options))

	p, err := pack.NewPack(options)
	require.NoError(t, err)
	policy := named(t, p, pack.LogRetention).(policyx.ResourceValidationPolicy)
	logs := fixture{"logs": compliant()["logs"]}.resources(false)[0]
	validate := func(config map[string]any) ([]string, error) {
		found := []string{}
		to := recorder{policy: policy.Name(), all: &found}
		err := policy.Validate(context.Background(), policyx.ResourceValidationArgs{Manager: to, Resource: logs, Config: config})
		return found, err
	}

	found, err := validate(map[string]any{"minDays": 7.0, "maxDays": 14.0})
	require.NoError(t, err)
	require.Equal(t, []string{"log-retention · logs · retentionInDays is 30; want 7 to 14" + forEver}, found)

	_, err = validate(map[string]any{"minDays": "many"})
	require.EqualError(t, err, `policy "log-retention": minDays is many; want 1 to 3653`)
}
