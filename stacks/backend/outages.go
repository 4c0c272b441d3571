package backend

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// outage is a change of the environment's file that a person should know of before it happens: it interrupts, waits,
// weakens or deletes something. docs/operations.md lists all of them.
type outage struct {
	// component is the name of a component of the program. A row without one is in the document only: there is nothing to
	// warn of, or nothing to see it by.
	component string
	// input is the component's input, as a path.
	input string
	// key is what the environment's file calls it.
	key string
	// only tells of which changes of the input the row speaks, and when says so in the document. Default: all.
	only func(edit) bool
	when string
	// effect is what happens. {was} and {is} are the values of the input, {gone} what a list loses, and another name in
	// braces is another input of the component.
	effect string
	// lasts is for how long something is unreachable. Default: "", nothing is.
	lasts string
	// undo is how to take the change back. Default: "", set the key back.
	undo string
	// instead is what to do better.
	instead string
	// window tells that RDS makes the change in the maintenance window, unless it is to be applied immediately.
	window bool
	// refused tells that the preview fails.
	refused bool
}

const seeKeys = "; see docs/operations.md"

// edit is a change of an input of a component.
type edit struct {
	was, is resource.PropertyMap
	path    resource.PropertyPath
}

func (e edit) before() resource.PropertyValue { return valueAt(e.was, e.path) }
func (e edit) after() resource.PropertyValue  { return valueAt(e.is, e.path) }

func valueAt(inputs resource.PropertyMap, path resource.PropertyPath) resource.PropertyValue {
	value, _ := path.Get(resource.NewProperty(inputs))
	return value
}

// The changes that a row may be about.
func lowered(e edit) bool  { return number(e.after()) < number(e.before()) }
func raised(e edit) bool   { return number(e.after()) > number(e.before()) }
func turnedOn(e edit) bool { return e.after().IsBool() && e.after().BoolValue() }
func removed(e edit) bool  { return e.after().IsNull() }
func changed(e edit) bool  { return !e.before().IsNull() && !e.after().IsNull() }
func becomesNone(e edit) bool {
	return e.after().IsString() && e.after().StringValue() == storage.DNSNone
}
func shrunk(e edit) bool { return len(e.gone()) > 0 }

// sudden tells that a domain was not an alternative name before, or that the old one is none after.
func sudden(e edit) bool {
	return changed(e) && (!slices.Contains(texts(e.was["alternativeNames"]), text(e.after())) ||
		!slices.Contains(texts(e.is["alternativeNames"]), text(e.before())))
}
func setOrRemoved(e edit) bool { return !changed(e) }

// moved tells that a list is not the old one with more at its end.
func moved(e edit) bool {
	old, current := texts(e.before()), texts(e.after())
	return len(current) < len(old) || !slices.Equal(old, current[:len(old)])
}

// gone are the names that a list loses.
func (e edit) gone() []string {
	current := texts(e.after())
	return slices.DeleteFunc(texts(e.before()), func(name string) bool { return slices.Contains(current, name) })
}

func number(v resource.PropertyValue) float64 {
	if v.IsNumber() {
		return v.NumberValue()
	}
	return 0
}

func text(v resource.PropertyValue) string {
	switch {
	case v.IsNull():
		return "none"
	case v.IsArray():
		return strings.Join(texts(v), ", ")
	case v.IsBool(), v.IsNumber(), v.IsString():
		return fmt.Sprint(v.V)
	}
	return "another value"
}

// texts are the texts of a list, or the names of its objects.
func texts(v resource.PropertyValue) (list []string) {
	if !v.IsArray() {
		return nil
	}
	for _, item := range v.ArrayValue() {
		if item.IsObject() {
			item = item.ObjectValue()["name"]
		}
		list = append(list, text(item))
	}
	return list
}

