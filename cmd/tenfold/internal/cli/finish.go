package cli

import (
	"errors"
	"strings"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// finish prints the end of a run: what became of each component, what to know of it, and in one line how it ended. What
// show prints comes after a success. The cause of a failure comes last.
func (a *app) finish(s *session, verb string, result rehearsal.Result, err error, show func()) error {
	err = engineFailure(err, verb, s.env)
	if printing := a.printResult(s, verb, result, err); printing != nil {
		return printing
	}
	if s.brief {
		a.printNotes(result)
	}
	if err != nil {
		return err
	}
	a.say("%s", a.good.Render(verb+" of "+s.env+" "+where(verb)+": ")+summary(verb, result))
	if !a.json && show != nil {
		show()
	}
	return nil
}

// printResult prints what became of each component.
func (a *app) printResult(s *session, verb string, result rehearsal.Result, err error) error {
	switch {
	case a.json:
		return a.printJSON(resultJSON(s.env, verb, result, err))
	case a.verbose && verb != "up" && verb != "destroy":
		a.printChanges(result.Changed)
	case !a.verbose && (err == nil || verb != "preview"): // half a preview tells nothing
		list := screen(verb, result)
		if s.inPlace {
			list = s.timed(list, err)
		}
		a.printBlocks(list)
	}
	return nil
}

// screen is what a command shows of each component. A preview and a refresh are read for the values, the others for the
// result.
func screen(verb string, result rehearsal.Result) []block {
	if verb == "preview" {
		return blocks(result, futureWords)
	}
	list := blocks(result, pastWords)
	if verb != "refresh" {
		for i := range list {
			list[i].lines = nil
		}
	}
	return list
}

// timed adds to the components of a run how long each took, and after a failure which failed or were not reached.
func (d *display) timed(list []block, err error) []block {
	var failure *rehearsal.Error
	times, left := d.rows.times(d.now()), map[string]string{}
	if errors.As(err, &failure) {
		d.rows.fail(failure.Failures)
		left = d.rows.left()
	}
	for i, b := range list {
		list[i].took = times[b.urn]
		if text := left[b.urn]; text != "" {
			list[i].status = strings.TrimPrefix(b.status+", "+text, "unchanged, ")
		}
		delete(left, b.urn)
	}
	for _, r := range d.rows.rows {
		if text := left[r.urn]; text != "" {
			list = append(list, block{name: r.name, status: text, took: times[r.urn]})
		}
	}
	return list
}

// printNotes prints what a person should know of a run: what the policies advise and what the program warns of.
func (a *app) printNotes(result rehearsal.Result) {
	for _, violation := range result.Violations {
		if !violation.Mandatory {
			a.say("%s", paint(a, violation.String()))
		}
	}
	for _, about := range []bool{false, true} {
		for _, warning := range result.Warnings {
			if aboutChange(warning) == about {
				a.say("%s", paint(a, "warning: "+warning))
			}
		}
	}
}

// aboutChange reports whether a warning is about a change of this run. Such ones come last: the others come every time.
func aboutChange(warning string) bool {
	return strings.Contains(warning, " changes: ") || strings.Contains(warning, " waits for ")
}
