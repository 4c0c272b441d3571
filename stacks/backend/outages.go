package backend

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

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
	// also are further inputs, and fields of the same part in the file, with the same consequence.
	also []string
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

// say is what a person reads of an edit of keys that the row is about.
func (o outage) say(e edit, keys ...string) string {
	verb := " changes: "
	if len(keys) > 1 {
		verb = " change: "
	}
	parts := []string{strings.Join(keys, ", ") + verb + e.fill(o.effect)}
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
		"{was}", text(e.before()), "{is}", text(e.after()), "{failover}", failover(e), "{parts}", strings.Join(e.parts(), ", "),
		"{gone}", strings.Join(missing(e.before(), e.after()), ", "),
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
		keys, e, err := o.edited(was, is)
		switch {
		case err != nil:
			return warnings, err
		case len(keys) == 0:
		case o.refused:
			refusal = errors.Join(refusal, refuse(o, e))
		default:
			warnings = append(warnings, o.say(e, keys...))
		}
	}
	return warnings, refusal
}

// edited are the keys that change so that the row is about it, and the last of the edits.
func (o outage) edited(was, is resource.PropertyMap) (keys []string, found edit, err error) {
	for i, input := range append([]string{o.input}, o.also...) {
		path, err := resource.ParsePropertyPath(input)
		if err != nil {
			return nil, found, err
		}
		e := edit{was, is, path}
		after := e.after()
		if e.before().DeepEquals(after) || after.ContainsUnknowns() || o.only != nil && !o.only(e) {
			continue
		}
		key := o.key
		if i > 0 {
			key = o.beside(input)
		}
		keys, found = append(keys, key), e
	}
	return keys, found, nil
}

// beside is the key of another field of the same part.
func (o outage) beside(field string) string { return o.key[:strings.LastIndex(o.key, ".")+1] + field }

// watch returns an option for each component that names, in the preview already, what its update causes, and why it cannot be
// created if closed says so.
func watch(ctx *pulumi.Context, closed map[string]error) (map[string]pulumi.ResourceOption, error) {
	lists := map[string][]outage{}
	for _, o := range outageTable {
		if o.component != "" {
			lists[o.component] = append(lists[o.component], o)
		}
	}
	all := map[string]pulumi.ResourceOption{}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		option, err := warnOf(ctx, name, lists[name], closed[name])
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
	return config.Problem(ctx, o.key, o.say(e, o.key))
}

func warnOf(ctx *pulumi.Context, name string, list []outage, closed error) (pulumi.ResourceOption, error) {
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
	create, err := ctx.RegisterResourceHook("closed-"+name, func(*pulumi.ResourceHookArgs) error { return closed },
		&pulumi.ResourceHookOptions{OnDryRun: true})
	if err != nil {
		return nil, fmt.Errorf("watching the creation of %s: %w", name, err)
	}
	return pulumi.ResourceHooks(&pulumi.ResourceHookBinding{
		BeforeCreate: []*pulumi.ResourceHook{create}, BeforeUpdate: []*pulumi.ResourceHook{hook},
	}), nil
}
