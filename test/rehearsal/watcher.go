package rehearsal

import (
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// watcher follows one operation by the engine's events.
type watcher struct {
	options    Options
	stream     chan events.EngineEvent
	tally      Counts
	tree       Tree
	steps      []apitype.StepEventMetadata
	summary    *apitype.SummaryEvent
	changed    []Change
	violations []Violation
	warnings   []string
	failures   []Failure
	messages   []string
	seen       map[string]bool
}

func newWatcher(o Options) *watcher {
	return &watcher{options: o, stream: make(chan events.EngineEvent), seen: map[string]bool{}}
}

// start follows the events until the returned function is called. All events have been sent by the time that an
// operation of the Automation API returns, but the stream is closed only when the engine opened it.
func (w *watcher) start() (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case e, open := <-w.stream:
				if !open {
					return
				}
				w.event(e)
			case <-quit:
				return
			}
		}
	}()
	return func() {
		close(quit)
		<-done
	}
}

func (w *watcher) event(e events.EngineEvent) {
	switch {
	case e.DiagnosticEvent != nil:
		w.diagnostic(e.DiagnosticEvent)
	case e.ResOutputsEvent != nil:
		w.finished(e.ResOutputsEvent.Metadata)
	case e.PolicyEvent != nil:
		w.violation(e.PolicyEvent)
	case e.SummaryEvent != nil:
		w.summary = e.SummaryEvent
	}
	if w.options.Events != nil {
		w.options.Events <- e
	}
}

// finished notes a resource whose step is over.
func (w *watcher) finished(m apitype.StepEventMetadata) {
	w.tally.add(m.Op, 1)
	w.tree.Add(m)
	w.steps = append(w.steps, m)
	if strings.HasPrefix(m.Type, "pulumi:") || !notable[m.Op] || !w.first(m.URN, string(m.Op)) {
		return // the end of a component comes twice: when it is registered, and with its outputs
	}
	c := Change{
		Operation: string(m.Op), URN: m.URN, Properties: changedProperties(m), Differences: differences(m),
		Grouping: m.Provider == "", Waiting: waiting(m),
	}
	c.Type, c.Name = typeAndName(m.URN)
	w.changed = append(w.changed, c)
	w.options.say("%s", c)
}

// notable are the operations that stand in Result.Changed. The two halves of a replacement do not: it is there itself.
var notable = map[apitype.OpType]bool{
	apitype.OpCreate: true, apitype.OpUpdate: true, apitype.OpReplace: true, apitype.OpDelete: true,
	apitype.OpImport: true,
}

func changedProperties(m apitype.StepEventMetadata) []string {
	switch {
	case m.Op == apitype.OpReplace && len(m.Keys) > 0:
		return m.Keys
	case len(m.DetailedDiff) > 0:
		return slices.Sorted(maps.Keys(m.DetailedDiff))
	default:
		return m.Diffs
	}
}

func (w *watcher) violation(e *apitype.PolicyEvent) {
	v := Violation{
		Policy: e.PolicyName, Pack: e.PolicyPackName, Mandatory: e.EnforcementLevel == "mandatory",
		URN: e.ResourceURN, Message: objection(e.Message),
	}
	v.Type, v.Name = typeAndName(e.ResourceURN)
	if w.first("violation", v.String()) {
		w.violations = append(w.violations, v)
		w.options.say("%s", v)
	}
}

// objection drops the first line of a violation's text, the policy's description.
func objection(text string) string {
	if _, rest, _ := strings.Cut(text, "\n"); tidy(rest) != "" {
		return tidy(rest)
	}
	return tidy(text)
}

func (w *watcher) diagnostic(e *apitype.DiagnosticEvent) {
	text := tidy(e.Message)
	if text == "" || e.Ephemeral || !w.first(e.URN, text) {
		return
	}
	switch e.Severity {
	case "warning":
		w.warning(text)
	case "error":
		w.failed(e.URN, text)
	}
}

func (w *watcher) warning(text string) {
	// The simulated provider always comes from the PATH.
	if strings.HasPrefix(text, "using pulumi-resource-aws from $PATH") {
		return
	}
	w.warnings = append(w.warnings, text)
	w.options.say("warning: %s", text)
}

func (w *watcher) failed(urn, text string) {
	typ, name := typeAndName(urn)
	if name == "" || typ == "pulumi:pulumi:Stack" {
		w.messages = append(w.messages, text)
		return
	}
	f := failureOf(urn, text)
	w.failures = append(w.failures, f)
	w.options.say("failed: %s", f)
}

// first tells that a text of a resource comes for the first time. The engine repeats itself.
func (w *watcher) first(urn, text string) bool {
	key := urn + "\x00" + text
	again := w.seen[key]
	w.seen[key] = true
	return !again
}

// result is what was done. The engine's own count is complete, but an engine that was killed gives none.
func (w *watcher) result() Result {
	counts := w.tally
	if w.summary != nil {
		counts = Counts{}
		for op, n := range w.summary.ResourceChanges {
			counts.add(op, n)
		}
	}
	for i := range w.changed {
		w.changed[i].Component = w.tree.Top(w.changed[i].URN)
	}
	return Result{
		Counts: counts, Changed: w.changed, Violations: w.violations, Warnings: w.warnings,
		Components: components(&w.tree, w.steps),
	}
}
