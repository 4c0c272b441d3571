package ecs

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const definition = "arn:aws:ecs:us-east-1:123456789012:task-definition/test-web:"

const rolledBack = `web "web": ECS rolled the deployment back: the service runs test-web:3 and not the requested ` +
	`test-web:4; look at the service's events and the tasks' logs in web-logs-1a2b3c4, fix the image or its ` +
	`configuration, and run pulumi up again`

func TestTheGateComparesTaskDefinitions(t *testing.T) {
	for _, tc := range []struct{ name, running, requested, want string }{
		{"the same", definition + "4", definition + "4", ""},
		{"the same by family and revision", "test-web:4", definition + "4", ""},
		{"another revision", definition + "3", definition + "4", rolledBack},
		{"another revision by family and revision", "test-web:3", definition + "4", rolledBack},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := newUnit(nil, "web", "web", nil, TaskArgs{}).deployed(tc.running, tc.requested, "web-logs-1a2b3c4")
			if tc.want == "" {
				require.NoError(t, err)
				require.Equal(t, tc.running, got)
				return
			}
			require.EqualError(t, err, tc.want)
			require.Empty(t, got)
		})
	}
}

// realistic gives the task definition an ARN as AWS does, and the log group a name.
func realistic() []stacktest.Option {
	return []stacktest.Option{
		stacktest.Outputs("aws:ecs/taskDefinition:TaskDefinition", func(stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"arn": resource.NewProperty(definition + "4")}
		}),
		stacktest.Outputs("aws:cloudwatch/logGroup:LogGroup", func(stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"name": resource.NewProperty("web-logs-1a2b3c4")}
		}),
	}
}

func TestTheGateFailsAnUpdateThatWasRolledBack(t *testing.T) {
	err := stacktest.RunErr(t, program(minimal()), append(realistic(), runs(definition+"3"))...)
	require.ErrorContains(t, err, rolledBack)
}

func TestTheGateFailsAnUpdateOfWhichNobodyUsesAnOutput(t *testing.T) {
	err := stacktest.RunErr(t, unused(minimal()), append(realistic(), runs(definition+"3"))...)
	require.ErrorContains(t, err, rolledBack)
}

func TestTheGateLetsADeployedUpdatePass(t *testing.T) {
	rec := runWeb(t, minimal(), realistic()...)

	calls := rec.Calls(getService)
	require.Len(t, calls, 1)
	require.Equal(t, clusterARN, calls[0].Input("clusterArn"))
	require.Equal(t, "web-name", calls[0].Input("serviceName"))
	outputs := rec.Probed(t, "outputs")
	require.Equal(t, definition+"4", outputs.Input("runningTaskDefinition"))
	require.Equal(t, definition+"4", outputs.Input("taskDefinitionArn"))
	require.Contains(t, outputs.DependsOn, rec.One(t, "aws:ecs/service:Service").URN)
}

func TestTheGateIsSilentInAPreview(t *testing.T) {
	rec := runWeb(t, minimal(), stacktest.Preview(), runs(definition+"3"))
	require.Empty(t, rec.Calls(getService))
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
		"accountId": resource.NewProperty("123456789012"), "taskDefinition": resource.NewProperty(definition + "3"),
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
		require.Equal(t, !preview, slices.Contains(mock.calls, getService))
	}
}

func TestAFailingLookUpFailsTheUpdate(t *testing.T) {
	denied := stacktest.Function(getService, func(resource.PropertyMap) (resource.PropertyMap, error) {
		return nil, errors.New("AccessDeniedException")
	})
	require.ErrorContains(t, stacktest.RunErr(t, program(minimal()), denied), "AccessDeniedException")
}
