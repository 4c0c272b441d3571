package backend

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/internal/refusal"
)

// trial is a run of the program that makes nothing. It stands in for the engine, and collects what the components refuse.
type trial struct {
	refused []error
	mu      sync.Mutex
	rules   ruleCounts
}

type trialKey struct{}

// try runs the program and returns everything that its components refuse, and the number of rules that its security groups
// would have. Any other error comes again in the run that counts.
func try(ctx *pulumi.Context, program pulumi.RunFunc) (ruleCounts, error) {
	t := &trial{rules: ruleCounts{}}
	apart, err := pulumi.NewContext(context.WithValue(ctx.Context(), trialKey{}, t), pulumi.RunInfo{
		Organization: ctx.Organization(), Project: ctx.Project(), Stack: ctx.Stack(), RootDirectory: ctx.RootDirectory(),
		DryRun: true, Mocks: t,
	})
	if err != nil {
		return nil, fmt.Errorf("trying the components: %w", err)
	}
	_ = pulumi.RunWithContext(apart, program)
	return t.rules, errors.Join(append(t.refused, apart.Close())...)
}

// newComponent makes a component. In a trial it waits for no other, and one that is refused is noted: a stand-in takes its
// place, so that those after it are tried as well.
func newComponent[A, C any](
	ctx *pulumi.Context, newC func(*pulumi.Context, string, A, ...pulumi.ResourceOption) (*C, error), name string, args A,
	opts ...pulumi.ResourceOption,
) (*C, error) {
	t, trying := ctx.Value(trialKey{}).(*trial)
	if !trying {
		return newC(ctx, name, args, opts...)
	}
	made, err := newC(ctx, name, args)
	if err == nil {
		return made, nil
	}
	for _, one := range refusal.Split(err) {
		if refused := (*refusal.Refusal)(nil); errors.As(one, &refused) && !strings.Contains(one.Error(), unanswered) {
			t.refused = append(t.refused, one)
		}
	}
	made = new(C)
	standIn(reflect.ValueOf(made).Elem())
	return made, nil
}

// finish makes what a component left for later. A trial does not: New validates, and the component may be a stand-in.
func finish(ctx *pulumi.Context, make func(...pulumi.ResourceOption) error, opts ...pulumi.ResourceOption) error {
	if _, trying := ctx.Value(trialKey{}).(*trial); trying {
		return nil
	}
	return make(opts...)
}

// unanswered is the text of a lookup that fails in a trial.
const unanswered = "a trial asks nobody"

// Call answers no lookup: what a component refuses of what it finds is for the run that counts.
func (t *trial) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return nil, errors.New(unanswered)
}

// NewResource makes nothing: what depends on a resource is not known. Only security groups have an ID, to count their rules.
func (t *trial) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	id := ""
	switch args.TypeToken {
	case "aws:ec2/securityGroup:SecurityGroup":
		id = args.Name
	case ingressRule, egressRule:
		t.mu.Lock()
		defer t.mu.Unlock()
		t.rules.add(args.TypeToken, args.Inputs)
	}
	return id, resource.PropertyMap{}, nil
}

const (
	// standInText is a text of a stand-in.
	standInText = "stand-in"
	// standInNumber is larger than any budget, any number of seconds and any count, and less than RDS's maximum of
	// max_connections, 8388607.
	standInNumber = 8_000_000
	standInPort   = 65535
)

// standIn fills what is not set, so that nobody who reads it has a complaint: outputs are unknown, numbers are enough.
func standIn(v reflect.Value) {
	switch typ := v.Type(); {
	case !v.CanSet():
	case typ.Implements(outputType):
		setUnknown(v, v)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); typ.Field(i).Name == "Port" && field.Kind() == reflect.Int && field.IsZero() {
				field.SetInt(standInPort)
			} else {
				standIn(field)
			}
		}
	case !v.IsZero():
	case v.Kind() == reflect.Int:
		v.SetInt(standInNumber)
	case v.Kind() == reflect.String:
		v.SetString(standInText)
	case v.Kind() == reflect.Interface:
		setUnknown(v, reflect.ValueOf(pulumi.StringOutput{}))
		setUnknown(v, reflect.ValueOf(pulumi.StringArrayOutput{}))
	}
}

var outputType = reflect.TypeFor[pulumi.Output]()

// setUnknown sets an output that is not set to an unknown one of a type that it takes.
func setUnknown(v, like reflect.Value) {
	if !v.IsZero() || !like.Type().AssignableTo(v.Type()) {
		return
	}
	element := like.Interface().(pulumi.Output).ElementType()
	never := reflect.FuncOf([]reflect.Type{reflect.TypeFor[any]()}, []reflect.Type{element}, false)
	unknown := pulumi.UnsafeUnknownOutput(nil).ApplyT(reflect.MakeFunc(never, nil).Interface())
	v.Set(reflect.ValueOf(unknown))
}
