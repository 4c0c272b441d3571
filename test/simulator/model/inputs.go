package model

import "github.com/tenfold-iac/tenfold/test/simulator/schema"

// Inputs returns the inputs that would produce the live state: the old ones where they still hold, and properties that
// drifted from their default since oldState. An import has neither, so it returns all properties that can be set and
// are set.
func (t *Type) Inputs(res *schema.Resource, live, old, oldState Props) Props {
	inputs := Props{}
	for name := range res.Inputs {
		value := live[name]
		switch {
		case value == nil:
		case old.Has(name):
			inputs[name] = t.kept(name, value, old[name])
		case len(oldState) == 0:
			if t.chosen(name, value) {
				inputs[name] = value
			}
		case t.drifted(res, name, value, oldState[name]):
			inputs[name] = value
		}
	}
	return inputs
}

// kept returns an input as it was written, unless the live value differs.
func (t *Type) kept(name string, value, old any) any {
	if t.same(name, value, old) {
		return old
	}
	return value
}

// chosen reports whether a program would set a value.
func (t *Type) chosen(name string, value any) bool {
	if fallback := t.Defaults[name]; fallback != nil {
		return !equal(value, fallback)
	}
	return name != "tagsAll" && !zero(value)
}

// drifted reports whether a property that no program set has changed from its default.
func (t *Type) drifted(res *schema.Resource, name string, value, old any) bool {
	return t.Defaults[name] != nil && !t.computes(res, name) && !equal(value, old)
}
