package pack_test

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

// openPack makes the pack as policyx.Main does: from the stack's configuration alone.
func openPack(t *testing.T, config map[string]string, preview bool) (policyx.PolicyPack, error) {
	t.Helper()
	ctx, err := pulumi.NewContext(context.Background(), pulumi.RunInfo{
		Project: "shop", Stack: "test", Config: config, DryRun: preview, Parallel: 1,
	})
	require.NoError(t, err)
	return pack.New(ctx)
}

func named(t *testing.T, p policyx.PolicyPack, id string) policyx.Policy {
	t.Helper()
	for _, policy := range p.Policies() {
		if policy.Name() == id {
			return policy
		}
	}
	t.Fatalf("no policy %q", id)
	return nil
}

func TestEveryPolicyHasTheLevelOfTheEnvironment(t *testing.T) {
	for _, tc := range []struct {
		name   string
		config map[string]string
		want   policyx.EnforcementLevel
	}{
		{"not set", nil, policyx.EnforcementLevelMandatory},
		{"mandatory", map[string]string{pack.LevelKey: "mandatory"}, policyx.EnforcementLevelMandatory},
		{"advisory", map[string]string{pack.LevelKey: "advisory"}, policyx.EnforcementLevelAdvisory},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := openPack(t, tc.config, false)
			require.NoError(t, err)
			require.Equal(t, pack.Name, p.Name())
			require.Equal(t, pack.Version, p.Version().String())
			require.Len(t, p.Policies(), 22)
			for _, policy := range p.Policies() {
				require.Equal(t, tc.want, policy.EnforcementLevel(), policy.Name())
			}
		})
	}
}

// An environment that may be destroyed cannot have what prevents it.
func TestAllowDestroyDisablesProtection(t *testing.T) {
	for _, tc := range []struct {
		name            string
		config          map[string]string
		protection, tls policyx.EnforcementLevel
	}{
		{"not set", nil, policyx.EnforcementLevelMandatory, policyx.EnforcementLevelMandatory},
		{
			"false",
			map[string]string{pack.DestroyKey: "false"},
			policyx.EnforcementLevelMandatory, policyx.EnforcementLevelMandatory,
		},
		{
			"true",
			map[string]string{pack.DestroyKey: "true"},
			policyx.EnforcementLevelDisabled, policyx.EnforcementLevelMandatory,
		},
		{
			"true and advisory",
			map[string]string{pack.DestroyKey: "true", pack.LevelKey: "advisory"},
			policyx.EnforcementLevelDisabled, policyx.EnforcementLevelAdvisory,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := openPack(t, tc.config, false)
			require.NoError(t, err)
			require.Equal(t, tc.protection, named(t, p, pack.ProtectedData).EnforcementLevel())
			require.Equal(t, tc.tls, named(t, p, pack.TLS).EnforcementLevel())
		})
	}
}

func TestABadConfigurationIsAnError(t *testing.T) {
	for _, tc := range []struct{ key, value, want string }{
		{pack.LevelKey, "off", `tenfold:policies is "off"; want "mandatory" or "advisory"`},
		{pack.LevelKey, "", `tenfold:policies is ""; want "mandatory" or "advisory"`},
		{
			pack.SettingsKey, `{"web-replica": {}}`,
			`tenfold:policyConfig names the policy "web-replica", which does not exist`,
		},
		{
			pack.SettingsKey, `{"web-replicas": {"tasks": 3}}`,
			`policy "web-replicas": it has no setting "tasks"; want minTasks or minZones`,
		},
		{pack.SettingsKey, `{"tls": {"tasks": 3}}`, `policy "tls": it has no setting "tasks"; want none`},
		{pack.SettingsKey, `{"web-replicas": {"minTasks": 0}}`, `policy "web-replicas": minTasks is 0; want 1 to 1000`},
		{pack.SettingsKey, `{"web-replicas": {"minTasks": 2.5}}`, `policy "web-replicas": minTasks is 2.5; want 1 to 1000`},
		{
			pack.SettingsKey, `{"read-replicas": {"min": 3, "max": 2}}`,
			`policy "read-replicas": min is 3; want at most max, which is 2`,
		},
		{
			pack.SettingsKey, `{"log-retention": {"maxDays": 90, "minDays": 91}}`,
			`policy "log-retention": minDays is 91; want at most maxDays, which is 90`,
		},
		{pack.DestroyKey, "yes", `tenfold:allowDestroy is "yes"; want "true" or "false"`},
		{pack.DestroyKey, "", `tenfold:allowDestroy is ""; want "true" or "false"`},
		{
			pack.SettingsKey, `{"stateless-web": {"writableContainers": [1]}}`,
			`policy "stateless-web": writableContainers is [1]; want a list of strings`,
		},
		{
			pack.SettingsKey, `{"stateless-web": {"writableContainers": "agent"}}`,
			`policy "stateless-web": writableContainers is agent; want a list of strings`,
		},
	} {
		t.Run(tc.value, func(t *testing.T) {
			_, err := openPack(t, map[string]string{tc.key: tc.value}, false)
			require.EqualError(t, err, tc.want)
		})
	}

	_, err := openPack(t, map[string]string{pack.SettingsKey: "3"}, false)
	require.ErrorContains(t, err, "tenfold:policyConfig is not an object of objects, by policy ID: ")
}

