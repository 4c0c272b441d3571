package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// stackOfProd are outputs as pulumi stack output --json prints them.
const stackOfProd = `{
	"region": "eu-west-1", "exec": true, "clusterName": "cluster-1", "sessionLogGroup": "cluster-exec-1", "sessionKeyArn": "arn:key",
	"webService": "web-1", "webLogGroup": "web-logs-1", "beatService": "beat-1",
	"webRunning": "arn:aws:ecs:eu-west-1:123456789012:task-definition/prod-web:41",
	"workerServices": {"celery": "worker-celery-1"}, "workerLogGroups": {"celery": "worker-celery-logs-1"},
	"jobLogGroups": {"nightly": "job-nightly-logs-1"},
	"flowerService": "flower-1", "flowerPort": 5600, "flowerLoginSecretArn": "arn:login",
	"releaseTaskDefinition": "prod-release:7", "releaseSecurityGroupId": "sg-release", "releaseLogGroup": "release-logs-1",
	"privateSubnetIds": ["subnet-a", "subnet-b"], "pgbouncerService": "pgbouncer-1", "databaseEndpoint": "w.rds", "databasePort": 5433, "databaseName": "app",
	"operatorTaskDefinition": "arn:aws:ecs:eu-west-1:123456789012:task-definition/prod-operator:3",
	"operatorSecurityGroupId": "sg-operator", "operatorSecretArn": "arn:people", "operatorCommands": ["reader", "owner", "console", "cache"], "operatorRoleArns": ["arn:task", "arn:execution"]
}`

func printed(t *testing.T, stdin string, args ...string) (out string, code int) {
	t.Helper()
	var stdout, stderr strings.Builder
	a := newApp(nil, &stdout, &stderr)
	root := a.root()
	root.SetIn(strings.NewReader(stdin))
	root.SetArgs(append([]string{"commands"}, args...))
	code = a.report(root.ExecuteContext(t.Context()))
	return stdout.String() + stderr.String(), code
}

func TestCommandsOfAStack(t *testing.T) {
	out, code := printed(t, stackOfProd, "prod", "shell", "--outputs", "-")
	require.Zero(t, code, out)
	require.Contains(t, out, `
# a shell in worker-celery; it is root's, and what it prints is logged
TASK=$(aws --region eu-west-1 ecs list-tasks --cluster cluster-1 --service-name worker-celery-1 --query 'taskArns[0]' --output text)
aws --region eu-west-1 ecs execute-command --cluster cluster-1 --task "${TASK##*/}" --container worker-celery --interactive --command "/bin/sh"
`)
	out, code = printed(t, stackOfProd, "prod", "database", "--outputs", "-")
	require.Zero(t, code, out)
	require.Contains(t, out, `ssm start-session --target "ecs:cluster-1_${TASK##*/}_$RUNTIME" --document-name `+
		"AWS-StartPortForwardingSessionToRemoteHost --parameters host=w.rds,portNumber=5433,localPortNumber=15432\n")
	require.Contains(t, out, "'awsvpcConfiguration={subnets=[subnet-a,subnet-b],securityGroups=[sg-operator],assignPublicIp=DISABLED}'")

	out, code = printed(t, stackOfProd, "prod", "flower", "--outputs", "-")
	require.Zero(t, code, out)
	require.Contains(t, out, "# Flower at http://127.0.0.1:5600,")
	require.Contains(t, out, "--document-name AWS-StartPortForwardingSession --parameters portNumber=5600,localPortNumber=5600\n")

	// The login of the master user and Redis's client exist in some environments only.
	out, code = printed(t, stackOfProd, "prod", "operator", "--outputs", "-")
	require.Zero(t, code, out)
	for name, times := range map[string]int{"reader": 1, "owner": 1, "master": 0, "console": 0, "cache": 1, "broker": 0} {
		require.Equal(t, times, strings.Count(out, `"/tmp/operator/`+name+`"`), name)
	}
	require.Equal(t, 1, strings.Count(out, `"/tmp/operator/console 10.0.0.1"`))

	out, code = printed(t, stackOfProd, "prod", "rollback", "--outputs", "-", "--json")
	require.Zero(t, code, out)
	var list []jsonCommand
	require.NoError(t, json.Unmarshal([]byte(out), &list))
	require.Len(t, list, 4)
	require.Contains(t, list[2].Command, "--family-prefix prod-web ")
}

