package operator

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	masterARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:master-AbCdEf"
	peopleARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:people-AbCdEf"
	cacheARN  = "arn:aws:secretsmanager:us-east-1:123456789012:secret:cache-AbCdEf"
)

func args() Args {
	task := tasktest.WithExec(tasktest.Args())
	task.SecretKMSKeyARNs = pulumi.ToStringArray([]string{"arn:key"})
	task.EgressTo = []ecs.EgressTo{
		{Name: "database", SecurityGroupID: pulumi.String("sg-db"), Port: 5432},
		{Name: "cache", SecurityGroupID: pulumi.String("sg-cache"), Port: 6379},
	}
	return Args{
		Task: task,
		Databases: []Database{
			{
				Name: "master", Host: pulumi.String("w.rds"), Port: 5432, Database: pulumi.String("app"),
				Username: pulumi.String(masterARN + ":username::"), Password: pulumi.String(masterARN + ":password::"),
			},
			{
				Name: "console", Port: 6432, Database: pulumi.String("pgbouncer"), NoTLS: true,
				Username: pulumi.String(peopleARN + ":console_username::"), Password: pulumi.String(peopleARN + ":console_password::"),
			},
		},
		Stores: []Store{{Name: "cache", URLSecret: pulumi.String(cacheARN + ":url::")}},
	}
}

func program(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		o, err := New(ctx, "operator", args)
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"taskDefinitionArn": o.TaskDefinitionARN, "securityGroupId": o.SecurityGroupID, "logGroupName": o.LogGroupName,
			"taskRoleArn": o.TaskRoleARN, "executionRoleArn": o.ExecutionRoleARN,
		})
	}
}

func TestArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, Database{})
	argsdoc.Check(t, Store{})
}

// Nothing runs: there is no service and no schedule.
func TestOperatorCreatesExactlyItsChildren(t *testing.T) {
	tasktest.RequireCounts(t, map[string]int{
		Type: 1, tasktest.TypeLogGroup: 1, tasktest.TypeRole: 2, tasktest.TypeRolePolicy: 2, tasktest.TypeSecurityGroup: 1,
		tasktest.TypeEgress: 3, tasktest.TypeIngress: 2, tasktest.TypeTaskDefinition: 1,
	}, program(args()))
}

func TestOutputs(t *testing.T) {
	rec := stacktest.Run(t, program(args()))
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{
		"taskDefinitionArn": "arn:aws:mock:::operator-task:1", "securityGroupId": "operator-tasks-id",
		"logGroupName": "operator-logs-name", "taskRoleArn": "arn:aws:mock:::operator-task",
		"executionRoleArn": "arn:aws:mock:::operator-execution",
	})
	stacktest.RequireInputs(t, rec.One(t, Type), map[string]any{"timeout": 3600, "cpu": 256, "memory": 512})
}

// It goes where it must and nowhere else, and nothing comes in.
func TestSecurityRules(t *testing.T) {
	rec := stacktest.Run(t, program(args()))
	rules := map[string][]any{}
	for _, rule := range append(rec.OfType(tasktest.TypeEgress), rec.OfType(tasktest.TypeIngress)...) {
		rules[rule.Type+" "+rule.Name] = tasktest.Rule(rule)
	}
	require.Equal(t, map[string][]any{
		tasktest.TypeEgress + " operator-https":        {"operator-tasks-id", nil, "0.0.0.0/0", "tcp", 443, 443},
		tasktest.TypeEgress + " operator-to-database":  {"operator-tasks-id", "sg-db", nil, "tcp", 5432, 5432},
		tasktest.TypeEgress + " operator-to-cache":     {"operator-tasks-id", "sg-cache", nil, "tcp", 6379, 6379},
		tasktest.TypeIngress + " operator-to-database": {"sg-db", "operator-tasks-id", nil, "tcp", 5432, 5432},
		tasktest.TypeIngress + " operator-to-cache":    {"sg-cache", "operator-tasks-id", nil, "tcp", 6379, 6379},
	}, rules)
}

