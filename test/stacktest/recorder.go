package stacktest

import (
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// recorder is the mock that the SDK calls. NewResource and Call are called concurrently.
type recorder struct {
	settings  *settings
	functions map[string]FunctionFunc

	mu        sync.Mutex
	resources []Resource
	calls     []Call
	urns      map[resource.URN]bool
	refused   []string // what the program uses and mocks do not run
}

func newRecorder(s *settings) *recorder {
	r := &recorder{settings: s, urns: map[resource.URN]bool{}}
	r.functions = defaultFunctions(r)
	for token, answer := range s.functions {
		r.functions[token] = answer
	}
	return r
}

// NewResource records a registration and answers it.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	res, err := describe(r.settings, args)
	if err != nil {
		return "", nil, fmt.Errorf("recording %s %q: %w", args.TypeToken, args.Name, err)
	}
	if len(args.RegisterRPC.GetTransforms()) > 0 {
		r.refuse("%s %q uses pulumi.Transforms, which mocks do not run; use pulumi.Transformations, or %s",
			res.Type, res.Name, rehearse)
	}
	res.ID, res.Outputs = answer(r.settings, res)
	return res.ID, res.Outputs, r.add(res)
}

// add keeps a resource. It refuses a second one with the same URN, as the engine does and the SDK's mocks do not.
func (r *recorder) add(res Resource) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if urn := resource.URN(res.URN); r.urns[urn] {
		return fmt.Errorf("duplicate resource URN %q; give it a unique name", urn)
	}
	r.urns[resource.URN(res.URN)] = true
	r.resources = append(r.resources, res)
	return nil
}

// Call records a call of a provider function and answers it.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	r.mu.Lock()
	r.calls = append(r.calls, Call{Token: args.Token, Provider: args.Provider, Inputs: args.Args})
	r.mu.Unlock()
	answer, ok := r.functions[args.Token]
	if !ok {
		return nil, fmt.Errorf("no answer for the function %s; add stacktest.Function(%q, …)", args.Token, args.Token)
	}
	return answer(args.Args)
}

func (r *recorder) recording() *Recording {
	r.mu.Lock()
	defer r.mu.Unlock()
	return newRecording(r.resources, r.calls)
}
