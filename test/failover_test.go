package test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// failover is how long, in seconds, a database may be away. Source: Amazon RDS user guide, "Failover process for Amazon
// RDS": "Failover times are typically 60-120 seconds".
const failover = 120

// A failover of the database ends no web task, even if every thread of every task waits for PgBouncer all the time and the
// health check gets no turn: the load balancer's checks may fail for longer. The first failed check may begin with the
// failover, so that time is the threshold less one, times the interval, and one timeout. When the database is back, a
// thread may still wait for as long as PgBouncer lets it.
func TestAFailoverEndsNoWebTask(t *testing.T) {
	for _, environment := range environments(t) {
		t.Run(environment, func(t *testing.T) {
			rec := stacktest.Run(t, backend.Program, stacktest.Stack(environment), stacktest.Config(config(t, environment)))
			targets := rec.Named(t, "aws:lb/targetGroup:TargetGroup", "alb-tg")
			check := func(name string) int { return whole(t, targets.Input("healthCheck."+name)) }
			queryWait := whole(t, rec.One(t, "tenfold:ecs:PgBouncer").Input("queryWaitTimeout"))
			require.Positive(t, queryWait)
			survives := (check("unhealthyThreshold")-1)*check("interval") + check("timeout")
			require.GreaterOrEqual(t, survives, failover+queryWait)
		})
	}
}

func whole(t *testing.T, value any) int {
	t.Helper()
	n, ok := value.(int)
	require.True(t, ok, "%v is a %T", value, value)
	return n
}
