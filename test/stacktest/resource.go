package stacktest

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Resource is one registration, with its inputs resolved.
type Resource struct {
	URN, Type, Name string
	ID              string // what the mock answered; empty in a preview and for a component
	Parent          string // the parent's URN; the stack's for a resource without a parent
	Provider        string // "URN::ID" of an explicit provider; empty for the default one
	Custom          bool   // false for a component
	Read            bool   // it exists already and is only read

	// Inputs may hold secrets and unknown values; Input and Has are easier to use.
	Inputs resource.PropertyMap
	// Outputs is what the mock answered. In a preview it lacks what is unknown.
	Outputs resource.PropertyMap

	// DependsOn has the URNs of all resources that this one waits for, by its inputs or by the option dependsOn,
	// sorted. A component in the option stands for its children.
	DependsOn []string
	// Aliases has URNs, or for an alias by parts a text like "name=old type=aws:lb/old:Old".
	Aliases []string

	IgnoreChanges, ReplaceOnChanges, SecretOutputs []string

	Protect, DeleteBeforeReplace, RetainOnDelete bool

	DeletedWith string // a URN

	// CustomTimeouts are how long the engine waits for each operation, such as "40m".
	CustomTimeouts pulumi.CustomTimeouts

	// ImportID is the ID of a resource that exists already and is read or imported; "" for others.
	ImportID string

	implied []string // what DependsOn has because of the inputs
}

// Input returns the input at a path such as "loadBalancers[0].containerPort" as a plain Go value: string, bool, int
// (float64 if it has a fraction), []any or map[string]any. Secrets are unwrapped, a value that is not known yet is
// [Unknown], and an input that is not set is nil.
func (r Resource) Input(path string) any {
	value, _ := lookup(r.Inputs, path)
	return value
}

// Has reports whether an input is set, be it unknown.
func (r Resource) Has(path string) bool {
	_, ok := lookup(r.Inputs, path)
	return ok
}

// IsSecret reports whether the input at a path, or anything in it or around it, is a secret.
func (r Resource) IsSecret(path string) bool {
	keys, err := resource.ParsePropertyPath(path)
	if err != nil {
		return false
	}
	value := resource.NewProperty(r.Inputs)
	for _, key := range keys {
		next, ok := resource.PropertyPath{key}.Get(value)
		if value.IsSecret() || !ok {
			return value.IsSecret()
		}
		value = next
	}
	return value.ContainsSecrets()
}

// PackageName returns the provider's package, "aws" for "aws:ec2/vpc:Vpc".
func (r Resource) PackageName() string {
	name, _, _ := strings.Cut(r.Type, ":")
	return name
}

// WaitsFor is what DependsOn has, as texts like "Subnet main-a" that are easier to read than URNs, sorted.
func (r Resource) WaitsFor() []string {
	var list []string
	for _, urn := range r.DependsOn {
		parts := strings.Split(urn, "::")
		typ := parts[2][strings.LastIndex(parts[2], ":")+1:]
		list = append(list, typ+" "+parts[3])
	}
	slices.Sort(list)
	return list
}

// Call is one call of a provider function.
type Call struct {
	Token, Provider string
	Inputs          resource.PropertyMap
}

// Input returns an argument of the call as Resource.Input returns an input.
func (c Call) Input(path string) any {
	value, _ := lookup(c.Inputs, path)
	return value
}
