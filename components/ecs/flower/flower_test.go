package flower

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// loginVersion is the variable with the versions of the secrets.
const loginVersion = "BROKER_URL=broker-version FLOWER_BASIC_AUTH=flower-login-1-version"

func minimalFlower() Args {
	return Args{
		Task: tasktest.Args(), Broker: tasktest.Connection(celery.Redis), App: "shop.celery:app",
		AllowFrom: []ecs.AllowFrom{{Name: "vpn", SecurityGroupID: pulumi.String("sg-vpn")}},
	}
}

func flowers(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		f, err := New(ctx, "flower", args)
		if err != nil {
			return err
		}
		outputs := tasktest.ServiceOutputs(f.ServiceOutputs)
		outputs["port"], outputs["loginSecretArn"] = f.Port, f.LoginSecretARN
		return stacktest.Probe(ctx, "outputs", outputs)
	}
}

func TestFlowerArgumentsAreDocumentedTruthfully(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
}

func TestFlowerCreatesExactlyItsChildren(t *testing.T) {
	want := tasktest.Children(2, 2, 1)
	want[Type], want[tasktest.TypeSecret], want[tasktest.TypeSecretVersion] = 1, 1, 1
	tasktest.RequireCounts(t, want, flowers(minimalFlower()))
}

func TestFlowerOutputs(t *testing.T) {
	rec := stacktest.Run(t, flowers(minimalFlower()))
	login := rec.One(t, tasktest.TypeSecret)
	stacktest.RequireInputs(t, rec.Probed(t, "outputs"), map[string]any{
		"port": 5555, "loginSecretArn": login.Outputs["arn"].StringValue(), "serviceName": "flower-name", "serviceArn": "flower-id",
		"taskDefinitionArn": "arn:aws:mock:::flower-task:1", "runningTaskDefinition": "arn:aws:mock:::flower-task:1",
		"securityGroupId": "flower-tasks-id", "logGroupName": "flower-logs-name",
	})
	stacktest.RequireInputs(t, rec.One(t, Type), map[string]any{
		"app": "shop.celery:app", "broker.kind": "redis", "port": 5555, "maxTasks": 10000, "passwordGeneration": 1,
		"allowFrom[0].name": "vpn",
	})
}

func TestFlowerService(t *testing.T) {
	tasktest.RequireSpread(t, stacktest.Run(t, flowers(minimalFlower())).One(t, tasktest.TypeService), "flower-tasks-id", 1)
}

// Only who is named gets to Flower, and no address is let in.
func TestOnlyTheNamedReachFlower(t *testing.T) {
	args := minimalFlower()
	args.Port = 8888
	rec := stacktest.Run(t, flowers(args))
	require.Equal(t, []any{"flower-tasks-id", "sg-vpn", nil, "tcp", 8888, 8888},
		tasktest.Rule(rec.Named(t, tasktest.TypeIngress, "flower-from-vpn-8888")))
	require.Equal(t, []any{"sg-broker", "flower-tasks-id", nil, "tcp", 6379, 6379},
		tasktest.Rule(rec.Named(t, tasktest.TypeIngress, "flower-to-broker")))
	require.Equal(t, 2, rec.Count(tasktest.TypeIngress))
	require.Contains(t, rec.One(t, tasktest.TypeService).DependsOn, rec.Named(t, tasktest.TypeIngress, "flower-from-vpn-8888").URN)
}

func TestFlowerHasAPassword(t *testing.T) {
	rec := stacktest.Run(t, flowers(minimalFlower()))
	secret := rec.Named(t, tasktest.TypeSecret, "flower-login")
	stacktest.RequireInputs(t, secret, map[string]any{"recoveryWindowInDays": 30, "description": "User and password of flower"})
	require.False(t, secret.Has("kmsKeyId"))

	version := rec.Named(t, tasktest.TypeSecretVersion, "flower-login-1")
	require.Equal(t, "flower-login-id", version.Input("secretId"))
	require.Equal(t, "flower:"+strings.Repeat("mock", 10), version.Input("secretString"))
	require.True(t, version.IsSecret("secretString"))
	require.Equal(t, []string{"secretString"}, version.IgnoreChanges)
	calls := rec.Calls("aws:secretsmanager/getRandomPassword:getRandomPassword")
	require.Len(t, calls, 1)
	require.Equal(t, []any{40, true}, []any{calls[0].Input("passwordLength"), calls[0].Input("excludePunctuation")})

	c := tasktest.OnlyContainer(t, rec)
	require.Equal(t, map[string]any{
		"BROKER_URL": tasktest.BrokerARN + ":url::", "FLOWER_BASIC_AUTH": secret.Outputs["arn"].StringValue(),
	}, tasktest.Values(c, "secrets", "valueFrom"))
	require.Equal(t, loginVersion, tasktest.Values(c, "environment", "value")["SECRET_VERSIONS"])
	require.Contains(t, rec.One(t, tasktest.TypeService).DependsOn, version.URN)
	require.Contains(t, rec.One(t, tasktest.TypeRolePolicy).Input("policy"),
		`"Resource":["`+tasktest.BrokerARN+`","`+secret.Outputs["arn"].StringValue()+`"]`)
}

