package web

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const rolledBack = `web "web": ECS rolled the deployment back: the service runs web:v0 (test-web:3) and not the requested ` +
	`web:v1 (test-web:4); the workers already run it; look at the service's events and the tasks' logs in ` +
	`web-logs-1a2b3c4; set the image back to registry.example.com/web:v0 and run pulumi up, or fix it and release a new tag`

// noted is the least of a Web, with a note for the gate.
func noted() Args {
	args := minimal()
	args.Task.RollbackNote = "the workers already run it"
	return args
}

// undone is an update that ECS rolled back.
func undone() []stacktest.Option {
	return append(realistic(), tasktest.Runs(tasktest.Definition+"3"), tasktest.Shows("registry.example.com/web:v0"))
}

// realistic gives the task definition an ARN as AWS does, and the log group a name.
func realistic() []stacktest.Option {
	return []stacktest.Option{
		stacktest.Outputs("aws:ecs/taskDefinition:TaskDefinition", func(stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"arn": resource.NewProperty(tasktest.Definition + "4")}
		}),
		stacktest.Outputs("aws:cloudwatch/logGroup:LogGroup", func(stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"name": resource.NewProperty("web-logs-1a2b3c4")}
		}),
	}
}

func TestTheGateFailsAnUpdateThatWasRolledBack(t *testing.T) {
	err := stacktest.RunErr(t, program(noted()), undone()...)
	require.ErrorContains(t, err, rolledBack)
}

func TestTheGateFailsAnUpdateOfWhichNobodyUsesAnOutput(t *testing.T) {
	err := stacktest.RunErr(t, unused(noted()), undone()...)
	require.ErrorContains(t, err, rolledBack)
}

func TestTheGateLetsADeployedUpdatePass(t *testing.T) {
	rec := runWeb(t, minimal(), realistic()...)

	calls := rec.Calls(tasktest.GetService)
	require.Len(t, calls, 1)
	require.Equal(t, tasktest.ClusterARN, calls[0].Input("clusterArn"))
	require.Equal(t, "web-name", calls[0].Input("serviceName"))
	outputs := rec.Probed(t, "outputs")
	require.Equal(t, tasktest.Definition+"4", outputs.Input("runningTaskDefinition"))
	require.Equal(t, tasktest.Definition+"4", outputs.Input("taskDefinitionArn"))
	require.Contains(t, outputs.DependsOn, rec.One(t, "aws:ecs/service:Service").URN)
}

func TestTheGateIsSilentInAPreview(t *testing.T) {
	rec := runWeb(t, minimal(), stacktest.Preview(), tasktest.Runs(tasktest.Definition+"3"))
	require.Empty(t, rec.Calls(tasktest.GetService))
	require.Equal(t, stacktest.Unknown, rec.Probed(t, "outputs").Input("runningTaskDefinition"))
}

// standing answers as the engine does in a preview of a stack that exists: everything is known.
type standing struct {
	mu    sync.Mutex
	calls []string
}

func (*standing) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	outputs := args.Inputs.Copy()
	outputs["arn"], outputs["name"] = resource.NewProperty("arn"), resource.NewProperty("name")
	return args.Name + "-id", outputs, nil
}

func (s *standing) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, args.Token)
	return resource.PropertyMap{
		"accountId": resource.NewProperty("123456789012"), "taskDefinition": resource.NewProperty(tasktest.Definition + "3"),
	}, nil
}

// After a rollback a preview would show the old task definition, and an error would stand in the way of the fix.
func TestTheGateIsSilentInAPreviewOfWhatExists(t *testing.T) {
	for _, preview := range []bool{true, false} {
		mock := &standing{}
		err := pulumi.RunErr(unused(minimal()), pulumi.WithMocks("tenfold", "test", mock), func(info *pulumi.RunInfo) {
			info.DryRun = preview
		})
		require.Equal(t, preview, err == nil, "%v", err)
		require.Equal(t, !preview, slices.Contains(mock.calls, tasktest.GetService))
	}
}

func TestAFailingLookUpFailsTheUpdate(t *testing.T) {
	denied := stacktest.Function(tasktest.GetService, func(resource.PropertyMap) (resource.PropertyMap, error) {
		return nil, errors.New("AccessDeniedException")
	})
	require.ErrorContains(t, stacktest.RunErr(t, program(minimal()), denied), "AccessDeniedException")
}

// Without the image of what runs, the error is as clear as it can be.
func TestAGateWithoutTheImageOfWhatRuns(t *testing.T) {
	unknown := stacktest.Function(tasktest.GetContainer, func(resource.PropertyMap) (resource.PropertyMap, error) {
		return nil, errors.New("AccessDeniedException")
	})
	err := stacktest.RunErr(t, program(minimal()), append(realistic(), tasktest.Runs(tasktest.Definition+"3"), unknown)...)
	require.ErrorContains(t, err, `the service runs test-web:3 and not the requested web:v1 (test-web:4); look at the `+
		`service's events and the tasks' logs in web-logs-1a2b3c4, fix the image or its configuration, and run pulumi up again`)
}

// Report: the scaling policy of a service that was rolled back failed too, and its error was the only one that was seen.
func TestTheAutoscalerComesAfterTheGate(t *testing.T) {
	args := noted()
	args.MinTasks, args.MaxTasks, args.RequestsPerTarget = 2, 4, 1000
	args.RequestCountLabel = pulumi.String("app/lb/1/targetgroup/tg/2")
	args.Schedules = []Schedule{{Name: "sale", Expression: "at(2026-11-27T05:00:00)", MinTasks: 8}}
	rec, err := stacktest.Record(program(args), undone()...)
	require.ErrorContains(t, err, rolledBack)
	for _, typ := range []string{tasktest.TypeScalingTarget, tasktest.TypeScalingPolicy, typeSchedule} {
		require.Zero(t, rec.Count(typ), typ)
	}

	rec = stacktest.Run(t, program(args), append(realistic(), stacktest.Preview())...)
	target := rec.One(t, tasktest.TypeScalingTarget)
	require.Contains(t, target.DependsOn, rec.One(t, tasktest.TypeService).URN)
	stacktest.RequireInputs(t, target, map[string]any{"minCapacity": 2, "maxCapacity": 4, "serviceNamespace": "ecs"})
}

// A part that waits for another is not touched when that one was rolled back, and is known in a preview all the same.
func TestWhatComesAfterARollbackIsNotUpdated(t *testing.T) {
	both := func(ctx *pulumi.Context) error {
		first, err := New(ctx, "web", noted())
		if err != nil {
			return err
		}
		_, err = New(ctx, "second", noted(), pulumi.DependsOnInputs(first.Deployed))
		return err
	}
	rec, err := stacktest.Record(both, undone()...)
	require.ErrorContains(t, err, rolledBack)
	for _, r := range rec.All() {
		require.NotContains(t, r.Name, "second")
	}
	rec = stacktest.Run(t, both, stacktest.Preview())
	require.Contains(t, rec.Named(t, Type, "second").DependsOn, rec.Named(t, tasktest.TypeService, "web").URN)
	require.Equal(t, "test-second", rec.Named(t, tasktest.TypeTaskDefinition, "second-task").Input("family"))
}
