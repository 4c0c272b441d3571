package model

import "github.com/tenfold-iac/tenfold/test/simulator/schema"

// Inputs are the inputs that would make the live state. They are those of old where they still hold, and properties
// that somebody has changed from their default since the state old. An import has neither, and takes what can be set
// and is set.
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

// kept is an input as it was written, unless the live value is another one.
func (t *Type) kept(name string, value, old any) any {
	if t.same(name, value, old) {
		return old
	}
	return value
}

// chosen reports whether a value is one that a program would write down.
func (t *Type) chosen(name string, value any) bool {
	if fallback := t.Defaults[name]; fallback != nil {
		return !equal(value, fallback)
	}
	return name != "tagsAll" && !zero(value)
}

// drifted reports whether a property that no program set has left its default.
func (t *Type) drifted(res *schema.Resource, name string, value, old any) bool {
	return t.Defaults[name] != nil && !t.computes(res, name) && !equal(value, old)
}
