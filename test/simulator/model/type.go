// Package model declares resource types of the simulated account as data: what a type is called, which properties
// force its replacement, which rules its calls must keep, and what AWS computes. The services' packages fill it in,
// one resource type a file; the provider runs it.
package model

import (
	"strings"
)

// Type declares one resource type.
type Type struct {
	// Token is the Pulumi type, aws:ec2/subnet:Subnet. Required.
	Token string
	// Aliases are other tokens of the same provider resource: aws:alb/loadBalancer:LoadBalancer.
	Aliases []string
	// Service is the SDK's name of the service, as errors and the call log print it: EC2. Required.
	Service string
	// Noun is what the provider calls the resource in errors: EC2 Subnet. Required.
	Noun string
	// Actions are the API operations of create, update and delete, when they are not CreateX, ModifyX, DeleteX with
	// X the type's name.
	Actions Actions
	// Modeled tells that the SDK models the service's exceptions, which drops "api error " from the error text.
	Modeled bool
	// Global types belong to no region.
	Global bool
	// Name is the property that is named automatically when it is not set.
	Name Name
	// NewID makes the ID of a new resource. Default: the type's own name, or its ARN when the type says so.
	NewID func(*Call) string
	// ARN is the pattern of the resource's ARN with {partition} {region} {account} {id} {name}; "" leaves arn to Fill.
	ARN string
	// Links are the properties (dotted paths) by which other types' rules find a resource of this type.
	Links []string
	// Interfaces are the network interfaces that resources of this type have.
	Interfaces Interfaces
	// Replaces say which properties force a replacement, and by which rule.
	Replaces []Replace
	// Rules are checked in order.
	Rules []Rule
	// Defaults are what the API makes of properties that are not given.
	Defaults Props
	// Computed are list and map properties that the API fills in when they are not given, so that leaving them out is
	// no change. Properties with one value are known from the schema.
	Computed []string
	// Normal are normal forms of properties that hold a document: a change that leaves the normal form is no change.
	Normal map[string]func(text string) string
	// Fill computes what AWS adds to a new or changed resource. It sees and changes c.State.
	Fill func(c *Call) error
	// Created runs after a resource was written: for what a call changes elsewhere in the account.
	Created func(c *Call) error
	// Deleted runs after a resource was removed.
	Deleted func(c *Call) error
	// Plan overrides what differs between the live state and the wanted inputs, for rules of the provider's own diff.
	Plan func(c *Call, d *Diff) error
	// Adopt tells that create takes over an object that exists (a default security group) instead of making one.
	Adopt bool
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

// Replace is a rule that a change of any of the properties replaces the resource.
type Replace struct {
	Rule       string
	Properties []string
}

// Rule is one rule of AWS or its provider.
type Rule struct {
	// ID is the rule's number in facts/aws-rules.md, several with commas. It is empty for what every API does, such as
	// rejecting an ID that does not exist.
	ID string
	// On says when it is checked.
	On Op
	// Test returns the error that the user would see, nil when the rule is kept.
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

// Action is the API operation behind an engine's operation.
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

// RuleIDs lists the numbers of all rules that a type keeps.
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

// RegionOf is where resources of a type live, for a provider of the given region.
func (t *Type) RegionOf(region string) string {
	if t.Global {
		return "global"
	}
	return region
}
