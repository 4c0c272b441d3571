package ecs

import (
	"testing"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
)

func TestArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, ClusterArgs{}.withDefaults())
	argsdoc.Check(t, WebArgs{}.withDefaults())
	argsdoc.Check(t, TaskArgs{}.withDefaults())
	argsdoc.Check(t, TaskPolicy{})
	argsdoc.Check(t, EgressTo{})
	argsdoc.Check(t, Schedule{})
}
