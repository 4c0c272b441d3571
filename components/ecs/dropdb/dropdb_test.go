package dropdb

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/internal/runner"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	typeFunction   = "aws:lambda/function:Function"
	typeInvocation = "aws:lambda/invocation:Invocation"
	definition     = "arn:aws:ecs:us-east-1:123456789012:task-definition/test-drop:7"
	image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/pgbouncer:1.24"
	masterARN      = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1-AbCdEf"
)

func minimal() Args {
	return Args{
		ClusterARN: pulumi.String(tasktest.ClusterARN), VPCID: pulumi.String("vpc-1"),
		SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}), Region: "us-east-1", Image: pulumi.String(image),
		WriterEndpoint: pulumi.String("w.rds"), DatabaseSecurityGroupID: pulumi.String("sg-db"),
		MasterSecretARN: pulumi.String(masterARN), PgBouncerName: "db", DatabaseName: "pr7", RoleName: "pr7",
	}
}

func program(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		d, err := New(ctx, "drop", args)
		if err != nil {
			return err
		}
		after := &pulumi.ResourceState{}
		err = ctx.RegisterComponentResource("test:index:After", "after", after, pulumi.DependsOnInputs(d.Ready))
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"taskDefinitionArn": d.TaskDefinitionARN, "functionName": d.FunctionName, "securityGroupId": d.SecurityGroupID,
			"logGroupName": d.LogGroupName,
		})
	}
}

func run(t *testing.T, args Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, program(args), append(opts,
		stacktest.Outputs(tasktest.TypeTaskDefinition, func(stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{"arn": resource.NewProperty(definition)}
		}))...)
}

func TestArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
}

func TestDropDatabaseCreatesExactlyItsChildren(t *testing.T) {
	tasktest.RequireCounts(t, map[string]int{
		Type: 1, tasktest.TypeLogGroup: 2, tasktest.TypeRole: 3, tasktest.TypeRolePolicy: 2, tasktest.TypeSecurityGroup: 1,
		tasktest.TypeEgress: 2, tasktest.TypeIngress: 1, tasktest.TypeTaskDefinition: 1, typeFunction: 1, typeInvocation: 1,
		"test:index:After": 1,
	}, program(minimal()))
}

func TestOutputs(t *testing.T) {
	rec := run(t, minimal())
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{
		"taskDefinitionArn": definition, "functionName": "drop-name", "securityGroupId": "drop-tasks-id",
		"logGroupName": "drop-logs-name",
	})
	stacktest.RequireInputs(t, rec.One(t, Type), map[string]any{
		"databaseName": "pr7", "roleName": "pr7", "databasePort": 5432, "timeout": 300, "logRetentionDays": 30,
	})
}

