// Package model declares the resource types of the simulated account as data: names, properties that force a
// replacement, rules, and what AWS computes. The services' packages declare the types, one file per type; package
// provider runs them.
package model

import (
	"maps"
	"strings"
)

// Type declares one resource type.
type Type struct {
	// Token is the Pulumi type, aws:ec2/subnet:Subnet. Required.
	Token string
	// Aliases are other tokens of the same provider resource: aws:alb/loadBalancer:LoadBalancer.
	Aliases []string
	// Service is the SDK's name of the service, for errors and the call log: EC2. Required.
	Service string
	// Noun is the provider's name of the resource in errors: EC2 Subnet. Required.
	Noun string
	// Actions are the API operations, if they are not CreateX, ModifyX and DeleteX with the type's name X.
	Actions Actions
	// Modeled means that the SDK models the service's exceptions, which drops "api error " from the error text.
	Modeled bool
	// Global types belong to no region.
	Global bool
	// Name says how the provider names the resource automatically.
	Name Name
	// NewID returns the ID of a new resource. Default: its name.
	NewID func(*Call) string
	// Key is the ID that a resource has in the account now, from its state, for a type whose ID an update can change: the engine
	// keeps the first one. Default: the engine's.
	Key func(state Props) string
	// ARN is the pattern of the resource's ARN with {partition} {region} {account} {id} {name}. If it is empty, Fill
	// may set arn.
	ARN string
	// Links are the properties (dotted paths) by which other types' rules find a resource of this type.
	Links []string
	// Interfaces are the network interfaces that resources of this type have.
	Interfaces Interfaces
	// Replaces say which properties force a replacement, and by which rule.
	Replaces []Replace
	// Rules are checked in order.
	Rules []Rule
	// Defaults are the API's values for properties that are not set.
	Defaults Props
	// Computed are list and map properties that the API fills in if they are not set, so that leaving them out is no
	// change. The schema knows this of scalar properties.
	Computed []string
	// Normal are the normal forms of properties that hold a document. A change with the same normal form is no change.
	Normal map[string]func(text string) string
	// Fill computes what AWS adds to a new or changed resource, in c.State.
	Fill func(c *Call) error
	// Created runs after a resource was created, for what the call changes elsewhere in the account.
	Created func(c *Call) error
	// Deleted runs after a resource was deleted.
	Deleted func(c *Call) error
	// Plan changes the diff, for rules of the provider's own.
	Plan func(c *Call, d *Diff) error
	// Adopt means that create takes over an existing object (a default security group).
	Adopt bool
	// Import says what an import of an existing resource knows.
	Import Import
}

// Import says how the provider imports a resource, and what the API does not tell about it.
type Import struct {
	// ID returns the ID of a resource that the import names in another way, or "".
	ID func(c *Call, name string) string
	// Unread are properties that only the program that created the resource knows.
	Unread []string
	// Set are properties that the provider chooses itself.
	Set Props
}

// State is what an import reads of a resource.
func (i Import) State(live Props) Props {
	state := live.Clone()
	for _, name := range i.Unread {
		delete(state, name)
	}
	maps.Copy(state, i.Set)
	return state
}

// Actions are names of API operations.
type Actions struct{ Create, Read, Update, Delete string }

// Name says how a type is named automatically.
type Name struct {
	Property string // "name"; "" for no automatic name
	Prefix   string // property that holds a wanted prefix: "namePrefix"; "" for none
	Max      int    // characters; 0 for no limit
	Lower    bool   // the API holds it in lower case
	Suffix   string // ".fifo"
}

// Replace says that a change of any of the properties replaces the resource.
type Replace struct {
	Rule       string
	Properties []string
}

// Rule is one rule of AWS or its provider.
type Rule struct {
	// ID is the rule's number in facts/aws-rules.md, several with commas. It is empty for what every API does, such as
	// rejecting an ID that does not exist.
	ID string
	// On are the operations that check the rule.
	On Op
	// Test returns the error that the user sees, nil if the call keeps the rule.
	Test func(c *Call) error
}

// As returns the rule with its number in facts/aws-rules.md.
func (r Rule) As(id string) Rule {
	r.ID = id
	return r
}

// As returns rules that share a number in facts/aws-rules.md.
func As(id string, rules []Rule) []Rule {
	numbered := make([]Rule, len(rules))
	for i, r := range rules {
		numbered[i] = r.As(id)
	}
	return numbered
}

// Op is a set of operations.
type Op uint8

// The operations. Check runs in previews too, and before every create and update.
const (
	Check Op = 1 << iota
	Create
	Read
	Update
	Delete

	Write = Create | Update
)

func (o Op) String() string {
	switch o {
	case Check:
		return "check"
	case Create:
		return "create"
	case Read:
		return "read"
	case Update:
		return "update"
	case Delete:
		return "delete"
	default:
		return "call"
	}
}

func (o Op) gerund() string {
	switch o {
	case Create:
		return "creating"
	case Update:
		return "updating"
	case Delete:
		return "deleting"
	default:
		return "reading"
	}
}

// Action returns the API operation of an engine's operation.
func (t *Type) Action(op Op) string {
	object := t.Token[strings.LastIndex(t.Token, ":")+1:]
	switch op {
	case Create:
		return either(t.Actions.Create, "Create"+object)
	case Update:
		return either(t.Actions.Update, "Modify"+object)
	case Delete:
		return either(t.Actions.Delete, "Delete"+object)
	default:
		return either(t.Actions.Read, "Describe"+object+"s")
	}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// RuleIDs lists the numbers of all rules of a type.
func (t *Type) RuleIDs() []string {
	var ids []string
	for _, r := range t.Rules {
		ids = append(ids, split(r.ID)...)
	}
	for _, r := range t.Replaces {
		ids = append(ids, split(r.Rule)...)
	}
	return ids
}

func split(ids string) []string {
	return strings.FieldsFunc(ids, func(r rune) bool { return r == ',' || r == ' ' })
}

// KeyOf is the ID of a resource in the account, from its ID and its state in the engine.
func (t *Type) KeyOf(id string, state Props) string {
	if t.Key == nil || id == "" || len(state) == 0 {
		return id
	}
	return t.Key(state)
}

// RegionOf returns the region of the type's resources, for a provider of the given region.
func (t *Type) RegionOf(region string) string {
	if t.Global {
		return "global"
	}
	return region
}
