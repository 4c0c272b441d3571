// Package refusal describes what a component refuses: which component, which field of its arguments, and why. A program
// that sets the field from a file of its own can name the file's key instead.
package refusal

import "fmt"

// Refusal is one field of a component's arguments that is not allowed.
type Refusal struct {
	// Kind and Name are the component's, such as web and "shop".
	Kind, Name string
	// Field is the path of the field, as a user of the component types it, such as task.variables.LOG_LEVEL.
	Field string
	// Reason is the value and what is allowed, such as "is 0; want 1 to 65535".
	Reason string
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("%s %q: %s %s", r.Kind, r.Name, r.Field, r.Reason)
}

// Split takes an error apart that errors.Join made, also of joined errors. It is one item for any other error.
func Split(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error }) // a wrapped one has a text of its own to keep
	if !ok {
		return []error{err}
	}
	var all []error
	for _, one := range joined.Unwrap() {
		all = append(all, Split(one)...)
	}
	return all
}
