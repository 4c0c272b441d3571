package rehearsal

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
)

// Error is why an operation failed: what the engine and the provider said, once each.
type Error struct {
	// Operation is up, preview, refresh, destroy, remove or outputs.
	Operation string
	// Environment is the name of the stack.
	Environment string
	// Failures are the resources that failed.
	Failures []Failure
	// Violations are the mandatory policies that were violated.
	Violations []Violation
	// Messages are errors that belong to no resource, such as the program's own.
	Messages []string
	// Interrupted tells that the context ended. What was done until then is in the state: the same operation goes on
	// from there.
	Interrupted bool
}

// Error reads `up of "dev": aws:ec2/vpc:Vpc "main": creating EC2 VPC (main): VpcLimitExceeded: …`, with several
// reasons on lines of their own.
func (e *Error) Error() string {
	head := fmt.Sprintf("%s of %q", e.Operation, e.Environment)
	if e.Interrupted {
		head += " was interrupted"
	}
	reasons := e.reasons()
	switch len(reasons) {
	case 0:
		return head
	case 1:
		return head + ": " + reasons[0]
	default:
		return head + ":\n  " + strings.Join(reasons, "\n  ")
	}
}

func (e *Error) reasons() []string {
	var reasons []string
	for _, f := range e.Failures {
		reasons = append(reasons, f.String())
	}
	for _, v := range e.Violations {
		reasons = append(reasons, v.String())
	}
	return append(reasons, e.Messages...)
}

// Failure is a resource that failed.
type Failure struct {
	URN  string `json:"urn"`
	Type string `json:"type"`
	Name string `json:"name"`
	// Code and Message are AWS's; Code is empty when the provider or the engine refused before any call.
	Code    string `json:"code,omitempty"`
	Message string `json:"message"`
	// Doing is what was tried, such as "creating EC2 VPC (main)"; Call is the API's operation, such as "EC2 CreateVpc".
	Doing string `json:"doing,omitempty"`
	Call  string `json:"call,omitempty"`
}

// String reads `aws:ec2/vpc:Vpc "main": creating EC2 VPC (main): VpcLimitExceeded: …`.
func (f Failure) String() string {
	text := fmt.Sprintf("%s %q: ", f.Type, f.Name)
	if f.Code != "" {
		text += f.Doing + ": " + f.Code + ": "
	}
	return text + f.Message
}

// apiError is an error of the provider about a call of the API. The request's ID is of no use in a simulated account.
var apiError = regexp.MustCompile(`(?s)^(.*?): operation error ([^:]+): (\w+), ` +
	`https response error StatusCode: \d+, RequestID: [^,]*, (?:api error )?([\w.]+): (.*)$`)

func failureOf(urn, text string) Failure {
	f := Failure{URN: urn, Message: text}
	f.Type, f.Name = typeAndName(urn)
	if m := apiError.FindStringSubmatch(text); m != nil {
		f.Doing, f.Call, f.Code, f.Message = m[1], m[2]+" "+m[3], m[4], m[5]
	}
	return f
}

// failure makes the error of an operation that failed. complaint is what the CLI printed; it is used only when the
// events tell nothing, as they do when the engine did not start.
func (w *watcher) failure(verb string, interrupted bool, complaint string) *Error {
	e := &Error{
		Operation: verb, Environment: w.options.Environment, Interrupted: interrupted,
		Failures:   slices.DeleteFunc(slices.Clone(w.failures), func(f Failure) bool { return canceled(f.Message) }),
		Violations: slices.DeleteFunc(slices.Clone(w.violations), func(v Violation) bool { return !v.Mandatory }),
	}
	e.Messages = slices.DeleteFunc(slices.Clone(w.messages), func(text string) bool { return hollow(text) || w.repeats(text) })
	if len(e.reasons()) == 0 && !interrupted {
		e.Messages = []string{complaint}
	}
	return e
}

// repeats reports whether a message ends with what is wrong with a resource. The program's own error does, behind what the
// SDK was doing.
func (w *watcher) repeats(text string) bool {
	return slices.ContainsFunc(w.failures, func(f Failure) bool { return strings.HasSuffix(text, f.Message) })
}

// hollow messages only say that something failed.
func hollow(text string) bool {
	if canceled(text) {
		return true
	}
	for _, verb := range []string{"update", "preview", "refresh", "destroy"} {
		if text == verb+" failed" || text == verb+" canceled" {
			return true
		}
	}
	return false
}

// canceled reports whether a message only says that its operation was given up, because something else had failed. A
// policy's remediation in flight says so, for example.
func canceled(text string) bool {
	return strings.HasSuffix(text, context.Canceled.Error()) || strings.Contains(text, "code = Canceled")
}

// wrappings are what the engine and the provider put around the sentence that matters.
var wrappings = regexp.MustCompile(`^(error: |an unhandled error occurred: |program failed: |` +
	`go inline source runtime error, |waiting for RPCs: |Preview failed: |before hook "[^"]+" failed: |\d+ errors? occurred:\s*|\* )`)

// tidy takes colours, wrappings and blank lines away.
func tidy(text string) string {
	text = strings.TrimSpace(colors.Never.Colorize(text))
	for {
		short := strings.TrimSpace(wrappings.ReplaceAllString(text, ""))
		if short == text {
			break
		}
		text = short
	}
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, strings.TrimPrefix(line, "* "))
		}
	}
	return strings.Join(lines, "\n    ")
}
