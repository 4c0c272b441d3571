package pack_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	shallow = "; want a path of the application other than /: a page that always answers keeps broken tasks in service; " +
		"set one such as /health, which fails when the task cannot serve"
	forEver = ": without a limit logs are kept, and paid for, for ever; set the days that you need"
)

func TestHealthCheck(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "root", do: put("targets", "healthCheck.path", "/"), want: []string{
			`health-check · targets · healthCheck.path is "/"` + shallow,
		}},
		{name: "no health check", do: put("targets", "healthCheck", nil), want: []string{
			"health-check · targets · healthCheck.path is not set" + shallow,
		}},
		{name: "root of HTTPS targets", do: func(f fixture) {
			f.set("targets", "protocol", "HTTPS")
			f.set("targets", "healthCheck", props{"path": "/", "protocol": "HTTPS"})
		}, want: []string{`health-check · targets · healthCheck.path is "/"` + shallow}},
		{name: "TCP", do: put("targets", "healthCheck.protocol", "TCP"), want: []string{
			`health-check · targets · healthCheck.protocol is "TCP"; want "HTTP" or "HTTPS": ` +
				"an open port does not show that the application works; check over HTTP",
		}},
		{name: "the default protocol", do: put("targets", "healthCheck.protocol", nil), want: []string{}},
		{name: "targets of an NLB", do: func(f fixture) {
			f.set("targets", "protocol", "TCP")
			f.set("targets", "healthCheck", props{"protocol": "TCP"})
		}, want: []string{}},
	})
}

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
