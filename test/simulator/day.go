package simulator

import (
	"context"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/rds"
)

// Advance moves an account to a day and does what AWS does until then: it upgrades the databases whose version has
// ended. It returns a line for each of them.
func Advance(ctx context.Context, a *account.Account, day time.Time) ([]string, error) {
	if err := a.SetDay(ctx, day); err != nil {
		return nil, err
	}
	return rds.ForceUpgrades(ctx, a)
}
