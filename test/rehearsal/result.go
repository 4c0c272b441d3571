package rehearsal

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Result is what an operation did, or in a preview would do.
type Result struct {
	// Counts counts the resources by what happened to them, the stack itself and components included.
	Counts Counts
	// Changed lists every resource that did not stay the same, in the order in which they were finished. The stack
	// itself and providers are left out.
	Changed []Change
	// Components lists what stands directly below the stack, in the order of the program, unchanged ones included.
	Components []Component
	// Outputs are the stack's. Only Up returns them.
	Outputs map[string]Output
	// Violations are the policies' objections, mandatory and advisory.
	Violations []Violation
	// Warnings are the program's and the engine's.
	Warnings []string
	// Duration is wall time.
	Duration time.Duration
}

// Counts counts resources by what happened to them. A replacement is counted once.
type Counts struct {
	Create  int `json:"create"`
	Update  int `json:"update"`
	Replace int `json:"replace"`
	Delete  int `json:"delete"`
	Same    int `json:"same"`
}

// Changes is the number of resources that did not stay the same.
func (c Counts) Changes() int { return c.Create + c.Update + c.Replace + c.Delete }

// String reads "3 created, 1 replaced, 40 unchanged".
func (c Counts) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{c.Create, "created"}, {c.Update, "updated"}, {c.Replace, "replaced"}, {c.Delete, "deleted"}, {c.Same, "unchanged"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if len(parts) == 0 {
		return "nothing to do"
	}
	return strings.Join(parts, ", ")
}

func (c *Counts) add(op apitype.OpType, n int) {
	switch op {
	case apitype.OpCreate, apitype.OpImport:
		c.Create += n
	case apitype.OpUpdate:
		c.Update += n
	case apitype.OpReplace:
		c.Replace += n
	case apitype.OpDelete:
		c.Delete += n
	case apitype.OpSame:
		c.Same += n
	}
}

// Change is one resource that did not stay the same.
type Change struct {
	// Operation is create, update, replace or delete.
	Operation string `json:"operation"`
	URN       string `json:"urn"`
	Type      string `json:"type"`
	Name      string `json:"name"`
	// Properties are the changed ones, as far as the provider tells.
	Properties []string `json:"properties,omitempty"`
	// Grouping tells that it is a component: it groups resources and is nothing in AWS.
	Grouping bool `json:"grouping,omitempty"`
	// Component is the URN of what it belongs to directly below the stack, or its own.
	Component string `json:"component"`
	// Differences are the old and the new values of an update or a replacement.
	Differences []Difference `json:"differences,omitempty"`
	// Waiting are the properties that RDS keeps as they were until its maintenance window.
	Waiting []string `json:"waiting,omitempty"`
}

// String reads `update aws:ec2/vpc:Vpc "main" (cidrBlock)`.
func (c Change) String() string {
	text := fmt.Sprintf("%s %s %q", c.Operation, c.Type, c.Name)
	if len(c.Properties) > 0 {
		text += " (" + strings.Join(c.Properties, ", ") + ")"
	}
	return text
}

// Output is one output of the stack.
type Output struct {
	Value  any  `json:"value"`
	Secret bool `json:"secret"`
}

// String is the value as a person would write it: a text as it is, everything else as JSON, a secret as [secret].
func (o Output) String() string {
	if o.Secret {
		return Hidden
	}
	if text, ok := o.Value.(string); ok {
		return text
	}
	text, err := json.Marshal(o.Value)
	if err != nil {
		return fmt.Sprint(o.Value)
	}
	return string(text)
}

func outputsOf(m auto.OutputMap) map[string]Output {
	outputs := make(map[string]Output, len(m))
	for name, value := range m {
		outputs[name] = Output{Value: value.Value, Secret: value.Secret}
	}
	return outputs
}

// Violation is a policy's objection to a resource, or to the whole stack.
type Violation struct {
	Policy string `json:"policy"`
	Pack   string `json:"pack"`
	// Mandatory violations fail the operation.
	Mandatory bool `json:"mandatory"`
	// URN, Type and Name are the resource's; empty for a policy about the whole stack.
	URN     string `json:"urn,omitempty"`
	Type    string `json:"type,omitempty"`
	Name    string `json:"name,omitempty"`
	Message string `json:"message"`
}

// String reads `policy web-has-two-tasks (mandatory): aws:ecs/service:Service "web": …`.
func (v Violation) String() string {
	level := "advisory"
	if v.Mandatory {
		level = "mandatory"
	}
	text := fmt.Sprintf("policy %s (%s): ", v.Policy, level)
	if v.Name != "" {
		text += fmt.Sprintf("%s %q: ", v.Type, v.Name)
	}
	return text + v.Message
}

// typeAndName are the parts of a URN that a person knows a resource by.
func typeAndName(urn string) (typ, name string) {
	u := resource.URN(urn)
	if !u.IsValid() {
		return "", ""
	}
	return string(u.Type()), u.Name()
}
