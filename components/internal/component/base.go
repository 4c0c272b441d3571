package component

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// How many days AWS keeps what was deleted, so that it can be had back. Where a destroy is allowed, the shortest that
// AWS knows.
const (
	longRecovery  = 30
	shortRecovery = 7
)

// Base is what the children of one component share.
type Base struct {
	Ctx    *pulumi.Context
	Name   string
	Parent pulumi.Resource
	// AllowDestroy takes the protection off what holds data or opens it.
	AllowDestroy bool
}

// Options are those of a child.
func (b Base) Options(more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return append([]pulumi.ResourceOption{pulumi.Parent(b.Parent)}, more...)
}

// Protected are the options of a child that must not be lost.
func (b Base) Protected(more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return b.Options(append(more, b.Protection())...)
}

// Protection makes the engine refuse to delete or to replace a child, unless a destroy is allowed.
func (b Base) Protection() pulumi.ResourceOption { return pulumi.Protect(!b.AllowDestroy) }

// Child is the name of a child: the component's name and the child's role. Without a role it is the component's name.
func (b Base) Child(role string) string {
	if role == "" {
		return b.Name
	}
	return b.Name + "-" + role
}

// Recovery is for how many days a deleted key or secret can be had back.
func (b Base) Recovery() int {
	if b.AllowDestroy {
		return shortRecovery
	}
	return longRecovery
}

// After makes a child wait for others.
func After(resources ...pulumi.Resource) pulumi.ResourceOption {
	return pulumi.DependsOn(resources)
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
