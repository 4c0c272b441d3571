package task

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFamilyARN(t *testing.T) {
	require.Equal(t, "arn:aws-cn:ecs:cn-north-1:123456789012:task-definition/prod-web",
		FamilyARN("arn:aws-cn:ecs:cn-north-1:123456789012:cluster/main", "prod-web"))
}
