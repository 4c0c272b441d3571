package task

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
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
			got, err := New(nil, "web", "web", nil, ecs.TaskArgs{}).deployed(tc.running, tc.requested, "web-logs-1a2b3c4")
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
