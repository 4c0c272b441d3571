package stacktest

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	probeType  = "stacktest:index:Probe"
	probeValue = "value"
)

// Probe records values that are no inputs of a resource, such as the outputs of a component. Call it in the program
// under test and read them from Recording.Probed. Probes are not counted, listed, checked or drawn.
func Probe(ctx *pulumi.Context, name string, values pulumi.Map) error {
	return ctx.RegisterResource(probeType, name, values, &pulumi.CustomResourceState{})
}

// ProbeEach records each value in a probe of its own, which is called like it, so that a test sees what each waits for.
// Read the values from Recording.Value.
func ProbeEach(ctx *pulumi.Context, values pulumi.Map) error {
	for name, value := range values {
		if err := Probe(ctx, name, pulumi.Map{probeValue: value}); err != nil {
			return err
		}
	}
	return nil
}

// Value returns the value with this name of ProbeEach, and fails the test when there is none.
func (r *Recording) Value(t testing.TB, name string) any {
	t.Helper()
	return r.Probed(t, name).Input(probeValue)
}

// Probed returns the probe with this name, and fails the test when there is none. Its values are its inputs, and its
// DependsOn what they wait for.
func (r *Recording) Probed(t testing.TB, name string) Resource {
	t.Helper()
	var found []Resource
	for _, probe := range r.probes {
		if probe.Name == name {
			found = append(found, probe)
		}
	}
	return must(t)(only(found, probeType, name, r.probes))
}
