package backend

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// outage is a change that interrupts the application: an input of a component, the key that sets it, and what happens.
// docs/operations.md lists all keys.
type outage struct {
	input resource.PropertyKey
	key   string
	// warning returns what happens when the input changes, or "" if nothing is interrupted.
	warning func(was, is resource.PropertyValue) string
}

func always(text string) func(was, is resource.PropertyValue) string {
	return func(_, _ resource.PropertyValue) string { return text }
}

const seeKeys = "; see docs/operations.md"

// The outages of each component.
var (
	networkOutages = []outage{
		{"cidr", "tenfold:overrides.network.cidr", always("the whole network would be replaced, with everything in it; " +
			"create a new environment and move the data instead")},
		{"zones", "tenfold:zones", zonesOutage},
	}
	balancerOutages = []outage{{"healthCheckPath", "tenfold:healthCheckPath", healthCheckOutage}}
	storageOutages  = []outage{{"domain", "tenfold:domain", always("the old name stops at once, and the new one answers 502 for " +
		"the minutes in which CloudFront changes; choose a quiet hour")}}
	brokerOutages = []outage{
		{"kind", "tenfold:overrides.broker.kind", always("messages in the old broker are lost, and running tasks lose their " +
			"connection before new ones start; stop sending and let the queues drain first")},
		{"queues", "tenfold:overrides.workers", queuesOutage},
	}
)

func healthCheckOutage(was, is resource.PropertyValue) string {
	return fmt.Sprintf("the load balancer asks running tasks for %s at once, and ECS ends those that do not answer 200; "+
		"first release an image that answers %s and %s", text(is), text(was), text(is))
}

// zonesOutage: a zone more moves nothing.
func zonesOutage(was, is resource.PropertyValue) string {
	old, current := texts(was, ""), texts(is, "")
	if len(current) >= len(old) && slices.Equal(old, current[:len(old)]) {
		return ""
	}
	return "subnets are replaced, with the load balancer of PgBouncer; only add zones, at the end"
}

// queuesOutage names the queues that no worker has any more.
func queuesOutage(was, is resource.PropertyValue) string {
	old, current := texts(was, "name"), texts(is, "name")
	gone := slices.DeleteFunc(old, func(name string) bool { return slices.Contains(current, name) })
	if len(gone) == 0 {
		return ""
	}
	return fmt.Sprintf("no worker consumes %s any more: its messages stay unread, and on SQS they are deleted; first give "+
		"one worker the old and the new name, release, and wait until the old queue is empty", strings.Join(gone, ", "))
}

func text(v resource.PropertyValue) string {
	if v.IsString() {
		return v.StringValue()
	}
	return "none"
}

// texts are the texts of a list, or one field of each of its objects.
func texts(v resource.PropertyValue, field resource.PropertyKey) []string {
	var list []string
	if !v.IsArray() {
		return nil
	}
	for _, item := range v.ArrayValue() {
		if field != "" && item.IsObject() {
			item = item.ObjectValue()[field]
		}
		list = append(list, text(item))
	}
	return list
}

// warnings are what to say of a change from the inputs that a component was made with.
func warnings(list []outage, was, is resource.PropertyMap) []string {
	var all []string
	for _, o := range list {
		before, after := was[o.input], is[o.input]
		if before.DeepEquals(after) || after.ContainsUnknowns() {
			continue
		}
		if warning := o.warning(before, after); warning != "" {
			all = append(all, o.key+" changes: "+warning+seeKeys)
		}
	}
	return all
}

// warnOf names, in the preview already, the outages that an update of a component causes.
func warnOf(ctx *pulumi.Context, name string, list []outage) (pulumi.ResourceOption, error) {
	hook, err := ctx.RegisterResourceHook("outages-"+name, func(args *pulumi.ResourceHookArgs) error {
		for _, warning := range warnings(list, args.OldInputs, args.NewInputs) {
			if err := ctx.Log.Warn(warning, nil); err != nil {
				return err
			}
		}
		return nil
	}, &pulumi.ResourceHookOptions{OnDryRun: true, IgnoreErrors: true})
	if err != nil {
		return nil, fmt.Errorf("watching %s for outages: %w", name, err)
	}
	return pulumi.ResourceHooks(&pulumi.ResourceHookBinding{BeforeUpdate: []*pulumi.ResourceHook{hook}}), nil
}

// watched are the components whose changes may interrupt the application.
var watched = map[string][]outage{
	"network": networkOutages, "alb": balancerOutages, "storage": storageOutages, "broker": brokerOutages,
}

// watch returns the options that name outages, by component.
func watch(ctx *pulumi.Context) (map[string]pulumi.ResourceOption, error) {
	all := map[string]pulumi.ResourceOption{}
	for _, name := range slices.Sorted(maps.Keys(watched)) {
		option, err := warnOf(ctx, name, watched[name])
		if err != nil {
			return nil, err
		}
		all[name] = option
	}
	return all, nil
}
