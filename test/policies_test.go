package test

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/stacks/tier"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// violations runs every policy of the pack, as the environment's file sets it, over what the environment registers.
func violations(t *testing.T, environment string, rec *stacktest.Recording) []string {
	t.Helper()
	return violationsOf(t, rec, stacktest.Stack(environment), stacktest.Config(config(t, environment)))
}

// violationsOf runs the policies as a configuration sets them.
func violationsOf(t *testing.T, rec *stacktest.Recording, configured ...stacktest.Option) []string {
	t.Helper()
	var p policyx.PolicyPack
	err := stacktest.RunErr(t, func(ctx *pulumi.Context) (err error) {
		p, err = pack.New(ctx)
		return err
	}, configured...)
	require.NoError(t, err)
	var resources []policyx.AnalyzerResource
	for _, r := range rec.All() {
		resources = append(resources, analyzed(r))
	}
	var found []string
	for _, policy := range p.Policies() {
		if policy.EnforcementLevel() == policyx.EnforcementLevelDisabled {
			continue
		}
		manager := collector{policy.Name(), &found}
		switch policy := policy.(type) {
		case policyx.StackValidationPolicy:
			args := policyx.StackValidationArgs{Manager: manager, Resources: resources}
			require.NoError(t, policy.Validate(context.Background(), args))
		case policyx.ResourceValidationPolicy:
			for _, r := range resources {
				args := policyx.ResourceValidationArgs{Manager: manager, Resource: r}
				require.NoError(t, policy.Validate(context.Background(), args))
			}
		}
	}
	return found
}

// analyzed is a resource as the engine shows it to policies after an update: of a component, the outputs alone.
func analyzed(r stacktest.Resource) policyx.AnalyzerResource {
	properties := resource.PropertyMap{}
	if strings.HasPrefix(r.Type, "aws:") {
		properties = r.Inputs.Copy()
	}
	for key, value := range r.Outputs {
		properties[key] = value
	}
	properties["id"] = resource.NewProperty(r.ID)
	return policyx.AnalyzerResource{
		URN: r.URN, Type: r.Type, Name: r.Name, Properties: resource.FromResourcePropertyMap(properties),
		Dependencies: r.DependsOn, Parent: r.Parent, Options: pulumi.ResourceOptions{Protect: r.Protect},
	}
}

type collector struct {
	policy string
	found  *[]string
}

func (c collector) ReportViolation(message, urn string) {
	*c.found = append(*c.found, c.policy+" "+resource.URN(urn).Name()+": "+message)
}

func TestEnvironmentsKeepEveryPolicy(t *testing.T) {
	want := map[string][]string{
		// dev has no domain, hence no certificate, and a thrifty database; its file makes the policies advisory.
		"dev": {
			`tls alb-http: protocol is "HTTP" and the stack has no HTTPS listener; want one: passwords and sessions cross ` +
				`the internet in the clear; give the environment a domain, so that it gets a certificate`,
			"durable-data database: multiAz is false; want true: the loss of a zone, and each change of size, would be an " +
				"outage; turn it on",
			"read-replicas database: the number of read replicas is 0; want 1 to 15: without one its reads wait behind its " +
				"writes, and each costs as much as an instance; change their number",
		},
	}
	for _, environment := range environments(t) {
		t.Run(environment, func(t *testing.T) {
			require.Equal(t, want[environment], violations(t, environment, record(t, environment)))
		})
	}
}

// A file with nothing but the keys that a production needs keeps every policy, in every tier.
func TestTheDefaultsKeepEveryPolicy(t *testing.T) {
	for _, name := range tier.Names() {
		t.Run(name, func(t *testing.T) {
			configured := []stacktest.Option{stacktest.Stack("production"), stacktest.Config(map[string]string{
				"aws:region": "eu-central-1", "tenfold:tier": name, "tenfold:healthCheckPath": "/healthz",
				"tenfold:image": "app:1.0.0", "tenfold:pgbouncerImage": "pgbouncer:1.24-1",
				"tenfold:queueDepthImage": "queuedepth:1.0.0", "tenfold:celeryApp": "backend.celery",
				"tenfold:domain": "app.example.com", "tenfold:zone": "example.com",
			}), zonesOf("eu-central-1")}
			rec := stacktest.Run(t, backend.Program, configured...)
			require.Empty(t, violationsOf(t, rec, configured...))
		})
	}
}

// zonesOf answers for another region than the recorder's.
func zonesOf(region string) stacktest.Option {
	return stacktest.Function("aws:index/getAvailabilityZones:getAvailabilityZones",
		func(resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.NewPropertyMapFromMap(map[string]any{"names": []any{region + "a", region + "b", region + "c"}}), nil
		})
}

// A policy that looks at nothing would find nothing to object to: these break one thing each.
func TestPoliciesSeeTheEnvironments(t *testing.T) {
	for token, tc := range map[string]struct {
		property resource.PropertyKey
		value    any
		want     string
	}{
		"aws:appautoscaling/target:Target": {"minCapacity", 1.0, "web-replicas"},
		"aws:lb/targetGroup:TargetGroup":   {"healthCheck", map[string]any{"path": "/"}, "health-check"},
		"aws:cloudwatch/logGroup:LogGroup": {"retentionInDays", 0.0, "log-retention"},
		"aws:ecs/taskDefinition:TaskDefinition": {"volumes", []any{map[string]any{
			"name": "data", "efsVolumeConfiguration": map[string]any{"fileSystemId": "fs-1"},
		}}, "stateless-web"},
		"aws:cloudwatch/metricAlarm:MetricAlarm": {"comparisonOperator", "LessThanThreshold", "backlog-alarm"},
		"aws:ecs/service:Service":                {"deploymentMaximumPercent", 200.0, "single-beat"},
	} {
		t.Run(tc.want, func(t *testing.T) {
			breakIt := stacktest.Outputs(token, func(stacktest.Resource) resource.PropertyMap {
				return resource.PropertyMap{tc.property: resource.NewPropertyValue(tc.value)}
			})
			found := violations(t, "production-10k", record(t, "production-10k", breakIt))
			require.NotEmpty(t, found)
			for _, violation := range found {
				require.True(t, strings.HasPrefix(violation, tc.want+" "), violation)
			}
		})
	}
}
