package web

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestTaskDefinition(t *testing.T) {
	task := runWeb(t, minimal()).One(t, tasktest.TypeTaskDefinition)
	for path, want := range map[string]any{
		"family":                  "test-web",
		"requiresCompatibilities": []any{"FARGATE"},
		"networkMode":             "awsvpc",
		"runtimePlatform":         map[string]any{"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
		"cpu":                     "1024",
		"memory":                  "2048",
		"volumes":                 []any{map[string]any{"name": "scratch"}},
		"executionRoleArn":        "arn:aws:mock:::web-execution",
		"taskRoleArn":             "arn:aws:mock:::web-task",
	} {
		require.Equal(t, want, task.Input(path), path)
	}
	require.Equal(t, true, task.Input("skipDestroy"), "an inactive revision cannot be given to a service")
	require.False(t, task.Has("ephemeralStorage"), "Fargate's 20 GiB are free")
}

// minimalContainer is the whole text: a task definition is replaced when one byte of it changes.
const minimalContainer = `[{"dependsOn":[{"condition":"SUCCESS","containerName":"web-tmp"}],` +
	`"environment":[{"name":"AWS_DEFAULT_REGION","value":"us-east-1"},{"name":"AWS_REGION","value":"us-east-1"},` +
	`{"name":"GRACEFUL_TIMEOUT","value":"30"},` +
	`{"name":"GUNICORN_CMD_ARGS","value":"--timeout=30 --graceful-timeout=30 --keep-alive=75"},` +
	`{"name":"LOG_FORMAT","value":"json"},{"name":"PORT","value":"8000"},{"name":"PYTHONUNBUFFERED","value":"1"},` +
	`{"name":"UVICORN_HOST","value":"0.0.0.0"},{"name":"UVICORN_PORT","value":"8000"},` +
	`{"name":"UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN","value":"30"},{"name":"UVICORN_TIMEOUT_KEEP_ALIVE","value":"75"}],` +
	`"essential":true,"image":"` + tasktest.Image + `","linuxParameters":{"initProcessEnabled":true},` +
	`"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"web-logs-name","awslogs-region":"us-east-1",` +
	`"awslogs-stream-prefix":"web","max-buffer-size":"25m","mode":"non-blocking"}},` +
	`"mountPoints":[{"containerPath":"/tmp","readOnly":false,"sourceVolume":"scratch"}],"name":"web",` +
	`"portMappings":[{"containerPort":8000,"protocol":"tcp"}],"readonlyRootFilesystem":true,"stopTimeout":45},` +
	`{"command":["1777","/tmp"],"entryPoint":["chmod"],"essential":false,"image":"` + tasktest.Image + `",` +
	`"linuxParameters":{"capabilities":{"drop":["AUDIT_WRITE","CHOWN","DAC_OVERRIDE","FSETID","KILL","MKNOD",` +
	`"NET_BIND_SERVICE","NET_RAW","SETFCAP","SETGID","SETPCAP","SETUID","SYS_CHROOT"]}},` +
	`"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"web-logs-name","awslogs-region":"us-east-1",` +
	`"awslogs-stream-prefix":"web","max-buffer-size":"25m","mode":"non-blocking"}},` +
	`"mountPoints":[{"containerPath":"/tmp","readOnly":false,"sourceVolume":"scratch"}],"name":"web-tmp",` +
	`"readonlyRootFilesystem":true,"user":"0"}]`

func TestContainerIsTheSameTextEveryTime(t *testing.T) {
	for range 5 {
		require.Equal(t, minimalContainer, runWeb(t, minimal()).One(t, tasktest.TypeTaskDefinition).Input("containerDefinitions"))
	}
}

func TestContainerOptions(t *testing.T) {
	rec := runWeb(t, maximal())
	container := tasktest.Containers(t, rec)["web"]
	for key, want := range map[string]any{
		"command": []any{"gunicorn", "shop.asgi"},
		"user":    "1000:1000",
		"secrets": []any{
			map[string]any{"name": "API_KEY", "valueFrom": tasktest.ParameterARN},
			map[string]any{"name": "DATABASE_URL", "valueFrom": tasktest.SecretARN + ":url::"},
		},
		"healthCheck": map[string]any{
			"command":  []any{"CMD", "python", "-m", "shop.health"},
			"interval": 30.0, "timeout": 5.0, "retries": 3.0, "startPeriod": 60.0,
		},
		"readonlyRootFilesystem": true,
	} {
		require.Equal(t, want, container[key], key)
	}
	environment := tasktest.Values(container, "environment", "value")
	require.Equal(t, []any{"1", "2"}, []any{environment["A"], environment["B"]})
	require.Len(t, environment, 14)
	require.NotContains(t, container, "entryPoint", "the image's own ENTRYPOINT may be what starts the server")
}

// The agent of ECS Exec writes to three directories. With a read-only root each needs a volume.
func TestExecKeepsTheRootReadOnly(t *testing.T) {
	task := runWeb(t, maximal()).One(t, tasktest.TypeTaskDefinition)
	require.Equal(t, []any{
		map[string]any{"name": "scratch"},
		map[string]any{"name": "exec-agent"},
		map[string]any{"name": "exec-lib"},
		map[string]any{"name": "exec-log"},
	}, task.Input("volumes"))
}

func TestTheUserHasTheLastWordOnTheEnvironment(t *testing.T) {
	args := minimal()
	environment := func() map[string]any {
		return tasktest.Values(tasktest.OnlyContainer(t, runWeb(t, args)), "environment", "value")
	}
	require.Len(t, environment(), 11)
	args.Task.Variables = map[string]pulumi.StringInput{"LOG_FORMAT": pulumi.String("text"), "MORE": pulumi.String("1")}
	args.Task.Secrets = map[string]pulumi.StringInput{"GUNICORN_CMD_ARGS": pulumi.String(tasktest.SecretARN)}
	all := environment()
	require.Len(t, all, 11)
	require.Equal(t, "text", all["LOG_FORMAT"])
	require.Equal(t, "1", all["MORE"])
	require.NotContains(t, all, "GUNICORN_CMD_ARGS", "a name can only be in one of the two lists")
}

func TestHealthCheckStartPeriodHasALimit(t *testing.T) {
	args := maximal()
	args.HealthCheckGracePeriod = 600
	check, ok := tasktest.OnlyContainer(t, runWeb(t, args))["healthCheck"].(map[string]any)
	require.True(t, ok)
	require.Equal(t, 300.0, check["startPeriod"])
}

func TestSecretValuesStaySecret(t *testing.T) {
	args := minimal()
	args.Task.Variables = map[string]pulumi.StringInput{
		"TOKEN": pulumi.ToSecret(pulumi.String("hunter2")).(pulumi.StringOutput),
	}
	rec := runWeb(t, args)
	require.True(t, rec.One(t, tasktest.TypeTaskDefinition).IsSecret("containerDefinitions"))
	require.False(t, rec.One(t, Type).Has("task.variables"), "the component does not wait for outputs")
}

func TestTaskPreviewKnowsAllButTheContainer(t *testing.T) {
	task := runWeb(t, minimal(), stacktest.Preview()).One(t, tasktest.TypeTaskDefinition)
	require.Equal(t, "test-web", task.Input("family"))
	require.Equal(t, "ARM64", task.Input("runtimePlatform.cpuArchitecture"))
	require.Equal(t, stacktest.Unknown, task.Input("containerDefinitions"))
}

func TestAnImageWithoutChmodPreparesItsOwnTmp(t *testing.T) {
	args := minimal()
	args.Task.SkipTmpInit = true
	all := tasktest.Containers(t, runWeb(t, args))
	require.Len(t, all, 1)
	require.NotContains(t, all["web"], "dependsOn")
}

// A new password starts new tasks, by a variable that no program reads.
func TestVersionsOfSecretsStartNewTasks(t *testing.T) {
	args := minimal()
	args.Task.Secrets = map[string]pulumi.StringInput{
		"DATABASE_URL": pulumi.String(tasktest.SecretARN + ":url::"), "CACHE_URL": pulumi.String(tasktest.SecretARN + ":c::"),
	}
	args.Task.SecretVersions = map[string]pulumi.StringInput{"DATABASE_URL": pulumi.String("v2"), "CACHE_URL": pulumi.String("v1")}
	container := func() map[string]any { return tasktest.OnlyContainer(t, runWeb(t, args)) }
	environment := tasktest.Values(container(), "environment", "value")
	require.Equal(t, "CACHE_URL=v1 DATABASE_URL=v2", environment["SECRET_VERSIONS"])
	require.NotContains(t, environment, "SECRETS_GENERATION")
	require.Equal(t, tasktest.SecretARN+":url::", tasktest.Values(container(), "secrets", "valueFrom")["DATABASE_URL"],
		"a task always reads the current version")
	args.Task.SecretsGeneration = 3
	require.Equal(t, "3", tasktest.Values(container(), "environment", "value")["SECRETS_GENERATION"])
}

func TestAnImageInAPrivateRegistry(t *testing.T) {
	args := minimal()
	args.Task.Image, args.Task.Architecture = pulumi.String("ghcr.io/team/shop:v1"), "X86_64"
	args.Task.RegistryCredentials = pulumi.String(tasktest.SecretARN)
	rec := runWeb(t, args)
	for name, container := range tasktest.Containers(t, rec) {
		require.Equal(t, map[string]any{"credentialsParameter": tasktest.SecretARN}, container["repositoryCredentials"], name)
	}
	require.Equal(t, "X86_64", rec.One(t, tasktest.TypeTaskDefinition).Input("runtimePlatform.cpuArchitecture"))
	require.Contains(t, rec.Named(t, tasktest.TypeRolePolicy, "web-execution").Input("policy"),
		`"Action":["secretsmanager:GetSecretValue"],"Resource":["`+tasktest.SecretARN+`"]`)
}
