package stacktest

import "github.com/pulumi/pulumi/sdk/v3/go/common/resource"

// An Option changes how a program is run.
type Option func(*settings)

// FunctionFunc answers a call of a provider function (a data source).
type FunctionFunc func(inputs resource.PropertyMap) (resource.PropertyMap, error)

// OutputsFunc returns further outputs of a resource, by the names of the provider's schema.
type OutputsFunc func(r Resource) resource.PropertyMap

type settings struct {
	project, stack string
	preview        bool
	config         map[string]string
	functions      map[string]FunctionFunc
	outputs        map[string]OutputsFunc
	topLevel       map[string]bool
}

func newSettings(opts []Option) *settings {
	s := &settings{
		project: "tenfold", stack: "test", config: map[string]string{},
		functions: map[string]FunctionFunc{}, outputs: map[string]OutputsFunc{}, topLevel: map[string]bool{},
	}
	for _, opt := range opts {
		opt(s)
	}
	return s
}

// Preview runs the program as `pulumi preview` does before the first update: DryRun is true, and IDs and computed
// outputs are unknown. Default: an update.
func Preview() Option {
	return func(s *settings) { s.preview = true }
}

// Project names the project, which is the namespace of unqualified configuration keys. Default: "tenfold".
func Project(name string) Option {
	return func(s *settings) { s.project = name }
}

// Stack names the stack. Default: "test".
func Stack(name string) Option {
	return func(s *settings) { s.stack = name }
}

// Config sets configuration values by their full keys ("tenfold:tier"). Structured values are JSON text. Default:
// none.
func Config(values map[string]string) Option {
	return func(s *settings) {
		for key, value := range values {
			s.config[key] = value
		}
	}
}

// Function answers calls of one provider function, by its whole token ("aws:ec2/getVpc:getVpc"). It takes the place of
// the default answer. The function may be called concurrently.
func Function(token string, answer FunctionFunc) Option {
	return func(s *settings) { s.functions[token] = answer }
}

// Outputs adds computed outputs to every resource of a type, by its whole token ("aws:ec2/vpc:Vpc"). They win over the
// defaults; in a [Preview] they are unknown. The function may be called concurrently.
func Outputs(typ string, outputs OutputsFunc) Option {
	return func(s *settings) { s.outputs[typ] = outputs }
}

// TopLevel allows resources of these types to stand outside of every component. [Run] refuses such a resource
// otherwise, because it is almost always a child whose pulumi.Parent was forgotten. Default: providers and resources
// that are only read.
func TopLevel(types ...string) Option {
	return func(s *settings) {
		for _, typ := range types {
			s.topLevel[typ] = true
		}
	}
}
