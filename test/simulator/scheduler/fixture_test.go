package scheduler_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/scheduler"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	region  = "us-east-1"
	roles   = "arn:aws:iam::123456789012:role/"
	cluster = "arn:aws:ecs:us-east-1:123456789012:cluster/main"
	taskARN = "arn:aws:ecs:us-east-1:123456789012:task-definition/job:1"
	queue   = "arn:aws:sqs:us-east-1:123456789012:dead"
	broken  = "ValidationException: 1 validation error detected: Value "
)

type props = model.Props

// trust is a trust policy that lets a service assume a role, on a condition.
func trust(service, condition string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",` +
		`"Principal":{"Service":"` + service + `"}` + condition + `}]}`
}

// world is an account with a role that the service may assume, and the group jobs.
func world(t *testing.T) *simtest.Account {
	t.Helper()
	a := simtest.New(t, slices.Concat(scheduler.Types(), iam.Types()), nil)
	giveRole(t, a, "run", trust("scheduler.amazonaws.com", ""))
	a.MustCreate(scheduler.ScheduleGroup, "jobs", props{"name": "jobs"})
	return a
}

func giveRole(t *testing.T, a *simtest.Account, name, policy string) {
	t.Helper()
	require.NoError(t, a.Seed(t.Context(), account.Global, iam.Role, name, props{
		"arn": roles + name, "assumeRolePolicy": policy,
	}))
}

// tasks is what a target that runs tasks says of them.
func tasks(changes props) map[string]any {
	return simtest.With(props{
		"taskDefinitionArn": taskARN, "launchType": "FARGATE",
		"networkConfiguration": map[string]any{"subnets": []any{"subnet-a"}},
	}, changes)
}

// target is a target that runs tasks.
func target(changes props) map[string]any {
	return simtest.With(props{"arn": cluster, "roleArn": roles + "run", "ecsParameters": tasks(nil)}, changes)
}

func schedule(changes props) props {
	return simtest.With(props{
		"name": "nightly", "groupName": "jobs", "scheduleExpression": "cron(0 3 * * ? *)",
		"flexibleTimeWindow": map[string]any{"mode": "OFF"}, "target": target(nil),
	}, changes)
}

// onTarget changes the target of a schedule.
func onTarget(changes props) props { return schedule(props{"target": target(changes)}) }

// onTasks changes the tasks of a schedule.
func onTasks(changes props) props { return onTarget(props{"ecsParameters": tasks(changes)}) }

type ruleCase = simtest.RuleCase

func checkRules(t *testing.T, token string, cases map[string]ruleCase) {
	t.Helper()
	simtest.CheckRules(t, world, token, cases)
}