// Another generation is another version, which starts another task.
func TestFlowerPasswordChanges(t *testing.T) {
	args := minimalFlower()
	args.PasswordGeneration, args.AllowDestroy, args.KMSKeyARN = 2, true, pulumi.String("arn:login-key")
	rec := stacktest.Run(t, flowers(args))
	require.Equal(t, "flower-login-2", rec.One(t, tasktest.TypeSecretVersion).Name)
	require.Equal(t, "BROKER_URL=broker-version FLOWER_BASIC_AUTH=flower-login-2-version",
		tasktest.Values(tasktest.OnlyContainer(t, rec), "environment", "value")["SECRET_VERSIONS"])
	stacktest.RequireInputs(t, rec.One(t, tasktest.TypeSecret), map[string]any{"recoveryWindowInDays": 7, "kmsKeyId": "arn:login-key"})
	require.Contains(t, rec.One(t, tasktest.TypeRolePolicy).Input("policy"),
		`"Action":["kms:Decrypt"],"Resource":["arn:broker-key","arn:login-key"]`)
}

func TestFlowerContainer(t *testing.T) {
	args := minimalFlower()
	args.Port, args.MaxTasks, args.CPU, args.Memory = 8888, 500, 512, 1024
	rec := stacktest.Run(t, flowers(args))
	c := tasktest.OnlyContainer(t, rec)
	want := celery.Flower{App: "shop.celery:app", Kind: "redis", Port: 8888, MaxTasks: 500, VisibilityTimeout: 900}
	require.Equal(t, tasktest.Anys(want.Command()), tasktest.Started(t, c))
	require.Equal(t, map[string]any{
		"command": tasktest.Anys(want.HealthCheck()), "interval": 30.0, "timeout": 5.0, "retries": 3.0, "startPeriod": 120.0,
	}, c["healthCheck"])
	require.Equal(t, []any{map[string]any{"containerPort": 8888.0, "protocol": "tcp"}}, c["portMappings"])
	require.Equal(t, 30.0, c["stopTimeout"])
	variables := tasktest.Everywhere(map[string]any{"SECRET_VERSIONS": loginVersion})
	for name, value := range want.Environment() {
		variables[name] = value
	}
	require.Equal(t, variables, tasktest.Values(c, "environment", "value"))
	stacktest.RequireInputs(t, rec.One(t, tasktest.TypeTaskDefinition), map[string]any{"family": "test-flower", "cpu": "512", "memory": "1024"})
}

// An image of Flower alone has no application: Celery and Flower read all of it from the environment.
func TestFlowerOfItsOwnImage(t *testing.T) {
	args := minimalFlower()
	args.App, args.Command = "", []string{"celery", "flower"}
	c := tasktest.OnlyContainer(t, stacktest.Run(t, flowers(args)))
	require.Equal(t, []any{"celery", "flower"}, tasktest.Started(t, c))
	require.Equal(t, tasktest.Everywhere(map[string]any{
		"FLOWER_ADDRESS": "0.0.0.0", "FLOWER_PORT": "5555", "FLOWER_MAX_TASKS": "10000", "SECRET_VERSIONS": loginVersion,
	}), tasktest.Values(c, "environment", "value"))
	secrets := tasktest.Values(c, "secrets", "valueFrom")
	require.Len(t, secrets, 3)
	require.Equal(t, tasktest.BrokerARN+":url::", secrets["CELERY_BROKER_URL"])
	require.Contains(t, secrets["FLOWER_BASIC_AUTH"], "secret:flower-login")

	args.Task.Variables = map[string]pulumi.StringInput{"CELERY_BROKER_URL": pulumi.String("redis://mine")}
	c = tasktest.OnlyContainer(t, stacktest.Run(t, flowers(args)))
	require.NotContains(t, tasktest.Values(c, "secrets", "valueFrom"), "CELERY_BROKER_URL")
	require.Equal(t, "redis://mine", tasktest.Values(c, "environment", "value")["CELERY_BROKER_URL"])
}

