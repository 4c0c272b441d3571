package backend

import (
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// order makes a part wait until those before it are deployed. If one of them fails or is rolled back, it is not updated.
func (a AppSpec) order() []pulumi.ResourceOption {
	var opts []pulumi.ResourceOption
	for _, stage := range a.After {
		opts = append(opts, pulumi.DependsOnInputs(stage))
	}
	return opts
}

// after is the application of a part that waits for these, and only for these: they waited for all that came before.
func (a AppSpec) after(parts ...pulumi.ResourceArrayOutput) AppSpec {
	if len(parts) == 0 {
		return a
	}
	a.After = nil
	for _, part := range parts {
		a.After = append(a.After, part)
	}
	return a
}

// deployed are the stages of services.
func deployed(services map[string]Service) []pulumi.ResourceArrayOutput {
	var list []pulumi.ResourceArrayOutput
	for _, name := range slices.Sorted(maps.Keys(services)) {
		list = append(list, services[name].Deployed)
	}
	return list
}

// stages are the parts that run the application's image, in the order in which a release updates them. Those of one stage
// are updated at the same time.
func stages(c config.Config) [][]string {
	workers, last := []string{}, []string{}
	for _, name := range c.Sizes.WorkerNames() {
		workers = append(workers, workerName(name))
	}
	if c.Beat != "" {
		last = append(last, beatName)
	}
	if c.Flower {
		last = append(last, flowerName)
	}
	for _, job := range c.Jobs {
		last = append(last, jobName(job))
	}
	list := [][]string{workers, {webName}, last}
	if len(c.Release.Command) > 0 {
		list = append([][]string{{releaseName}}, list...)
	}
	return list
}

// in is the application of one part: what it may do and connect to, and what the error says about the others when it is
// rolled back.
func (a AppSpec) in(c config.Config, part string) AppSpec {
	a.RollbackNote = rollbackNote(stages(c), part)
	return a.withAccess(c, part)
}

// rollbackNote says which version the other parts have. The order tells: a stage is reached only when those before it
// succeeded.
func rollbackNote(stages [][]string, part string) string {
	at := slices.IndexFunc(stages, func(stage []string) bool { return slices.Contains(stage, part) })
	beside := slices.DeleteFunc(slices.Clone(stages[at]), func(name string) bool { return name == part })
	var texts []string
	for _, one := range []struct {
		text  string
		parts []string
	}{
		{"already at the new version: ", slices.Concat(stages[:at]...)},
		{"updated at the same time, each with its own result: ", beside},
		{"not updated: ", slices.Concat(stages[at+1:]...)},
	} {
		if len(one.parts) > 0 {
			texts = append(texts, one.text+strings.Join(one.parts, ", "))
		}
	}
	return strings.Join(texts, "; ")
}
