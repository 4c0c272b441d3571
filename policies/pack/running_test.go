package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

// What cannot be known of a service may be that it works.
func TestServicesOfUnknownWork(t *testing.T) {
	f := compliant()
	f.set("worker", "containerDefinitions", unknownValue{})
	require.Equal(t, []string{
		"backlog-alarm · worker · containerDefinitions" + uncheckable,
		"broker-not-clustered · worker · containerDefinitions" + uncheckable,
		"retry-limit · worker · containerDefinitions" + uncheckable,
		"single-beat · worker · containerDefinitions" + uncheckable,
		"visibility-timeout · worker · containerDefinitions" + uncheckable,
		"worker-tier · worker · containerDefinitions" + uncheckable,
	}, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))

	f["workers"].under = "tenfold:ecs:Worker$"
	require.Equal(t, []string{
		"backlog-alarm · worker · containerDefinitions" + uncheckable,
		"broker-not-clustered · worker · containerDefinitions" + uncheckable,
		"retry-limit · worker · containerDefinitions" + uncheckable,
		"single-beat · worker · containerDefinitions" + uncheckable,
		"visibility-timeout · worker · containerDefinitions" + uncheckable,
		"worker-processes · worker · containerDefinitions" + uncheckable,
	}, violations(t, f, pack.Options{}), "it is certain to be a worker, and to have an unknown number of processes")
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
}

// A command that cannot be decided may be a worker's or beat's. Its text is known in a preview too.
func TestUndecidedCommands(t *testing.T) {
	const text = `containerDefinitions[0].command runs "exec \"$JOB\"", which cannot be checked: only running it would ` +
		"tell whether it is a worker or beat, and of which kind; write the program and its options out, or set the " +
		"variables in environment"
	f := compliant()
	f.add("jobs-task", "aws:ecs/taskDefinition:TaskDefinition", props{"containerDefinitions": asJSON{[]any{
		props{"name": "jobs", "command": words("sh", "-c", `exec "$JOB"`)},
	}}})
	f.add("jobs", "aws:ecs/service:Service", props{"taskDefinition": ref{"jobs-task", "arn"}, "desiredCount": 1})
	want := []string{
		"backlog-alarm · jobs-task · " + text, "retry-limit · jobs-task · " + text,
		"single-beat · jobs-task · " + text, "visibility-timeout · jobs-task · " + text,
	}
	require.Equal(t, want, violations(t, f, pack.Options{}))
	want = append(want, "worker-tier · jobs-task · "+text) // the worker's own definition is not known yet
	require.Equal(t, want, violations(t, f, pack.Options{Preview: true}))

	f.set("jobs-task", "containerDefinitions.0.environment", []any{props{"name": "JOB", "value": "./clean.sh"}})
	require.Empty(t, violations(t, f, pack.Options{}), "the task definition says what runs")

	f.set("jobs-task", "containerDefinitions", secret{asJSON{[]any{props{"command": words("sh", "-c", "exec $JOB")}}}})
	for _, v := range violations(t, f, pack.Options{}) {
		require.NotContains(t, v, "$JOB")
	}
}

func TestTaskDefinitionsOfUnknownWork(t *testing.T) {
	f := compliant()
	f.set("workers", "taskDefinition", unknownValue{})
	require.Equal(t, []string{
		"backlog-alarm · workers · taskDefinition" + uncheckable,
		"retry-limit · workers · taskDefinition" + uncheckable,
		"single-beat · workers · taskDefinition" + uncheckable,
		"visibility-timeout · workers · taskDefinition" + uncheckable,
		"worker-tier · workers · taskDefinition" + uncheckable,
	}, violations(t, f, pack.Options{}))
	require.Empty(t, violations(t, f, pack.Options{Preview: true}))
}
