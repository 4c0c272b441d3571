package cache

import (
	"testing"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
)

func TestDocumentedDefaults(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, Autoscaling{}.withDefaults())
}
