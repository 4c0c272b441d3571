package events_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/events"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	region  = "us-east-1"
	busType = "aws:cloudwatch/eventBus:EventBus"
	ownARN  = "arn:aws:events:us-east-1:123456789012:"
	queue   = "arn:aws:sqs:us-east-1:123456789012:dead"
	cluster = "arn:aws:ecs:us-east-1:123456789012:cluster/main"
	stopped = `{"source":["aws.ecs"]}`
)

type props = model.Props

// world is an account with the rule stopped on the default bus, and the bus orders.
func world(t *testing.T) *simtest.Account {
	t.Helper()
	a := simtest.New(t, events.Types(), nil)
	require.NoError(t, a.Seed(t.Context(), region, busType, "orders", props{"name": "orders"}))
	a.MustCreate(events.Rule, "stopped", props{"name": "stopped", "eventPattern": stopped})
	return a
}

func rule(changes props) props {
	return simtest.With(props{"name": "failed", "eventPattern": stopped}, changes)
}

func target(changes props) props {
	return simtest.With(props{"rule": "stopped", "arn": queue, "targetId": "q"}, changes)
}

type ruleCase = simtest.RuleCase

func checkRules(t *testing.T, token string, cases map[string]ruleCase) {
	t.Helper()
	simtest.CheckRules(t, world, token, cases)
}

// given lists the account's resources of a type.
func given(t *testing.T, a *simtest.Account, token string) []account.Resource {
	t.Helper()
	all, err := a.Resources(t.Context())
	require.NoError(t, err)
	var some []account.Resource
	for _, r := range all {
		if r.Type == token {
			some = append(some, r)
		}
	}
	return some
}
