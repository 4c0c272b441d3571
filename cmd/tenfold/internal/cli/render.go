package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// printTable prints rows in columns on the standard output; the first row is the header.
func (a *app) printTable(rows [][]string) {
	var columns bytes.Buffer
	w := tabwriter.NewWriter(&columns, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	_ = w.Flush() // into memory
	for i, line := range strings.Split(strings.TrimSuffix(columns.String(), "\n"), "\n") {
		line = strings.TrimRight(line, " ")
		if i == 0 {
			line = a.header.Render(line)
		}
		fmt.Fprintln(a.out, line)
	}
}

func (a *app) printJSON(value any) error {
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(value)
}

// printOutputs prints the outputs that have a value.
func (a *app) printOutputs(outputs map[string]rehearsal.Output) {
	rows := [][]string{{"OUTPUT", "VALUE"}}
	for _, name := range slices.Sorted(maps.Keys(outputs)) {
		if value := outputs[name].String(); value != "" {
			rows = append(rows, []string{name, value})
		}
	}
	if len(rows) > 1 {
		a.printTable(rows)
	}
}

func (a *app) printChanges(changes []rehearsal.Change) {
	rows := [][]string{{"CHANGE", "TYPE", "NAME", "PROPERTIES"}}
	for _, c := range changes {
		rows = append(rows, []string{c.Operation, c.Type, c.Name, strings.Join(c.Properties, ", ")})
	}
	if len(rows) > 1 {
		a.printTable(rows)
	}
}

// plural reads "1 resource", "2 resources".
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// summary reads "25 created, 6 new versions, 3 unchanged in 4.2s", or "25 to create" of a preview.
func summary(verb string, r rehearsal.Result) string {
	words := pastWords
	if verb == "preview" {
		words = futureWords
	}
	counts := total(r)
	text := status(counts, r.Changed, words)
	switch {
	case counts == rehearsal.Counts{}:
		text = "nothing to do"
	case counts.Changes() == 0:
		text = fmt.Sprintf("%d unchanged", counts.Same)
	case counts.Same > 0:
		text += fmt.Sprintf(", %d unchanged", counts.Same)
	}
	text += " in " + seconds(r.Duration)
	if n := waitingChanges(r); n == 1 {
		text += "; 1 change waits for the maintenance window"
	} else if n > 1 {
		text += fmt.Sprintf("; %d changes wait for the maintenance window", n)
	}
	return text
}

// waitingChanges counts the values that AWS keeps as they were until the maintenance window.
func waitingChanges(r rehearsal.Result) (n int) {
	for _, c := range r.Changed {
		n += len(c.Waiting)
	}
	return n
}

// total counts the resources of all components. The stack and the components themselves are nothing in AWS.
func total(r rehearsal.Result) (sum rehearsal.Counts) {
	for _, c := range r.Components {
		sum.Create += c.Counts.Create
		sum.Update += c.Counts.Update
		sum.Replace += c.Counts.Replace
		sum.Delete += c.Counts.Delete
		sum.Same += c.Counts.Same
	}
	return sum
}

// where says which account a run was in.
func where(verb string) string {
	if verb == "up" {
		return "in the simulated account (nothing exists on AWS)"
	}
	return "in the simulated account"
}

// jsonResult is the result of a run as --json prints it.
type jsonResult struct {
	Environment string                      `json:"environment"`
	Operation   string                      `json:"operation"`
	Succeeded   bool                        `json:"succeeded"`
	Counts      rehearsal.Counts            `json:"counts"`
	Seconds     float64                     `json:"seconds"`
	Outputs     map[string]rehearsal.Output `json:"outputs,omitempty"`
	Components  []rehearsal.Component       `json:"components"`
	Changed     []rehearsal.Change          `json:"changed"`
	Violations  []rehearsal.Violation       `json:"violations"`
	Warnings    []string                    `json:"warnings"`
	Failures    []rehearsal.Failure         `json:"failures"`
	Error       string                      `json:"error,omitempty"`
}

func resultJSON(env, operation string, r rehearsal.Result, err error) jsonResult {
	j := jsonResult{
		Environment: env, Operation: operation, Succeeded: err == nil, Counts: r.Counts,
		Seconds: r.Duration.Seconds(), Outputs: map[string]rehearsal.Output{},
		Components: orEmpty(r.Components), Changed: orEmpty(r.Changed), Violations: orEmpty(r.Violations), Warnings: orEmpty(r.Warnings),
		Failures: []rehearsal.Failure{},
	}
	for name, output := range r.Outputs {
		if output.Secret {
			output.Value = output.String()
		}
		j.Outputs[name] = output
	}
	if err != nil {
		j.Error = err.Error()
	}
	var failure *rehearsal.Error
	if errors.As(err, &failure) {
		j.Failures = orEmpty(failure.Failures)
	}
	return j
}

// jsonReport is a rehearsal as --json prints it.
type jsonReport struct {
	Environment string       `json:"environment"`
	Succeeded   bool         `json:"succeeded"`
	Steps       []jsonResult `json:"steps"`
	Error       string       `json:"error,omitempty"`
}

func reportJSON(env string, report rehearsal.Report, err error) jsonReport {
	j := jsonReport{Environment: env, Succeeded: err == nil, Steps: []jsonResult{}}
	for i, step := range report.Steps {
		var stepErr error
		if i == len(report.Steps)-1 {
			stepErr = err
		}
		j.Steps = append(j.Steps, resultJSON(env, step.Name, step.Result, stepErr))
	}
	if err != nil {
		j.Error = err.Error()
	}
	return j
}

// orEmpty makes JSON's null an empty list.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
