package backend

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// The record's type token and its name.
const (
	environmentType = "tenfold:backend:Environment"
	recordName      = "environment"
)

// record is a component without resources. Its inputs are what the last update made of the file, for
// the consequences of what is gone: a part that is removed has no update of its own that could warn.
type record struct{ pulumi.ResourceState }

func newRecord(ctx *pulumi.Context, c config.Config, opts ...pulumi.ResourceOption) error {
	inputs := pulumi.Map{
		"region": pulumi.String(c.Region), "platform": pulumi.String(c.Platform), "library": pulumi.String(c.Library),
		"beat": pulumi.String(c.Beat), "flower": pulumi.Bool(c.Flower), "operator": pulumi.Bool(c.Operator),
		"release": pulumi.Bool(len(c.Release.Command) > 0), "base": pulumi.String(c.Base), "own": texted(ownParts(c)),
		"existing": texted(existingParts(c)),
		"workers":  texted(c.Sizes.WorkerNames()), "queues": texted(queueNames(c.Sizes)), "jobs": texted(jobNames(c)),
		"broker": pulumi.String(c.Sizes.Broker.Kind), "logClasses": logClasses(c),
	}
	if err := ctx.RegisterComponentResourceV2(environmentType, recordName, inputs, &record{}, opts...); err != nil {
		return fmt.Errorf("recording the environment: %w", err)
	}
	return nil
}

func texted(texts []string) pulumi.StringArray { return pulumi.ToStringArray(texts) }

func jobNames(c config.Config) (names []string) {
	for _, job := range c.Jobs {
		names = append(names, job.Name)
	}
	return names
}

// existingParts are the parts that the environment only uses.
func existingParts(c config.Config) []string {
	parts := map[string]bool{
		"network": c.Existing.Network.IsSet(), "database": c.Existing.Database.IsSet(), "cache": c.Existing.Cache.IsSet(),
		"broker": c.Existing.Broker.IsSet(), "uploads": c.Existing.Storage.IsSet(),
	}
	maps.DeleteFunc(parts, func(_ string, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(parts))
}

// ownParts are the parts that the environment has made itself, and that go with it. AWS keeps what is imported.
func ownParts(c config.Config) []string {
	existing, imported := existingParts(c), map[string]string{"database": c.Import.Database, "uploads": c.Import.Uploads}
	return slices.DeleteFunc([]string{"broker", "cache", "database", "network", "uploads"}, func(part string) bool {
		return slices.Contains(existing, part) || imported[part] != ""
	})
}

// logClasses are the classes of the parts' log groups, "" for the default.
func logClasses(c config.Config) pulumi.StringMap {
	classes := pulumi.StringMap{
		webName: pulumi.String(c.Sizes.Web.LogClass), beatName: pulumi.String(c.Sizes.Beat.LogClass),
		flowerName: pulumi.String(c.Sizes.Flower.LogClass),
	}
	for name, worker := range c.Sizes.Workers {
		classes[workerName(name)] = pulumi.String(worker.LogClass)
	}
	for _, job := range c.Jobs {
		classes[jobName(job)] = pulumi.String(job.LogClass)
	}
	return classes
}