// What sleeps knows no password. What knows them has ended when somebody comes in.
func TestPasswordsAreInNoEnvironmentOfASession(t *testing.T) {
	containers := tasktest.Containers(t, stacktest.Run(t, program(args())))
	require.Len(t, containers, 2)
	open, first := containers["operator"], containers["operator-prepare"]
	require.Equal(t, []any{"sleep", "3600"}, tasktest.Started(t, open))
	require.NotContains(t, open, "secrets")
	require.Equal(t, true, open["readonlyRootFilesystem"])
	require.Equal(t, []any{map[string]any{"containerName": "operator-prepare", "condition": "SUCCESS"}}, open["dependsOn"])

	require.Equal(t, false, first["essential"])
	require.Equal(t, "0", first["user"])
	require.Equal(t, []any{"sh", "-c"}, first["entryPoint"])
	require.Equal(t, []any{script}, first["command"])
	require.Equal(t, map[string]any{
		"MASTER_USERNAME": masterARN + ":username::", "MASTER_PASSWORD": masterARN + ":password::",
		"CONSOLE_USERNAME": peopleARN + ":console_username::", "CONSOLE_PASSWORD": peopleARN + ":console_password::",
		"CACHE_URL": cacheARN + ":url::",
	}, tasktest.Values(first, "secrets", "valueFrom"))
	variables := map[string]any{
		"DATABASES": "master console", "STORES": "cache", "OPERATOR_DIR": "/tmp/operator",
		"PGSERVICEFILE": "/tmp/operator/pg_service.conf", "CA_FILE": "/etc/ssl/certs/rds-global-bundle.pem",
		"MASTER_HOST": "w.rds", "MASTER_PORT": "5432", "MASTER_DATABASE": "app", "MASTER_SSLMODE": "verify-full",
		"CONSOLE_PORT": "6432", "CONSOLE_DATABASE": "pgbouncer", "CONSOLE_SSLMODE": "disable",
	}
	require.Equal(t, variables, tasktest.Values(first, "environment", "value"))
	require.Equal(t, tasktest.Everywhere(variables), tasktest.Values(open, "environment", "value"))
}

// The execution role reads exactly the secrets of its databases and stores; the task may only serve sessions.
func TestRoles(t *testing.T) {
	rec := stacktest.Run(t, program(args()))
	require.Contains(t, rec.Named(t, tasktest.TypeRolePolicy, "operator-execution").Input("policy"),
		`"Action":["secretsmanager:GetSecretValue"],"Resource":["`+cacheARN+`","`+masterARN+`","`+peopleARN+`"]`)
	policy := rec.Named(t, tasktest.TypeRolePolicy, "operator-exec").Input("policy")
	require.Contains(t, policy, `"Sid":"Channel"`)
	require.NotContains(t, policy, "secretsmanager")
}

func TestProblems(t *testing.T) {
	for name, tc := range map[string]struct {
		set  func(*Args)
		want []string
	}{
		"closed": {func(a *Args) { a.Task.EnableExec = false }, []string{
			"task.enableExec is false; want true; nobody could get into the task otherwise",
		}},
		"nothing": {func(a *Args) { a.Databases, a.Stores = nil, nil }, []string{
			"databases is required; set it or stores, otherwise there is nothing to connect to",
		}},
		"names": {func(a *Args) { a.Stores[0].Name, a.Databases[1].Name = "master", "No" }, []string{
			`databases[1].name is "No"; want lower-case letters, digits and hyphens, a letter first`,
			`stores[0].name is "master"; want a name that no other item has`,
		}},
		"empty": {func(a *Args) { a.Databases, a.Stores = []Database{{}}, []Store{{Name: "cache"}} }, []string{
			"databases[0].name is required", "databases[0].port is 0; want 1 to 65535", "databases[0].database is required",
			"databases[0].username is required", "databases[0].password is required", "stores[0].urlSecret is required",
		}},
		"times": {func(a *Args) { a.Timeout, a.Memory = 59, 700 }, []string{
			"timeout is 59; want 60 to 86400",
			"memory is 700; want 512, 1024 or 2048 with cpu 256; the nearest valid memory is 512",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := args()
			tc.set(&a)
			tasktest.RequireProblems(t, "operator", "operator", a.withDefaults().problems("operator"), tc.want)
		})
	}
}