// say is what a person reads of an edit that the row is about.
func (o outage) say(e edit) string {
	parts := []string{o.key + " changes: " + e.fill(o.effect)}
	if o.window {
		parts = append(parts, e.fill(windowText(e)))
	}
	for _, part := range []struct{ label, text string }{{"outage: ", o.lasts}, {"to undo: ", o.undo}, {"", o.instead}} {
		if part.text != "" {
			parts = append(parts, part.label+e.fill(part.text))
		}
	}
	return strings.Join(parts, "; ") + seeKeys
}

// windowText says when RDS makes a change.
func windowText(e edit) string {
	if turnedOn(edit{is: e.is, path: resource.PropertyPath{"applyImmediately"}}) {
		return "it happens now, because tenfold:applyImmediately is true"
	}
	return "it waits for the maintenance window {maintenanceWindow} UTC, and tenfold:applyImmediately: true makes it now"
}

// fill replaces the names in braces.
func (e edit) fill(template string) string {
	pairs := []string{
		"{was}", text(e.before()), "{is}", text(e.after()), "{gone}", strings.Join(e.gone(), ", "), "{failover}", failover(e),
	}
	for name, value := range e.is {
		pairs = append(pairs, "{"+string(name)+"}", text(value))
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

// failover is how long a restart of the database takes. Source: RDS User Guide, "Failing over a Multi-AZ DB instance": 60
// to 120 seconds. Without a standby, the instance is away while it restarts or moves.
func failover(e edit) string {
	if turnedOn(edit{is: e.is, path: resource.PropertyPath{"singleZone"}}) {
		return "several minutes without a standby"
	}
	return "1 to 2 minutes"
}

// consequences are what to say of a change from the inputs that a component was made with, and why it is refused.
func consequences(
	list []outage, was, is resource.PropertyMap, refuse func(outage, edit) error,
) (warnings []string, refusal error) {
	for _, o := range list {
		path, err := resource.ParsePropertyPath(o.input)
		if err != nil {
			return warnings, err
		}
		e := edit{was, is, path}
		after := e.after()
		if e.before().DeepEquals(after) || after.ContainsUnknowns() || o.only != nil && !o.only(e) {
			continue
		}
		if o.refused {
			refusal = errors.Join(refusal, refuse(o, e))
		} else {
			warnings = append(warnings, o.say(e))
		}
	}
	return warnings, refusal
}

// watch returns an option for each component that names, in the preview already, what its update causes.
func watch(ctx *pulumi.Context) (map[string]pulumi.ResourceOption, error) {
	lists := map[string][]outage{}
	for _, o := range outageTable {
		if o.component != "" {
			lists[o.component] = append(lists[o.component], o)
		}
	}
	all := map[string]pulumi.ResourceOption{}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		option, err := warnOf(ctx, name, lists[name])
		if err != nil {
			return nil, err
		}
		all[name] = option
	}
	return all, nil
}

// refuseByKey says why a change is refused by the key of the environment's file that made it, with its line: the row's own, or
// that of the component's input.
func refuseByKey(ctx *pulumi.Context, o outage, e edit) error {
	o.key = firstKnown(ctx, o.key, overrides+o.component+"."+o.input)
	return config.Problem(ctx, o.key, o.say(e))
}

func warnOf(ctx *pulumi.Context, name string, list []outage) (pulumi.ResourceOption, error) {
	hook, err := ctx.RegisterResourceHook("outages-"+name, func(args *pulumi.ResourceHookArgs) error {
		warnings, refusal := consequences(list, args.OldInputs, args.NewInputs, func(o outage, e edit) error {
			return refuseByKey(ctx, o, e)
		})
		for _, warning := range warnings {
			if err := ctx.Log.Warn(warning, nil); err != nil {
				return err
			}
		}
		return refusal
	}, &pulumi.ResourceHookOptions{OnDryRun: true})
	if err != nil {
		return nil, fmt.Errorf("watching %s for outages: %w", name, err)
	}
	return pulumi.ResourceHooks(&pulumi.ResourceHookBinding{BeforeUpdate: []*pulumi.ResourceHook{hook}}), nil
}
