package stacktest

import (
	"runtime/debug"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

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
	secrets        []string // keys of config
	functions      map[string]FunctionFunc
	outputs        map[string]OutputsFunc
	strict         bool
	topLevel       []string // types, or prefixes that end in "*"
}

func newSettings(opts []Option) *settings {
	s := &settings{
		project: "tenfold", stack: "test", config: map[string]string{},
		functions: map[string]FunctionFunc{}, outputs: map[string]OutputsFunc{}, strict: inTenfold(),
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

// Secrets says which configuration values are encrypted in the stack's file, by their full keys. Default: none.
func Secrets(keys ...string) Option {
	return func(s *settings) { s.secrets = append(s.secrets, keys...) }
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

// Strict says whether [Run] also checks the resource tree: every resource must be below a component, and the name of a
// component's child must be the component's own name, or begin with it and a hyphen. Providers and resources that are
// only read may be anywhere. Default: false, but true in the tests of Tenfold itself.
func Strict(on bool) Option {
	return func(s *settings) { s.strict = on }
}

// inTenfold tells whether the running program belongs to Tenfold, whose components follow the rules of [Strict].
func inTenfold() bool {
	build, ok := debug.ReadBuildInfo()
	return ok && build.Main.Path == "github.com/tenfold-iac/tenfold"
}

// TopLevel allows resources of these types outside of every component when [Strict] is on. A type is a whole token, such
// as "aws:ec2/vpc:Vpc", or the beginning of one and an asterisk, such as "aws:ec2/*". Default: none.
func TopLevel(types ...string) Option {
	return func(s *settings) { s.topLevel = append(s.topLevel, types...) }
}

// mayBeTopLevel tells whether a type is among those that TopLevel allows.
func (s *settings) mayBeTopLevel(typ string) bool {
	for _, allowed := range s.topLevel {
		prefix, isPrefix := strings.CutSuffix(allowed, "*")
		if typ == allowed || isPrefix && strings.HasPrefix(typ, prefix) {
			return true
		}
	}
	return false
}
