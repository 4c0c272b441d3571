package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// usageError is the user's mistake on the command line.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// adviceError is a failure with what to do next: lines of a command and what it does.
type adviceError struct {
	error
	next []advice
}

func (e adviceError) Unwrap() error { return e.error }

// advice is a command to run, or another step, and why.
type advice struct{ do, why string }

func advise(err error, next ...advice) error {
	if err == nil {
		return nil
	}
	return adviceError{err, next}
}

// report prints an error and what to do next, and returns the exit code.
func (a *app) report(err error) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(a.err, a.bad.Render("error:"), err)
	var advised adviceError
	if errors.As(err, &advised) {
		a.printAdvice(advised.next)
	}
	var usage usageError
	if errors.As(err, &usage) {
		a.printAdvice([]advice{{"tenfold help", "lists the commands; every command has --help"}})
		return exitUsage
	}
	return exitFailure
}

// printAdvice prints "next:" and the commands in a column, as they can be typed.
func (a *app) printAdvice(next []advice) {
	next = slices.Clone(next)
	width := 0
	for i, n := range next {
		if rest, isCommand := strings.CutPrefix(n.do, "tenfold "); isCommand {
			next[i].do = a.command + " " + rest
		}
		width = max(width, len(next[i].do))
	}
	label := "next:"
	for _, n := range next {
		fmt.Fprintf(a.err, "%s %-*s  %s\n", a.dim.Render(label), width, n.do, a.dim.Render(n.why))
		label = "     "
	}
}