func TestFlowerGate(t *testing.T) {
	tasktest.RequireGate(t, "flower", "flower", flowers(minimalFlower()))
}

func TestFlowerProblems(t *testing.T) {
	const made = "; want one without it; the password is made here"
	for _, tc := range []struct {
		name string
		set  func(*Args)
		want []string
	}{
		{"nothing", func(a *Args) { *a = Args{} }, []string{
			"task.clusterName is required", "task.clusterArn is required", "task.vpcId is required",
			"task.subnetIds is required", "task.region is required", "task.image is required",
			`app is required; it is Celery's -A, such as "shop.celery:app"`,
			`broker is ""; want "redis" or "rabbitmq"`,
			"allowFrom is required; set it or task.enableExec, otherwise nobody can reach Flower",
		}},
		{"sqs", func(a *Args) { a.Broker = tasktest.Connection(celery.SQS) }, []string{
			`broker is "sqs"; want "redis" or "rabbitmq"; Flower lives on the events of workers, and SQS has none; ` +
				"the depth of its queues is in CloudWatch",
		}},
		{"a connection of one's own", func(a *Args) { a.Broker = celery.Connection{Kind: celery.RabbitMQ} }, []string{
			"broker is required; take the Connection of a Broker as it is",
		}},
		{"a password of one's own", func(a *Args) {
			a.Task.Variables = map[string]pulumi.StringInput{"FLOWER_UNAUTHENTICATED_API": pulumi.String("true")}
			a.Task.Secrets = map[string]pulumi.StringInput{"FLOWER_BASIC_AUTH": pulumi.String(tasktest.SecretARN)}
		}, []string{
			"task is one with the variable FLOWER_BASIC_AUTH" + made,
			"task is one with the variable FLOWER_UNAUTHENTICATED_API" + made,
		}},
		{"allowed", func(a *Args) { a.AllowFrom = append(a.AllowFrom, ecs.AllowFrom{Name: "vpn"}, ecs.AllowFrom{}) }, []string{
			`allowFrom[1].name is "vpn"; want a name that no other item has`, "allowFrom[1].securityGroupId is required",
			"allowFrom[2].name is required", "allowFrom[2].securityGroupId is required",
		}},
		{"ranges", func(a *Args) {
			a.Port, a.MaxTasks, a.PasswordGeneration, a.Memory = 1023, -1, 10000, 768
		}, []string{
			"maxTasks is -1; want 1 to 1000000", "port is 1023; want 1024 to 65535; only root listens below",
			"passwordGeneration is 10000; want 1 to 9999",
			"memory is 768; want 512, 1024 or 2048 with cpu 256; the nearest valid memory is 1024",
		}},
		{"port", func(a *Args) { a.Port = 65536 }, []string{
			"port is 65536; want 1024 to 65535; only root listens below",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			args := minimalFlower()
			tc.set(&args)
			tasktest.RequireProblems(t, "flower", "flower", args.withDefaults().problems("flower"), tc.want)
		})
	}
	require.ErrorContains(t, minimalFlower().withDefaults().problems("F").Err("flower", "F"), `name is "F"`)
	rec, err := stacktest.Record(flowers(Args{}))
	require.Error(t, err)
	require.Zero(t, rec.Count(Type))
}

// Flower is reached through its own task when nobody is let in.
func TestFlowerByExecAlone(t *testing.T) {
	args := minimalFlower()
	args.AllowFrom, args.Task.EnableExec = nil, true
	args.Task.ExecLogGroupARN, args.Task.ExecKMSKeyARN = pulumi.String("arn:exec-logs"), pulumi.String("arn:exec-key")
	rec := stacktest.Run(t, flowers(args))
	require.Equal(t, "flower-to-broker", rec.One(t, tasktest.TypeIngress).Name)
	require.Equal(t, true, rec.One(t, tasktest.TypeService).Input("enableExecuteCommand"))
}
