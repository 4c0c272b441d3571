package test

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// violations runs every policy of the pack over what an environment registers.
func violations(t *testing.T, rec *stacktest.Recording) []string {
	t.Helper()
	p, err := pack.NewPack(pack.Options{})
	require.NoError(t, err)
	var resources []policyx.AnalyzerResource
	for _, r := range rec.All() {
		resources = append(resources, analyzed(r))
	}
	var found []string
	for _, policy := range p.Policies() {
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

func analyzed(r stacktest.Resource) policyx.AnalyzerResource {
	properties := r.Inputs.Copy()
	for key, value := range r.Outputs {
		properties[key] = value
	}
	properties["id"] = resource.NewProperty(r.ID)
	return policyx.AnalyzerResource{
		URN: r.URN, Type: r.Type, Name: r.Name, Properties: resource.FromResourcePropertyMap(properties),
		Dependencies: r.DependsOn, Parent: r.Parent,
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
		// dev has no domain, hence no certificate; its file makes the policies advisory.
		"dev": {
			`tls alb-http: protocol is "HTTP" and the stack has no HTTPS listener; want one: passwords and sessions cross ` +
				`the internet in the clear; give the environment a domain, so that it gets a certificate`,
		},
	}
	for _, environment := range environments(t) {
		t.Run(environment, func(t *testing.T) {
			require.Equal(t, want[environment], violations(t, record(t, environment)))
		})
	}
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
	} {
		t.Run(tc.want, func(t *testing.T) {
			breakIt := stacktest.Outputs(token, func(stacktest.Resource) resource.PropertyMap {
				return resource.PropertyMap{tc.property: resource.NewPropertyValue(tc.value)}
			})
			found := violations(t, record(t, "production-10k", breakIt))
			require.NotEmpty(t, found)
			for _, violation := range found {
				require.True(t, strings.HasPrefix(violation, tc.want+" "), violation)
			}
		})
	}
}
