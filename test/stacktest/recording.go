package stacktest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Recording is everything that a program registered. It may be read concurrently.
type Recording struct {
	resources, probes []Resource
	calls             []Call
}

func newRecording(all []Resource, calls []Call) *Recording {
	rec := &Recording{calls: slices.Clone(calls)}
	for _, r := range all {
		if r.Type == probeType {
			rec.probes = append(rec.probes, r)
			continue
		}
		rec.resources = append(rec.resources, r)
	}
	slices.SortFunc(rec.resources, func(a, b Resource) int { return strings.Compare(a.URN, b.URN) })
	return rec
}

// All returns every resource and component, sorted by URN, because the order of registration differs from run to run.
func (r *Recording) All() []Resource {
	return slices.Clone(r.resources)
}

// OfType returns the resources of a type, by its whole token ("aws:ec2/vpc:Vpc"), sorted by URN.
func (r *Recording) OfType(typ string) []Resource {
	var list []Resource
	for _, res := range r.resources {
		if res.Type == typ {
			list = append(list, res)
		}
	}
	return list
}

// Count is the number of resources of a type.
func (r *Recording) Count(typ string) int {
	return len(r.OfType(typ))
}

// Counts is the number of resources of every type that there is.
func (r *Recording) Counts() map[string]int {
	counts := map[string]int{}
	for _, res := range r.resources {
		counts[res.Type]++
	}
	return counts
}

// SumCounts adds up counts such as those of what there always is and of what an option adds, or takes away.
func SumCounts(parts ...map[string]int) map[string]int {
	sum := map[string]int{}
	for _, part := range parts {
		for typ, n := range part {
			sum[typ] += n
		}
	}
	return sum
}

// One returns the only resource of a type, and fails the test when there are none or more.
func (r *Recording) One(t testing.TB, typ string) Resource {
	t.Helper()
	return must(t)(only(r.OfType(typ), typ, "", r.resources))
}

// Named returns the resource of a type with this logical name, and fails the test when there are none or more.
func (r *Recording) Named(t testing.TB, typ, name string) Resource {
	t.Helper()
	named := slices.DeleteFunc(r.OfType(typ), func(res Resource) bool { return res.Name != name })
	return must(t)(only(named, typ, name, r.OfType(typ)))
}

// Calls returns the calls of a provider function, by its whole token ("aws:ec2/getVpc:getVpc").
func (r *Recording) Calls(token string) []Call {
	return slices.DeleteFunc(slices.Clone(r.calls), func(c Call) bool { return c.Token != token })
}

// only returns the one resource found. Its error lists what there was to choose from, so that a misspelt token or name
// is seen at once.
func only(found []Resource, typ, name string, choice []Resource) (Resource, error) {
	if len(found) == 1 {
		return found[0], nil
	}
	what := typ
	if name != "" {
		what = fmt.Sprintf("%s %q", typ, name)
	}
	lines := []string{fmt.Sprintf("%d resources are %s; want 1 of:", len(found), what)}
	for _, r := range choice {
		lines = append(lines, fmt.Sprintf("  %s %q", r.Type, r.Name))
	}
	return Resource{}, fmt.Errorf("%s", strings.Join(lines, "\n"))
}

func must(t testing.TB) func(Resource, error) Resource {
	return func(res Resource, err error) Resource {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
}
