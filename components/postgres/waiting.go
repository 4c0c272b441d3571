package postgres

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// queueable are the properties whose change RDS keeps for the maintenance window. Source: RDS User Guide, "Settings for DB
// instances". The provider then reads the old values back, so that an update reports success and the next repeats it.
var queueable = []resource.PropertyKey{
	"allocatedStorage", "engineVersion", "instanceClass", "iops", "multiAz", "storageThroughput",
}

// newWaitingHook warns after each update of an instance of what RDS did not do yet.
func (b *builder) newWaitingHook() error {
	hook, err := b.Ctx.RegisterResourceHook("waiting-"+b.Name, func(args *pulumi.ResourceHookArgs) error {
		for _, text := range waiting(args.Name, args.NewInputs, args.NewOutputs) {
			if err := b.Ctx.Log.Warn(text, nil); err != nil {
				return err
			}
		}
		return nil
	}, &pulumi.ResourceHookOptions{IgnoreErrors: true})
	if err != nil {
		return fmt.Errorf("watching what waits for the maintenance window: %w", err)
	}
	b.watched = pulumi.ResourceHooks(&pulumi.ResourceHookBinding{AfterUpdate: []*pulumi.ResourceHook{hook}})
	return nil
}

// includes reports whether a version, such as 17, includes another, such as 17.9.
func includes(version, other resource.PropertyValue) bool {
	return version.IsString() && other.IsString() && strings.HasPrefix(other.StringValue(), version.StringValue()+".")
}

// waiting says of an instance what was asked for and is not there yet.
func waiting(name string, asked, actual resource.PropertyMap) (list []string) {
	for _, property := range queueable {
		want, has := asked[property], actual[property]
		if property == "engineVersion" { // of which the provider reads what waits, as if it ran already
			has = actual["engineVersionActual"]
		}
		if want.IsNull() || has.IsNull() || want.DeepEquals(has) || includes(want, has) {
			continue
		}
		list = append(list, fmt.Sprintf("postgres %q: %s %v waits for the maintenance window %s UTC, and %v runs until then; "+
			"set applyImmediately to make it now", name, property, want.V, actual["maintenanceWindow"].V, has.V))
	}
	return list
}
