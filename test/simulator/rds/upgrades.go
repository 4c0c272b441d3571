package rds

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/internal/calendar"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

// ForceUpgrades does what AWS does in the maintenance window after a version's last day: it moves every instance that
// runs such a version on the account's day to the minor version that AWS prefers. Replicas go first. It returns a line
// for each instance.
func ForceUpgrades(ctx context.Context, a *account.Account) (moved []string, err error) {
	err = a.Do(ctx, func(tx *account.Tx) error {
		moved = nil
		for _, region := range regions.Names() {
			instances := tx.List(region, Instance)
			slices.SortStableFunc(instances, replicasFirst)
			for _, r := range instances {
				if line := forceUpgrade(tx, r); line != "" {
					moved = append(moved, line)
				}
			}
		}
		return nil
	})
	return moved, err
}

func replicasFirst(a, b *account.Resource) int {
	return strings.Compare(b.Properties.String("replicateSourceDb"), a.Properties.String("replicateSourceDb"))
}

// forceUpgrade moves one instance, as the provider reads it afterwards: a major version stays as the program wrote it.
func forceUpgrade(tx *account.Tx, r *account.Resource) string {
	p := r.Properties
	from := p.String("engineVersionActual")
	to := calendar.Preferred(calendar.PostgreSQL, major(from))
	fact, ended := calendar.Of(calendar.PostgreSQL, from)
	if !ended || to == "" || to == from || !tx.Day().After(fact.Ends.Time) {
		return ""
	}
	p["engineVersionActual"] = to
	if !names(p.String("engineVersion"), to) {
		p["engineVersion"] = to
	}
	tx.Put(r, model.Links(instance(), p))
	return fmt.Sprintf("%s: %s → %s", p.String("identifier"), from, to)
}

// replicasUpgraded requires that the replicas have a minor version before their primary gets it. Source: RDS User Guide,
// "How to perform a minor version upgrade for RDS for PostgreSQL"; the text is from aws-cdk#26755.
func replicasUpgraded(c *model.Call) error {
	to := versionFor(c)
	var older []string
	for _, name := range c.Old.Strings("replicas") {
		if r := instanceOf(c, name); r != nil && compareVersions(versionIn(r), to) < 0 {
			older = append(older, name)
		}
	}
	if !c.Changed("engineVersion") || len(older) == 0 || major(to) != major(c.Old.String("engineVersionActual")) {
		return nil
	}
	return model.Errorf("DBUpgradeDependencyFailure",
		"One or more of the DB Instance's read replicas need to be upgraded: %s", strings.Join(older, ", "))
}
