package backend

import (
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// execOf are the services, jobs and release commands of an environment, and whether ECS starts their tasks with its agent.
func execOf(t *testing.T, more map[string]string) map[string]any {
	t.Helper()
	rec := stacktest.Run(t, Program, released(more)...)
	found := map[string]any{}
	for _, service := range rec.OfType(typeService) {
		found[service.Name] = service.Input("enableExecuteCommand")
	}
	for _, schedule := range rec.OfType("aws:scheduler/schedule:Schedule") {
		found[schedule.Name] = schedule.Input("target.ecsParameters.enableExecuteCommand")
	}
	for _, function := range rec.OfType("aws:lambda/function:Function") {
		found[function.Name] = function.Input("environment.variables.ENABLE_EXEC") == "true"
	}
	return found
}

// PgBouncer and the publisher of queue depths hold passwords and no application: nobody needs a shell in them.
func TestExecIsClosedByDefault(t *testing.T) {
	closed := map[string]any{
		"pgbouncer": false, "queuedepth": false, "release": false, "web": false, "worker-celery": false, "worker-bulk": false,
		"beat": false, "job-nightly": false, "flower": true,
	}
	require.Equal(t, closed, execOf(t, nil))
	open := maps.Clone(closed)
	for _, part := range []string{"release", "web", "worker-celery", "worker-bulk", "beat", "job-nightly"} {
		open[part] = true
	}
	require.Equal(t, open, execOf(t, map[string]string{"tenfold:exec": "true"}))
}

// What ECS Exec needs is there: the agent's three directories on a read-only root, and the role's way to Session Manager.
func TestExecReachesItsLog(t *testing.T) {
	rec := stacktest.Run(t, Program, released(map[string]string{"tenfold:exec": "true"})...)
	definition := rec.Named(t, typeDefinition, "web-task")
	for i, name := range []string{"scratch", "exec-agent", "exec-lib", "exec-log"} {
		require.Equal(t, name, definition.Input(fmt.Sprintf("volumes[%d].name", i)))
	}
	require.Equal(t, `{"Version":"2012-10-17","Statement":[`+
		`{"Sid":"Channel","Effect":"Allow","Action":["ssmmessages:CreateControlChannel","ssmmessages:CreateDataChannel",`+
		`"ssmmessages:OpenControlChannel","ssmmessages:OpenDataChannel"],"Resource":["*"]},`+
		`{"Sid":"FindLog","Effect":"Allow","Action":["logs:DescribeLogGroups"],"Resource":["*"]},`+
		`{"Sid":"WriteLog","Effect":"Allow","Action":["logs:CreateLogStream","logs:DescribeLogStreams","logs:PutLogEvents"],`+
		`"Resource":["arn:aws:mock:::cluster-exec:*"]},`+
		`{"Sid":"Key","Effect":"Allow","Action":["kms:Decrypt"],"Resource":["arn:aws:mock:::cluster-exec"]}]}`,
		rec.Named(t, "aws:iam/rolePolicy:RolePolicy", "web-exec").Input("policy"))
}
