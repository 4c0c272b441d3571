package task

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

const (
	definition = "arn:aws:ecs:us-east-1:123456789012:task-definition/test-web:"
	registry   = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/"
	digest     = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	look       = "look at the service's events and the tasks' logs in web-logs-1a2b3c4"
	fix        = look + ", fix the image or its configuration, and run pulumi up again"
)

func TestTheGateComparesTaskDefinitions(t *testing.T) {
	for _, running := range []string{definition + "4", "test-web:4"} {
		got, err := New(nil, "web", "web", nil, ecs.TaskArgs{}).
			deployed(version{task: running}, version{task: definition + "4"}, "web-logs-1a2b3c4")
		require.NoError(t, err)
		require.Equal(t, running, got)
	}
}

func TestWhatARollbackSays(t *testing.T) {
	const note = "the workers already run shop:1.0.4, and beat is not updated"
	for name, c := range map[string]struct {
		running, requested version
		note, hint, want   string
	}{
		"task definitions": {
			version{task: definition + "3"},
			version{task: definition + "4"},
			"", "",
			"test-web:3 and not the requested test-web:4; " + fix,
		},
		"by family and revision": {
			version{task: "test-web:3"},
			version{task: definition + "4"},
			"", "",
			"test-web:3 and not the requested test-web:4; " + fix,
		},
		"images": {
			version{definition + "3", registry + "shop:1.0.3"},
			version{definition + "4", registry + "shop:1.0.4"},
			note, "",
			"shop:1.0.3 (test-web:3) and not the requested shop:1.0.4 (test-web:4); " + note + "; " + look +
				"; set the image back to " + registry + "shop:1.0.3 and run pulumi up, or fix it and release a new tag",
		},
		"digests": {
			version{definition + "3", "shop" + digest},
			version{definition + "4", "shop:1.0.4@sha256:ab"},
			"", "",
			"shop@sha256:0123456789ab (test-web:3) and not the requested shop:1.0.4@sha256:ab (test-web:4); " + look +
				"; set the image back to shop" + digest + " and run pulumi up, or fix it and release a new tag",
		},
		"one image": {
			version{definition + "3", "shop:1.0.3"},
			version{definition + "4", "shop:1.0.3"},
			"", "",
			"shop:1.0.3 (test-web:3) and not the requested shop:1.0.3 (test-web:4); " + fix,
		},
		"an image that nobody knows": {
			version{task: definition + "3"},
			version{definition + "4", "shop:1.0.4"},
			note, "",
			"test-web:3 and not the requested shop:1.0.4 (test-web:4); " + note + "; " + fix,
		},
		"a hint": {
			version{task: definition + "3"},
			version{task: definition + "4"},
			"", "look into %s",
			"test-web:3 and not the requested test-web:4; look into web-logs-1a2b3c4",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := New(nil, "web", "web", nil, ecs.TaskArgs{RollbackNote: c.note})
			b.Hint = c.hint
			require.Equal(t, `web "web": ECS rolled the deployment back: the service runs `+c.want,
				b.rolledBack(c.running, c.requested, "web-logs-1a2b3c4"))
		})
	}
}
