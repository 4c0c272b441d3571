package task

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

func TestFamilyNamesTheStack(t *testing.T) {
	require.Equal(t, "production-100k-web", Family("production-100k", "web"))
	require.Equal(t, "v1-2-web", Family("v1.2", "web"), "a family has no dots")
	require.Len(t, Family(strings.Repeat("s", 300), "web"), 255)
}

func TestImagesThatMove(t *testing.T) {
	for image, want := range map[string]bool{
		"app": true, "app:latest": true, "app:": true, "registry:5000/app": true, "registry:5000/app:latest": true,
		"app:v1": false, "registry:5000/app:v1": false, "app@sha256:0123": false, "app:latest@sha256:0123": false,
	} {
		require.Equal(t, want, moves(image), image)
	}
}

// The agent of ECS Exec writes to three directories. With a read-only root each needs a volume.
func TestExecKeepsTheRootReadOnly(t *testing.T) {
	require.Equal(t, []mount{{"scratch", "/tmp"}}, mountsOf(ecs.TaskArgs{}))
	require.Equal(t, []mount{
		{"scratch", "/tmp"},
		{"exec-agent", "/managed-agents"},
		{"exec-lib", "/var/lib/amazon/ssm"},
		{"exec-log", "/var/log/amazon/ssm"},
	}, mountsOf(ecs.TaskArgs{EnableExec: true}))
}
