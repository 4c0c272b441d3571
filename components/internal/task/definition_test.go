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
