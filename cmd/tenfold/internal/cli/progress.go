package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// progress follows a run by the engine's events, component by component. It holds no clock and no terminal.
type progress struct {
	tree rehearsal.Tree
	rows []*row
}

// row is one component that changes.
type row struct {
	urn, name string
	// total is how many resources change, 0 where no plan told; done is how many have.
	total, done  int
	began, ended time.Time
	// flight are the resources in work, in order of their start.
	flight []string
	failed bool
}

// plan takes the number of changes of each component from a preview.
func (p *progress) plan(planned rehearsal.Result) {
	for _, c := range planned.Components {
		if n := c.Counts.Changes(); n > 0 {
			p.row(c.URN).total = n
		}
	}
}

func (p *progress) row(urn string) *row {
	for _, r := range p.rows {
		if r.urn == urn {
			return r
		}
	}
	r := &row{urn: urn, name: resource.URN(urn).Name()}
	p.rows = append(p.rows, r)
	return r
}

// event takes one event of the engine. It returns the component that it finished, if it did.
func (p *progress) event(e events.EngineEvent, now time.Time) *row {
	switch {
	case e.ResourcePreEvent != nil:
		p.starts(e.ResourcePreEvent.Metadata, now)
	case e.ResOutputsEvent != nil:
		return p.ends(e.ResOutputsEvent.Metadata, now)
	case e.ResOpFailedEvent != nil:
		if r := p.ends(e.ResOpFailedEvent.Metadata, now); r != nil {
			r.failed = true
		}
	}
	return nil
}

// starts notes what a provider works on, which excludes components and unchanged resources.
func (p *progress) starts(m apitype.StepEventMetadata, now time.Time) {
	p.tree.Add(m)
	if !works(m) {
		return
	}
	r := p.row(p.tree.Top(m.URN))
	if r.began.IsZero() {
		r.began = now
	}
	if !slices.Contains(r.flight, m.URN) {
		r.flight = append(r.flight, m.URN)
	}
}

// counted are the operations that a plan counts. The two halves of a replacement are not.
var counted = []apitype.OpType{apitype.OpCreate, apitype.OpUpdate, apitype.OpReplace, apitype.OpDelete, apitype.OpImport}

// works reports whether a provider changes something in a step.
func works(m apitype.StepEventMetadata) bool {
	halves := []apitype.OpType{apitype.OpCreateReplacement, apitype.OpDeleteReplaced}
	return m.Provider != "" && (slices.Contains(counted, m.Op) || slices.Contains(halves, m.Op))
}

func (p *progress) ends(m apitype.StepEventMetadata, now time.Time) *row {
	p.tree.Add(m)
	if !works(m) {
		return nil
	}
	r := p.row(p.tree.Top(m.URN))
	r.flight = slices.DeleteFunc(r.flight, func(urn string) bool { return urn == m.URN })
	if slices.Contains(counted, m.Op) {
		r.done++
	}
	r.ended = now
	return r
}

// finished tells that all planned changes of a component are made.
func (r *row) finished() bool { return r.total > 0 && r.done >= r.total && len(r.flight) == 0 }

// took is how long a component has been in work.
func (r *row) took(now time.Time) time.Duration {
	switch {
	case r.began.IsZero():
		return 0
	case len(r.flight) == 0 && !r.ended.IsZero():
		return r.ended.Sub(r.began)
	default:
		return now.Sub(r.began)
	}
}

// state is what a component does now: what it waits for, or that it is done.
func (r *row) state() string {
	switch {
	case r.failed:
		return "failed"
	case len(r.flight) > 0:
		return "waits for " + inFlight(r.flight)
	case r.finished():
		return "done"
	default:
		return "waits for its turn"
	}
}

// inFlight names the resource that has been in work the longest, and how many others there are.
func inFlight(urns []string) string {
	first := resource.URN(urns[0])
	text := shortType(string(first.Type())) + " " + first.Name()
	if len(urns) > 1 {
		text += fmt.Sprintf(" and %d more", len(urns)-1)
	}
	return text
}

// lines are the screen: a line per component with its progress, its time and what it waits for.
func (p *progress) lines(now time.Time) []string {
	name, width := 0, 0
	for _, r := range p.rows {
		name, width = max(name, len(r.name)), max(width, len(r.count()))
	}
	var list []string
	for _, r := range p.rows {
		took := ""
		if !r.began.IsZero() {
			took = r.took(now).Truncate(time.Second).String()
		}
		text := fmt.Sprintf("  %-*s  %*s  %6s  %s", name, r.name, width, r.count(), took, r.state())
		list = append(list, strings.TrimRight(text, " "))
	}
	return list
}

// count reads "3/12", or "3" where no plan told the total.
func (r *row) count() string {
	if r.total == 0 {
		return fmt.Sprint(r.done)
	}
	return fmt.Sprintf("%d/%d", r.done, r.total)
}

// fit keeps the lines that matter most when there are too many for a screen: those in work.
func fit(list []string, height int) []string {
	for _, less := range []string{"  done", "  waits for its turn"} {
		for i := 0; i < len(list) && len(list) > height; {
			if strings.HasSuffix(list[i], less) {
				list = slices.Delete(list, i, i+1)
			} else {
				i++
			}
		}
	}
	return list[:min(len(list), max(height, 0))]
}

// fail notes what failed: of a component it may be the check after its last resource.
func (p *progress) fail(failures []rehearsal.Failure) {
	for _, f := range failures {
		p.row(p.tree.Top(f.URN)).failed = true
	}
}

// changes are how many changes are made, and how many a plan told of.
func (p *progress) changes() (done, total int) {
	for _, r := range p.rows {
		done, total = done+r.done, total+r.total
	}
	return done, total
}

// times are how long each component took, by its URN.
func (p *progress) times(now time.Time) map[string]string {
	all := map[string]string{}
	for _, r := range p.rows {
		if !r.began.IsZero() {
			all[r.urn] = seconds(r.took(now))
		}
	}
	return all
}

// left are the components that failed or were not reached, by their URN.
func (p *progress) left() map[string]string {
	all := map[string]string{}
	for _, r := range p.rows {
		switch {
		case r.failed:
			all[r.urn] = "failed"
		case r.total > r.done:
			all[r.urn] = plural(r.total-r.done, "change") + " not made"
		}
	}
	return all
}
