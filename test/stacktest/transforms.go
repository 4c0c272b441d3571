package stacktest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// rehearse is the end of a hint: the engine runs transforms, the SDK's mocks do not.
const rehearse = "rehearse the program (package rehearsal)"

// RegisterTransform is called when the program registers a transform for the whole stack.
func (r *recorder) RegisterTransform(pulumi.ResourceTransform) {
	r.refuse("the program uses Context.RegisterResourceTransform, which mocks do not run; "+
		"use Context.RegisterStackTransformation, or %s", rehearse)
}

// RegisterInvokeTransform is called when the program registers a transform of function calls.
func (r *recorder) RegisterInvokeTransform(pulumi.InvokeTransform) {
	r.refuse("the program uses Context.RegisterInvokeTransform, which mocks do not run; "+
		"answer the function with stacktest.Function, or %s", rehearse)
}

func (r *recorder) refuse(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refused = append(r.refused, fmt.Sprintf(format, args...))
}

// refusal is an error with one line for each thing that mocks do not run. A recording without them would be wrong.
func (r *recorder) refusal() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.refused) == 0 {
		return nil
	}
	slices.Sort(r.refused)
	return errors.New(strings.Join(slices.Compact(r.refused), "\n"))
}
