package alb

import (
	"testing"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
)

func TestArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, WAF{}.withDefaults())
}
