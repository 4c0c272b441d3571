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

const rolledBack = `web "web": ECS rolled the deployment back: the service runs test-web:3 and not the requested ` +
	`test-web:4; look at the service's events and the tasks' logs in web-logs-1a2b3c4, fix the image or its ` +
	`configuration, and run pulumi up again`

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
	err := stacktest.RunErr(t, program(minimal()), append(realistic(), tasktest.Runs(tasktest.Definition+"3"))...)
	require.ErrorContains(t, err, rolledBack)
}

func TestTheGateFailsAnUpdateOfWhichNobodyUsesAnOutput(t *testing.T) {
	err := stacktest.RunErr(t, unused(minimal()), append(realistic(), tasktest.Runs(tasktest.Definition+"3"))...)
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