func TestTheTask(t *testing.T) {
	args := minimal()
	args.DatabasePort = 5433
	rec := run(t, args)
	stacktest.RequireInputs(t, rec.One(t, tasktest.TypeTaskDefinition), map[string]any{
		"family": "test-drop", "cpu": "256", "memory": "512", "requiresCompatibilities": []any{"FARGATE"},
		"runtimePlatform": map[string]any{"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
	})
	all := tasktest.Containers(t, rec)
	require.Len(t, all, 1)
	container := all["drop"]
	require.Equal(t, image, container["image"])
	require.Equal(t, true, container["readonlyRootFilesystem"])
	require.Equal(t, []any{"sh", "-c", pgbouncer.DropScript()}, tasktest.Started(t, container))
	require.Equal(t, map[string]any{
		"APP_DATABASE": "pr7", "APP_ROLES": "pr7_a,pr7_b,pr7_admin_a,pr7_admin_b,pr7_reader,pr7", "DROP_SQL": pgbouncer.DropSQL(),
		"APP_MARK": "made by Tenfold for organization/tenfold/test", "PGCONNECT_TIMEOUT": "10", "PGDATABASE": "postgres",
		"PGHOST": "w.rds", "PGPORT": "5433", "PGSSLMODE": "verify-full",
		"PGSSLROOTCERT": "/etc/ssl/certs/rds-global-bundle.pem",
	}, without(tasktest.Values(container, "environment", "value"), tasktest.Everywhere(nil)))
	require.Equal(t, map[string]any{
		"PGPASSWORD": masterARN + ":password::", "PGUSER": masterARN + ":username::",
	}, tasktest.Values(container, "secrets", "valueFrom"))
}

// without leaves out what every container has.
func without(all, everywhere map[string]any) map[string]any {
	for name := range everywhere {
		delete(all, name)
	}
	return all
}

func TestTheTaskReachesTheDatabaseAndAWS(t *testing.T) {
	args := minimal()
	args.DatabasePort = 5433
	rec := run(t, args)
	require.Equal(t, []any{"sg-db", "drop-tasks-id", nil, "tcp", 5433, 5433},
		tasktest.Rule(rec.Named(t, tasktest.TypeIngress, "drop-to-database")))
	require.Equal(t, []any{"drop-tasks-id", "sg-db", nil, "tcp", 5433, 5433},
		tasktest.Rule(rec.Named(t, tasktest.TypeEgress, "drop-to-database")))
	require.Equal(t, []any{"drop-tasks-id", nil, "0.0.0.0/0", "tcp", 443, 443},
		tasktest.Rule(rec.Named(t, tasktest.TypeEgress, "drop-https")))
}

func TestTheTaskMayReadOneSecret(t *testing.T) {
	args := minimal()
	args.SecretKMSKeyARNs = pulumi.ToStringArray([]string{"arn:key-of-rds"})
	rec := run(t, args)
	require.Equal(t, []any{
		map[string]any{
			"Sid": "Secrets", "Effect": "Allow", "Action": []any{"secretsmanager:GetSecretValue"}, "Resource": []any{masterARN},
		},
		map[string]any{
			"Sid": "Keys", "Effect": "Allow", "Action": []any{"kms:Decrypt"}, "Resource": []any{"arn:key-of-rds"},
			"Condition": map[string]any{"StringEquals": map[string]any{"kms:ViaService": []any{
				"secretsmanager.us-east-1.amazonaws.com", "ssm.us-east-1.amazonaws.com",
			}}},
		},
	}, statements(t, rec, "drop-execution")[3:])
	for _, policy := range rec.OfType(tasktest.TypeRolePolicy) {
		require.Contains(t, []string{"drop-execution", "drop-runner"}, policy.Name, "the task itself may do nothing")
	}
}

func statements(t *testing.T, rec *stacktest.Recording, policy string) []any {
	t.Helper()
	document, ok := tasktest.Decode(t, rec.Named(t, tasktest.TypeRolePolicy, policy), "policy").(map[string]any)
	require.True(t, ok)
	list, ok := document["Statement"].([]any)
	require.True(t, ok)
	return list
}

func TestTheFunction(t *testing.T) {
	rec := run(t, minimal())
	function := rec.One(t, typeFunction)
	stacktest.RequireInputs(t, function, map[string]any{
		"runtime": "python3.13", "handler": "dropdb.handler", "timeout": 900, "role": "arn:aws:mock:::drop-runner",
		"environment": map[string]any{"variables": map[string]any{
			"CLUSTER": tasktest.ClusterARN, "FAMILY": "test-drop", "TASK_DEFINITION": definition, "CONTAINER": "drop",
			"SUBNETS": "subnet-a,subnet-b", "SECURITY_GROUP": "drop-tasks-id", "LOG_GROUP": "drop-logs-name",
			"PLATFORM_VERSION": "1.4.0", "ENABLE_EXEC": "false", "PGBOUNCER": "test-db",
		}},
	})
	assets, ok := function.Inputs["code"].ArchiveValue().GetAssets()
	require.True(t, ok)
	require.Len(t, assets, 2)
	for name, text := range map[string]string{"dropdb.py": source, "runner.py": runner.Source()} {
		file, ok := assets[name].(*resource.Asset)
		require.True(t, ok, name)
		require.Equal(t, text, file.Text)
	}
	sids := []any{}
	for _, one := range statements(t, rec, "drop-runner") {
		sids = append(sids, one.(map[string]any)["Sid"])
	}
	require.Equal(t, []any{"Run", "Tag", "Pass", "Watch", "Find", "ReadLog", "Log"}, sids)
}

func TestTheInvocation(t *testing.T) {
	rec := run(t, minimal())
	invocation := rec.One(t, typeInvocation)
	require.Equal(t, "drop-run", invocation.Name)
	stacktest.RequireInputs(t, invocation, map[string]any{"functionName": "drop-name", "lifecycleScope": "CRUD"})
	require.Equal(t, map[string]any{
		"name": "drop", "database": "pr7", "timeout": 300., "start": 300., "wait": 840.,
	}, tasktest.Decode(t, invocation, "input"))
}

// A destroy deletes what depends on something before that: PgBouncer, then the invocation, then what the task needs.
func TestTheOrderOfADestroy(t *testing.T) {
	rec := run(t, minimal())
	invocation := rec.One(t, typeInvocation)
	require.Equal(t, []string{invocation.URN}, rec.One(t, "test:index:After").DependsOn)
	for _, typ := range []string{tasktest.TypeEgress, tasktest.TypeIngress, tasktest.TypeRolePolicy} {
		for _, needed := range rec.OfType(typ) {
			if needed.Name != "drop-runner" { // the function waits for that, and the invocation for the function
				require.Contains(t, invocation.DependsOn, needed.URN, needed.Name)
			}
		}
	}
	require.Contains(t, rec.One(t, typeFunction).DependsOn, rec.Named(t, tasktest.TypeRolePolicy, "drop-runner").URN)
}

// A preview shows that a change of the name of the database is one of the invocation.
func TestAPreviewKnowsTheInput(t *testing.T) {
	rec := stacktest.Run(t, program(minimal()), stacktest.Preview())
	input, ok := tasktest.Decode(t, rec.One(t, typeInvocation), "input").(map[string]any)
	require.True(t, ok)
	require.Equal(t, "pr7", input["database"])
}

func TestProblems(t *testing.T) {
	tasktest.RequireProblems(t, "dropdb", "drop", Args{}.withDefaults().problems("drop"), []string{
		"clusterArn is required", "vpcId is required", "subnetIds is required", "region is required", "image is required",
		"writerEndpoint is required", "databaseSecurityGroupId is required", "masterSecretArn is required",
		"pgBouncerName is required", "databaseName is required", "roleName is required",
	})
	args := minimal()
	args.Image, args.MasterSecretARN = pulumi.String("shop:latest"), pulumi.String("arn:aws:s3:::x")
	args.DatabasePort, args.Timeout, args.LogRetentionDays = 70000, 361, 2
	args.DatabaseName, args.RoleName = "rdsadmin", "Master"
	tasktest.RequireProblems(t, "dropdb", "drop", args.problems("drop"), []string{
		`image is "shop:latest"; want a tag or digest that never moves; "latest" is another image tomorrow, and a rollback would ` +
			`start that`,
		`masterSecretArn is "arn:aws:s3:::x"; want the ARN of a Secrets Manager secret`,
		"databasePort is 70000; want 1 to 65535",
		`roleName is "Master"; want lower-case letters, digits and underscores, a letter first, at most 55`,
		`databaseName is "rdsadmin"; want a database of the application's own`,
		"timeout is 361; want 30 to 360",
		"logRetentionDays is 2; want a number of days that CloudWatch Logs knows, 1 to 3653; the nearest is 3",
	})
	for _, name := range []string{"postgres", "pgbouncer", "template0", "template1", "rdsadmin"} {
		args := minimal()
		args.DatabaseName = name
		_, err := New(nil, "drop", args)
		require.EqualError(t, err, `dropdb "drop": databaseName is "`+name+`"; want a database of the application's own`)
	}
	args = minimal()
	args.Timeout = 29
	_, err := New(nil, "drop", args)
	require.EqualError(t, err, `dropdb "drop": timeout is 29; want 30 to 360`)
}
