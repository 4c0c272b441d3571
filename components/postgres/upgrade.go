package postgres

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// newUpgradeHook refuses, in the preview already, a major version that RDS would refuse half way. The parameter group has
// the major version in its family, and is replaced at once.
func (b *builder) newUpgradeHook() error {
	hook, err := b.Ctx.RegisterResourceHook("upgrade-"+b.Name, func(args *pulumi.ResourceHookArgs) error {
		return b.args.majorProblems(args.OldOutputs["engineVersionActual"]).Err("postgres", b.Name)
	}, &pulumi.ResourceHookOptions{OnDryRun: true})
	if err != nil {
		return fmt.Errorf("watching for major upgrades: %w", err)
	}
	b.upgraded = pulumi.ResourceHooks(&pulumi.ResourceHookBinding{BeforeUpdate: []*pulumi.ResourceHook{hook}})
	return nil
}

// majorProblems compare EngineVersion with the version that runs. An upgrade that waits for the maintenance window leaves
// the instance in the parameter group of the old family, which RDS then does not delete (InvalidDBParameterGroupState).
// Source: RDS User Guide, "Upgrades of the RDS for PostgreSQL DB engine"; RDS API, DeleteDBParameterGroup.
func (a Args) majorProblems(actual resource.PropertyValue) (p component.Problems) {
	if !actual.IsString() {
		return nil
	}
	running := actual.StringValue()
	now, then := versionNumbers(running)[0], versionNumbers(a.EngineVersion)[0]
	switch {
	case then < now:
		p.Want("engineVersion", a.EngineVersion, fmt.Sprintf("%d or newer", now), running+" runs, and only a snapshot has an older one")
	case then > now && !(a.AllowMajorVersionUpgrade && a.ApplyImmediately):
		p.Want("engineVersion", a.EngineVersion, fmt.Sprintf("the major version %d", now), running+" runs; to upgrade it now, set "+
			"allowMajorVersionUpgrade and applyImmediately")
	case then > now && a.Replicas > 0:
		p.Want("replicas", a.Replicas, "0", "set it in an update before that to "+a.EngineVersion+", and back after it: a replica of "+
			"the old version cannot have the new parameter group")
	}
	return p
}
