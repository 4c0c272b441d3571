package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	twice    = "two beats send every periodic task twice"
	takeBack = `is "FARGATE_SPOT"; want "FARGATE" for beat: AWS reclaims Spot capacity at any time, and ` +
		"no periodic task is sent until it returns; run beat on demand"
)

func TestSingleBeat(t *testing.T) {
	const (
		count   = "; want 1: " + twice + ", and without one none is sent; set it to 1"
		maximum = "; want 100: " + twice + ", also while a deployment replaces one; set it to 100"
		minimum = "; want 0: the old one must end before the new one starts; set it to 0"
		several = " · is one of 2 services that run beat; want one: each sends every periodic task; keep one of them"
		within  = "containerDefinitions[0].command starts a worker with beat in it (-B); want beat in a service of " +
			"its own: every task of workers sends every periodic task; remove -B"
	)
	checkBreaches(t, []breach{
		{name: "two", do: func(f fixture) {
			again := *f["beat"]
			f["again"] = &again
		}, want: []string{"single-beat · again" + several, "single-beat · beat" + several}},
		{name: "none", do: remove("beat"), want: []string{}},
		{
			name: "two tasks",
			do:   put("beat", "desiredCount", 2),
			want: []string{"single-beat · beat · desiredCount is 2" + count},
		},
		{
			name: "no task",
			do:   put("beat", "desiredCount", 0),
			want: []string{"single-beat · beat · desiredCount is 0" + count},
		},
		{name: "AWS's defaults", do: func(f fixture) {
			for _, name := range []string{"desiredCount", "deploymentMaximumPercent", "deploymentMinimumHealthyPercent"} {
				delete(f["beat"].props, name)
			}
		}, want: []string{
			"single-beat · beat · deploymentMaximumPercent is not set" + maximum,
			"single-beat · beat · deploymentMinimumHealthyPercent is not set" + minimum,
			"single-beat · beat · desiredCount is not set" + count,
		}},
		{name: "the new one first", do: put("beat", "deploymentMaximumPercent", 200), want: []string{
			"single-beat · beat · deploymentMaximumPercent is 200" + maximum,
		}},
		{name: "never none", do: put("beat", "deploymentMinimumHealthyPercent", 100), want: []string{
			"single-beat · beat · deploymentMinimumHealthyPercent is 100" + minimum,
		}},
		{name: "scaled", do: func(f fixture) {
			f.add("beat-scaling", "aws:appautoscaling/target:Target", props{
				"resourceId": ref{"beat", "id"}, "scalableDimension": "ecs:service:DesiredCount", "minCapacity": 1,
			})
		}, want: []string{
			"single-beat · beat-scaling · scales beat, which runs beat; want no scaling target: " + twice + "; remove it",
		}},
		{name: "on Spot", do: put("beat", "capacityProviderStrategies", []any{
			props{"capacityProvider": "FARGATE", "base": 1}, props{"capacityProvider": "FARGATE_SPOT", "weight": 1},
		}), want: []string{"single-beat · beat · capacityProviderStrategies[1].capacityProvider " + takeBack}},
		{name: "in a worker", onlyUpdate: true, do: command("worker", "celery", "-A", "shop", "worker", "-B"), want: []string{
			"single-beat · worker · " + within,
		}},
		{name: "the component, whatever it runs", do: func(f fixture) {
			f["beat"].under = "tenfold:ecs:Beat$"
			command("beat-task", "./beat.sh")(f)
			f.set("beat", "desiredCount", 2)
		}, want: []string{"single-beat · beat · desiredCount is 2" + count}},
		{name: "a task definition of another stack", do: put("beat", "taskDefinition", "beat:7"), want: []string{
			`single-beat · beat · taskDefinition is "beat:7" and could not be checked: ` +
				"it is not part of this stack; define the task here",
		}},
		{name: "another one, behind a load balancer", do: func(f fixture) {
			f.set("task", "containerDefinitions.1.command", words("celery", "beat"))
			delete(f, "beat")
			f.set("web", "deploymentMaximumPercent", 100)
			f.set("web", "deploymentMinimumHealthyPercent", 0)
			removeScaling(f)
			f.set("web", "desiredCount", 2)
		}, want: []string{
			"single-beat · web · desiredCount is 2" + count,
			"workers-not-behind-alb · task · containerDefinitions[1] runs beat, and web has a load balancer: " + noRequests,
		}},
	})
}

func TestUnknownValuesOfBeat(t *testing.T) {
	for path, reported := range map[string]string{
		"desiredCount":                                  "desiredCount",
		"deploymentMaximumPercent":                      "deploymentMaximumPercent",
		"deploymentMinimumHealthyPercent":               "deploymentMinimumHealthyPercent",
		"capacityProviderStrategies":                    "capacityProviderStrategies",
		"capacityProviderStrategies.0.capacityProvider": "capacityProviderStrategies[0].capacityProvider",
	} {
		f := compliant()
		f.set("beat", path, unknownValue{})
		require.Equal(t, []string{"single-beat · beat · " + reported + uncheckable}, violations(t, f, pack.Options{}), path)
		require.Empty(t, violations(t, f, pack.Options{Preview: true}), path)
	}
}
