package ecs

import (
	"testing"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
)

func TestArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, TaskArgs{}.WithDefaults())
	argsdoc.Check(t, TaskPolicy{})
	argsdoc.Check(t, EgressTo{}.WithDefaults())
	argsdoc.Check(t, AllowFrom{})
	argsdoc.Check(t, DepthMetrics{})
}