// The policy allows one container's shell, one way to forward, and two roles.
func TestPermissionsOfAnOperator(t *testing.T) {
	out, code := printed(t, stackOfProd, "prod", "permissions", "--outputs", "-", "--json")
	require.Zero(t, code, out)
	var list []jsonCommand
	require.NoError(t, json.Unmarshal([]byte(out), &list))
	require.Len(t, list, 1)
	const prefix = "arn:aws:ecs:eu-west-1:123456789012:"
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [
		{"Sid": "Start", "Effect": "Allow", "Action": ["ecs:RunTask"], "Resource": ["`+prefix+`task-definition/prod-operator:*"],
			"Condition": {"ArnEquals": {"ecs:cluster": "`+prefix+`cluster/cluster-1"}}},
		{"Sid": "Pass", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": ["arn:task", "arn:execution"],
			"Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}},
		{"Sid": "Watch", "Effect": "Allow", "Action": ["ecs:DescribeTasks", "ecs:StopTask"], "Resource": ["`+prefix+`task/cluster-1/*"],
			"Condition": {"ArnEquals": {"ecs:cluster": "`+prefix+`cluster/cluster-1"}}},
		{"Sid": "Find", "Effect": "Allow", "Action": ["ecs:ListTasks"], "Resource": ["*"],
			"Condition": {"ArnEquals": {"ecs:cluster": "`+prefix+`cluster/cluster-1"}}},
		{"Sid": "Shell", "Effect": "Allow", "Action": ["ecs:ExecuteCommand"],
			"Resource": ["`+prefix+`cluster/cluster-1", "`+prefix+`task/cluster-1/*"],
			"Condition": {"StringEquals": {"ecs:container-name": "operator"}}},
		{"Sid": "EncryptShell", "Effect": "Allow", "Action": ["kms:GenerateDataKey"], "Resource": ["arn:key"]},
		{"Sid": "Forward", "Effect": "Allow", "Action": ["ssm:StartSession"],
			"Resource": ["`+prefix+`task/cluster-1/*", "arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSessionToRemoteHost"],
			"Condition": {"BoolIfExists": {"ssm:SessionDocumentAccessCheck": "true"}}}
	]}`, list[0].Command)
}

// What a closed environment lacks is said, with the key that opens it.
func TestCommandsOfAClosedStack(t *testing.T) {
	closed := `{"region": "eu-west-1", "clusterName": "c", "webLogGroup": "w"}`
	for topic, key := range map[string]string{
		"shell": "tenfold:exec", "operator": "tenfold:operator", "database": "tenfold:operator", "flower": "tenfold:flower",
		"run": "tenfold:release", "permissions": "tenfold:operator",
	} {
		out, code := printed(t, closed, "prod", topic, "--outputs", "-")
		require.Equal(t, exitFailure, code, topic)
		require.Contains(t, out, "set "+key, topic)
	}
	for _, bad := range []string{"", "{}", "[]", `{"clusterName": 1}`} {
		_, code := printed(t, bad, "prod", "--outputs", "-")
		require.Equal(t, exitUsage, code, bad)
	}
	out, code := printed(t, closed, "prod", "shel", "--outputs", "-")
	require.Equal(t, exitUsage, code)
	require.Contains(t, out, "there is no topic \"shel\"; there are logs, shell, operator, database, flower, run, rollback, permissions")
}

// Every printed text is a valid script of a POSIX shell.
func TestCommandsAreShell(t *testing.T) {
	out, code := printed(t, stackOfProd, "prod", "--outputs", "-", "--json")
	require.Zero(t, code, out)
	var list []jsonCommand
	require.NoError(t, json.Unmarshal([]byte(out), &list))
	for _, c := range list {
		if c.Topic == "permissions" {
			continue
		}
		file := filepath.Join(t.TempDir(), "script")
		require.NoError(t, os.WriteFile(file, []byte(c.Command), 0o600))
		text, err := exec.CommandContext(t.Context(), "sh", "-n", file).CombinedOutput()
		require.NoError(t, err, "%s: %s", c.What, text)
	}
}
