package component

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Base is what the children of one component share.
type Base struct {
	Ctx    *pulumi.Context
	Name   string
	Parent pulumi.Resource
	// AllowDestroy takes the protection off what holds data or opens it.
	AllowDestroy bool
	// Keep makes the engine forget children that it would delete: AWS keeps them.
	Keep bool
}

// KeepIf makes the engine forget the children also on a condition.
func (b Base) KeepIf(keep bool) Base {
	b.Keep = b.Keep || keep
	return b
}

// Options are those of a child.
func (b Base) Options(more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	opts := []pulumi.ResourceOption{pulumi.Parent(b.Parent)}
	if b.Keep {
		opts = append(opts, pulumi.RetainOnDelete(true))
	}
	return append(opts, more...)
}

// Protected are the options of a child that must not be lost.
func (b Base) Protected(more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return b.Options(append(more, b.Protection())...)
}

// Protection makes the engine refuse to delete or to replace a child, unless a destroy is allowed.
func (b Base) Protection() pulumi.ResourceOption { return pulumi.Protect(!b.AllowDestroy) }

// With are the options of a child that another provider creates; nil is the component's own.
func With(provider pulumi.ProviderResource) []pulumi.ResourceOption {
	if provider == nil {
		return nil
	}
	return []pulumi.ResourceOption{pulumi.Provider(provider)}
}

// Child is the name of a child: the component's name and the child's role. Without a role it is the component's name.
func (b Base) Child(role string) string {
	if role == "" {
		return b.Name
	}
	return b.Name + "-" + role
}

// After makes a child wait for others.
func After(resources ...pulumi.Resource) pulumi.ResourceOption {
	return pulumi.DependsOn(resources)
}

// Creating says which child could not be created. Without an error it is nil.
func Creating(child string, err error) error {
	if err != nil {
		return fmt.Errorf("creating %s: %w", child, err)
	}
	return nil
}

// OnceExist is a value that is known only once other resources exist, whose outputs follow. Whatever uses the value
// waits for them, which the engine could not infer.
func OnceExist(value pulumi.StringOutput, others ...pulumi.Output) pulumi.StringOutput {
	all := []any{value}
	for _, other := range others {
		all = append(all, other)
	}
	return pulumi.All(all...).ApplyT(func(known []any) string { return known[0].(string) }).(pulumi.StringOutput)
}

// Warn says what is unsafe about a component while the program runs, and returns it for an output. Without a text it
// says nothing.
func Warn(ctx *pulumi.Context, res pulumi.Resource, text string) (pulumi.StringOutput, error) {
	output := pulumi.String(text).ToStringOutput()
	if text == "" {
		return output, nil
	}
	return output, ctx.Log.Warn(text, &pulumi.LogArgs{Resource: res})
}
