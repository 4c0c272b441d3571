package cluster

import (
	"cmp"
	"slices"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// The values of Args.ContainerInsights.
const (
	// InsightsEnhanced measures clusters, services, tasks and containers.
	InsightsEnhanced = "enhanced"
	// InsightsEnabled measures clusters and services only.
	InsightsEnabled = "enabled"
	// InsightsDisabled leaves the CPU and memory use of each service, which cost nothing.
	InsightsDisabled = "disabled"
)

// Args are the arguments of New. Their zero value is complete.
type Args struct {
	// ContainerInsights is how closely CloudWatch watches: "enhanced" down to each container, "enabled" down to each
	// service, or "disabled". The section on cost says what each is worth. Default: "enhanced".
	ContainerInsights string `pulumi:"containerInsights,optional"`
	// LogRetentionDays is how long the logs of ECS Exec sessions are kept, in days: 1 to 3653, of the values that
	// CloudWatch Logs accepts. Default: 90.
	LogRetentionDays int `pulumi:"logRetentionDays,optional"`
	// AllowDestroy shortens, from 30 days to 7, the time in which a deleted key of the session logs can be restored.
	// Without the key they cannot be read any more. Default: false.
	AllowDestroy bool `pulumi:"allowDestroy,optional"`
}

func (a Args) withDefaults() Args {
	a.ContainerInsights = cmp.Or(a.ContainerInsights, InsightsEnhanced)
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, 90)
	return a
}

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	if !slices.Contains([]string{InsightsEnhanced, InsightsEnabled, InsightsDisabled}, a.ContainerInsights) {
		p.Want("containerInsights", a.ContainerInsights, `"enhanced", "enabled" or "disabled"`)
	}
	p.LogRetention("logRetentionDays", a.LogRetentionDays)
	return p
}
