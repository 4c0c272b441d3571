package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const burst = ": a burst waits until new tasks have started, for minutes; raise minCapacity or concurrency"

// atLeast demands a number of processes.
func atLeast(processes float64) pack.Options {
	return pack.Options{Settings: map[string]map[string]any{pack.WorkerProcesses: {"minProcesses": processes}}}
}

func TestWorkerProcesses(t *testing.T) {
	few := func(terms, minimum string) []string {
		return []string{
			"worker-processes · workers · all workers together have " + terms + "; want at least " + minimum + burst,
		}
	}
	second := func(f fixture) {
		f.add("bulk-task", "aws:ecs/taskDefinition:TaskDefinition", props{"containerDefinitions": asJSON{[]any{
			props{"command": words("celery", "worker", "-c", "8")},
			props{"command": words("rq", "worker", "celery")},
		}}})
		f.add("bulk", "aws:ecs/service:Service", props{"taskDefinition": ref{"bulk-task", "arn"}, "desiredCount": 3})
	}
	for _, tc := range []struct {
		name    string
		do      func(fixture)
		minimum float64
		want    []string
	}{
		{"enough", func(fixture) {}, 4, nil},
		{
			"too few", func(fixture) {}, 5,
			few("4 processes at the minimum (tasks × processes of workers: 1 × 4)", "5"),
		},
		{"the tasks of the target", put("workers-scaling", "minCapacity", 8), 32, nil},
		{
			"the tasks of a schedule", func(f fixture) {
				f.set("workers-scaling", "minCapacity", 8)
				f.add("weekend", "aws:appautoscaling/scheduledAction:ScheduledAction", props{
					"resourceId": ref{"workers-scaling", "resourceId"}, "scalableTargetAction": props{"minCapacity": 2},
				})
			}, 32, few("8 processes at the minimum (tasks × processes of workers: 2 × 4)", "32"),
		},
		{
			"a schedule that moves the maximum alone", func(f fixture) {
				f.add("weekend", "aws:appautoscaling/scheduledAction:ScheduledAction", props{
					"resourceId": ref{"workers-scaling", "resourceId"}, "scalableTargetAction": props{"maxCapacity": 2},
				})
			}, 4, nil,
		},
		{"tasks without a target", remove("workers-scaling"), 8, nil},
		{
			"no tasks at all", put("workers-scaling", "minCapacity", 0), 1,
			few("0 processes at the minimum (tasks × processes of workers: 0 × 4)", "1"),
		},
		{"no demand", put("workers-scaling", "minCapacity", 0), 0, nil},
		{"two services", second, 31, nil},
		{
			"two services, one too few", second, 32,
			[]string{
				"worker-processes · bulk · all workers together have 31 processes at the minimum (tasks × processes of " +
					"bulk: 3 × 9, workers: 1 × 4); want at least 32" + burst,
			},
		},
		{
			"what Celery counts, a part of a CPU", func(f fixture) {
				command("worker", "celery", "worker")(f)
				f.set("worker", "cpu", "256")
			}, 2,
			few("1 processes at the minimum (tasks × processes of workers: 1 × 1)", "2"),
		},
		{
			"an unknown command of the component", func(f fixture) {
				f["workers"].under = "tenfold:ecs:Worker$"
				command("worker", "./work.sh")(f)
			}, 2, few("1 processes at the minimum (tasks × processes of workers: 1 × 1)", "2"),
		},
		{"no workers", removeWorkers, 32, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := compliant()
			tc.do(f)
			require.Equal(t, tc.want, only(violations(t, f, atLeast(tc.minimum)), pack.WorkerProcesses))
		})
	}
}

func TestUnknownWorkerProcesses(t *testing.T) {
	for _, tc := range []struct {
		name string
		do   func(fixture)
		want string
	}{
		{"tasks", put("workers-scaling", "minCapacity", unknownValue{}), "workers-scaling · minCapacity"},
		{"tasks without a target", func(f fixture) {
			delete(f, "workers-scaling")
			f.set("workers", "desiredCount", unknownValue{})
		}, "workers · desiredCount"},
		{"tasks of a schedule", func(f fixture) {
			f.add("weekend", "aws:appautoscaling/scheduledAction:ScheduledAction", props{
				"resourceId": ref{"workers-scaling", "resourceId"}, "scalableTargetAction": unknownValue{},
			})
		}, "weekend · scalableTargetAction.minCapacity"},
		{"processes", command("worker", "sh", "-c", "celery worker -c $MANY"), "worker · containerDefinitions[0].command"},
		{"CPUs", func(f fixture) {
			command("worker", "celery", "worker")(f)
			f.set("worker", "cpu", unknownValue{})
		}, "worker · cpu"},
		{"another service", func(f fixture) {
			f.set("beat-task", "containerDefinitions", unknownValue{})
		}, "beat-task · containerDefinitions"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := compliant()
			tc.do(f)
			require.Equal(t, []string{"worker-processes · " + tc.want + uncheckable},
				only(violations(t, f, atLeast(5)), pack.WorkerProcesses))
			preview := atLeast(5)
			preview.Preview = true
			require.Empty(t, violations(t, f, preview))
			if tc.name == "another service" {
				require.Empty(t, only(violations(t, f, atLeast(4)), pack.WorkerProcesses), "there are enough without it")
			}
		})
	}
}
