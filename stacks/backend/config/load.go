package config

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/tenfold-iac/tenfold/internal/nearest"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

const (
	tierKey      = "tenfold:tier"
	overridesKey = "tenfold:overrides"
)

// Load reads the configuration of the stack. The error names every key that is missing, unknown or invalid, with its
// line in the environment's file.
func Load(ctx *pulumi.Context) (Config, error) {
	r := &reader{ctx: ctx, file: readFile(ctx)}
	values := r.values()
	overrides := values[overridesKey]
	r.override(values)
	r.texts(values)
	r.validateSchema(values)
	c := r.decode(values)
	c.Provider = r.providerSettings()
	r.validate(c)
	r.validateExisting(c, overrides)
	r.validateImport(c)
	return c, InOrder(r.problems)
}

// reader reads all keys and collects all problems.
type reader struct {
	ctx      *pulumi.Context
	file     file
	problems []error
	// keys are the keys that the schema rejects.
	keys []string
}

// problem records what is wrong with a key.
func (r *reader) problem(key, reason string) { r.report(key, key+" "+reason) }

// report records a problem with the line of a key.
func (r *reader) report(key, text string) {
	r.problems = append(r.problems, r.file.problem(r.ctx, key, text))
}

// Has says whether the environment's file has a key.
func Has(ctx *pulumi.Context, key string) bool { return readFile(ctx).has(key) }

// Problem is an error about a key, with its line in the environment's file.
func Problem(ctx *pulumi.Context, key, text string) error {
	return readFile(ctx).problem(ctx, key, text)
}

func (f file) problem(ctx *pulumi.Context, key, text string) error {
	where := ""
	if line := f.line(key); line > 0 {
		where = fmt.Sprintf(" (%s:%d)", f.name, line)
	}
	return &problem{line: f.line(key), text: fmt.Sprintf("environment %q: %s%s", ctx.Stack(), text, where)}
}

// problem is an error about a key.
type problem struct {
	line int
	text string
}

func (p *problem) Error() string { return p.text }

// lineOf is the line that an error is about. An error about none is after all others.
func lineOf(err error) int {
	if p := (*problem)(nil); errors.As(err, &p) && p.line > 0 {
		return p.line
	}
	return math.MaxInt
}

// InOrder joins errors in the order of the environment's file.
func InOrder(all []error) error {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b error) int { return cmp.Compare(lineOf(a), lineOf(b)) })
	return errors.Join(all...)
}

// values are the values of all keys, with defaults, as JSON values. Unknown keys of the file are null.
func (r *reader) values() object {
	values := object{}
	for _, key := range r.file.keys() {
		if strings.HasPrefix(key, "tenfold:") {
			values[key] = nil
		}
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		key, fallback := keyOf(field), field.Tag.Get("default")
		delete(values, key)
		text, set := r.ctx.GetConfig(key)
		if !set {
			text = fallback
		}
		if key != "" && (text != "" || fallback != "") {
			values[key] = parse(field.Type, text)
		}
	}
	return values
}

// parse is the value of a text. The engine passes structures as JSON; what is not JSON stays text, which the schema
// rejects.
func parse(t reflect.Type, text string) any {
	if t.Kind() == reflect.String {
		return text
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return text
	}
	return value
}

// override replaces the overrides with the tier's sizes, changed by them.
func (r *reader) override(values object) {
	name, _ := values[tierKey].(string)
	sizes, err := tier.Get(name)
	if err != nil {
		delete(values, overridesKey) // the schema rejects the tier
		return
	}
	overrides, set := values[overridesKey]
	if !set {
		overrides = object{}
	}
	base := toJSON(sizes).(object)
	addNewWorkers(base, overrides, toJSON(sizes.NewWorker()))
	merged := merge(base, overrides)
	if all, ok := merged.(object); ok {
		if workers, ok := all["workers"].(object); ok {
			for _, name := range slices.Sorted(maps.Keys(workers)) {
				if _, known := sizes.Workers[name]; workers[name] == nil && !known {
					r.problem(overridesKey+".workers."+name, nearest.Unknown(name, sizes.WorkerNames()))
				}
			}
			maps.DeleteFunc(workers, func(_ string, worker any) bool { return worker == nil })
		}
	}
	values[overridesKey] = merged
}

// addNewWorkers adds the workers that only the overrides name, with the settings of a new one.
func addNewWorkers(base object, overrides, worker any) {
	changes, _ := overrides.(object)
	added, _ := changes["workers"].(object)
	workers, _ := base["workers"].(object)
	for name := range added {
		if _, known := workers[name]; !known {
			workers[name] = worker
		}
	}
}

// merge merges objects field by field. Any other value replaces what it overrides.
func merge(base, value any) any {
	from, isObject := base.(object)
	changes, ok := value.(object)
	if !isObject || !ok {
		return value
	}
	merged := maps.Clone(from)
	for key, change := range changes {
		merged[key] = merge(from[key], change)
	}
	return merged
}

// toJSON turns a Go value into JSON values.
func toJSON(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		panic("encoding as JSON: " + err.Error())
	}
	return parse(reflect.TypeOf(value), string(text))
}

// decode decodes what it can: after a value of the wrong type, json.Unmarshal continues with the next one.
func (r *reader) decode(values object) Config {
	text, _ := json.Marshal(values)
	c := Config{}
	err := json.Unmarshal(text, &c)
	c.Environment, c.Sizes.Name = r.ctx.Stack(), c.Tier
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && len(r.keys) == 0 { // such as 3.0, a whole number to the schema
		r.problem(wrong.Field, fmt.Sprintf("is %s; want a whole number", strings.TrimPrefix(wrong.Value, "number ")))
	}
	return c
}

// rejected says whether the schema rejects a key or a part of it.
func (r *reader) rejected(key string) bool {
	return slices.ContainsFunc(r.keys, func(other string) bool { return strings.HasPrefix(other, key) })
}