// Whether values may be unknown comes from the stack's context: policyx does not tell a stack policy.
func TestNewKnowsAPreview(t *testing.T) {
	f := compliant()
	f.set("scaling", "minCapacity", unknownValue{})
	for preview, want := range map[bool]int{true: 0, false: 1} {
		p, err := openPack(t, nil, preview)
		require.NoError(t, err)
		found := []string{}
		err = named(t, p, pack.WebReplicas).(policyx.StackValidationPolicy).Validate(context.Background(),
			policyx.StackValidationArgs{Manager: recorder{all: &found}, Resources: f.resources(false)})
		require.NoError(t, err)
		require.Len(t, found, want)
	}
}

func TestResourcePoliciesKnowAPreview(t *testing.T) {
	logs := fixture{"logs": {token: "aws:cloudwatch/logGroup:LogGroup", props: props{"retentionInDays": unknownValue{}}}}
	for preview, want := range map[bool]int{true: 0, false: 1} {
		p, err := openPack(t, nil, preview)
		require.NoError(t, err)
		found := []string{}
		err = named(t, p, pack.LogRetention).(policyx.ResourceValidationPolicy).Validate(context.Background(),
			policyx.ResourceValidationArgs{
				Manager: recorder{all: &found}, Resource: logs.resources(preview)[0],
			})
		require.NoError(t, err)
		require.Len(t, found, want)
	}
}

func TestViolationsNameTheResource(t *testing.T) {
	f := compliant()
	f.set("logs", "retentionInDays", 0)
	p, err := pack.NewPack(pack.Options{})
	require.NoError(t, err)
	var urns []string
	for _, r := range f.resources(false) {
		args := policyx.ResourceValidationArgs{Manager: urnRecorder{&urns}, Resource: r}
		policy := named(t, p, pack.LogRetention).(policyx.ResourceValidationPolicy)
		require.NoError(t, policy.Validate(context.Background(), args))
	}
	require.Equal(t, []string{"urn:pulumi:test::shop::aws:cloudwatch/logGroup:LogGroup::logs"}, urns)
}

type urnRecorder struct{ all *[]string }

func (r urnRecorder) ReportViolation(_, urn string) { *r.all = append(*r.all, urn) }

func TestSchemasCarryTheEnvironmentsValues(t *testing.T) {
	p, err := openPack(t, map[string]string{pack.SettingsKey: `{"log-retention": {"minDays": 30}}`}, false)
	require.NoError(t, err)
	require.Equal(t, &policyx.ConfigSchema{Properties: map[string]map[string]any{
		"minDays": {"type": "integer", "description": "Minimum retention, days.", "default": 30, "minimum": 1, "maximum": 3653},
		"maxDays": {"type": "integer", "description": "Maximum retention, days.", "default": 3653, "minimum": 1, "maximum": 3653},
	}}, named(t, p, pack.LogRetention).ConfigSchema())
	require.Nil(t, named(t, p, pack.TLS).ConfigSchema())
}
