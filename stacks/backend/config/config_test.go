package config

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/tier"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func valid() map[string]string {
	return map[string]string{
		"aws:region": "us-east-1", "tenfold:tier": "10k", "tenfold:image": "registry.example.com/backend:1.2.3",
		"tenfold:pgbouncerImage":  "registry.example.com/pgbouncer:1.24",
		"tenfold:queueDepthImage": "registry.example.com/queuedepth:1.0.0",
		"tenfold:celeryApp":       "backend.celery",
		"tenfold:healthCheckPath": "/healthz",
	}
}

// load reads a configuration; the values are laid over a valid one, and an empty value takes its key out.
func load(t *testing.T, values map[string]string) (Config, error) {
	t.Helper()
	all := valid()
	maps.Copy(all, values)
	maps.DeleteFunc(all, func(_, value string) bool { return value == "" })
	var c Config
	var err error
	require.NoError(t, stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		c, err = Load(ctx)
		return nil
	}, stacktest.Stack("dev"), stacktest.Config(all)))
	return c, err
}

func TestLoad(t *testing.T) {
	c, err := load(t, map[string]string{
		"tenfold:domain": "app.example.com", "tenfold:zone": "example.com", "tenfold:port": "9000",
		"tenfold:zones": `["us-east-1b", "us-east-1d"]`, "tenfold:variables": `{"LOG_LEVEL": "info"}`,
		"tenfold:secrets":      `{"KEY": "arn:aws:ssm:us-east-1:123456789012:parameter/key"}`,
		"tenfold:allowDestroy": "true", "tenfold:overrides": `{"web": {"maxTasks": 9}}`,
		"tenfold:flower": "true", "tenfold:beat": "redbeat",
		"tenfold:jobs":         `[{"name": "nightly", "schedule": "cron(0 3 * * ? *)", "command": ["python", "clean.py"]}]`,
		"tenfold:alarmActions": `["arn:aws:sns:us-east-1:123456789012:on-call"]`,
	})
	require.NoError(t, err)
	require.Equal(t, 9, c.Sizes.Web.MaxTasks)
	require.Equal(t, 1024, c.Sizes.Web.CPU)
	c.Sizes, c.Provider = tier.Tier{}, nil
	require.Equal(t, Config{
		Environment: "dev", Tier: "10k", Policies: "mandatory", Platform: "ecs", Architecture: "ARM64", Region: "us-east-1",
		Zones: []string{"us-east-1b", "us-east-1d"}, Image: "registry.example.com/backend:1.2.3",
		PgBouncerImage: "registry.example.com/pgbouncer:1.24", Port: 9000, DatabasePasswordGeneration: 1,
		Library: "celery", CeleryApp: "backend.celery", QueueDepthImage: "registry.example.com/queuedepth:1.0.0",
		Flower: true, Beat: "redbeat", DefaultQueue: "celery",
		Jobs:            []Job{{Name: "nightly", Schedule: "cron(0 3 * * ? *)", Command: []string{"python", "clean.py"}}},
		AlarmActions:    []string{"arn:aws:sns:us-east-1:123456789012:on-call"},
		HealthCheckPath: "/healthz", Domain: "app.example.com", Zone: "example.com", DNS: "create",
		Variables:    map[string]string{"LOG_LEVEL": "info"},
		Secrets:      map[string]string{"KEY": "arn:aws:ssm:us-east-1:123456789012:parameter/key"},
		AllowDestroy: true,
	}, c)
}

func TestLoadDefaults(t *testing.T) {
	c, err := load(t, nil)
	require.NoError(t, err)
	require.Equal(t, "ecs", c.Platform)
	require.Equal(t, 8000, c.Port)
	require.False(t, c.AllowDestroy)
	require.Empty(t, c.Zones)
}

const aSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-AbCdEf"

func TestABadConfigurationNamesTheKey(t *testing.T) {
	for _, tc := range []struct{ key, value, want string }{
		{"aws:region", "", "aws:region is required; for example us-east-1"},
		{"tenfold:tier", "", `tenfold:tier is required`},
		{"tenfold:tier", "1m", `tenfold:tier is "1m"; want "10k" or "100k"`},
		{"tenfold:platform", "eks", `tenfold:platform is "eks"; want "ecs"`},
		{"tenfold:image", "", "tenfold:image is required; for example 123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:1.0.0"},
		{"tenfold:image", "localhost:5000/app", `tenfold:image is "localhost:5000/app"; want a tag or digest that never moves; ` +
			`"latest" is another image tomorrow, and a rollback would start that`},
		{"tenfold:image", "app:main", `tenfold:image is "app:main"; want a tag or digest that never moves; "main" is another ` +
			"image tomorrow, and a rollback would start that"},
		{"tenfold:image", "app :1", `tenfold:image is "app :1"; want an image such as registry.example.com/team/backend:1.0.0`},
		{"tenfold:pgbouncerImage", "pgbouncer@sha256:zz", `tenfold:pgbouncerImage is "pgbouncer@sha256:zz"; want a digest of ` +
			`"sha256:" and 64 hexadecimal digits behind "@"`},
		{"tenfold:architecture", "amd64", `tenfold:architecture is "amd64"; want "ARM64" or "X86_64"`},
		{"tenfold:registryCredentials", "hunter2", `tenfold:registryCredentials is not valid; want the ARN of a Secrets ` +
			"Manager secret"},
		{"tenfold:registryCredentials", aSecret + "*", `tenfold:registryCredentials is not valid; want the ARN of a ` +
			"Secrets Manager secret"},
		{"tenfold:secretKeys", `["arn:aws:kms:us-east-1:123456789012:alias/app"]`, "tenfold:secretKeys[0] is " +
			`"arn:aws:kms:us-east-1:123456789012:alias/app"; want the ARN of a KMS key, not of an alias, such as ` +
			"arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
		{"tenfold:secretKeys", `["arn:aws:kms:us-east-1:123456789012:key/*"]`, "tenfold:secretKeys[0] is " +
			`"arn:aws:kms:us-east-1:123456789012:key/*"; want the ARN of a KMS key, not of an alias, such as ` +
			"arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
		{"tenfold:secretsGeneration", "10000", "tenfold:secretsGeneration is 10000; want at most 9999"},
		{"tenfold:healthCheckPath", "", "tenfold:healthCheckPath is required; for example /healthz"},
		{"tenfold:secrets", `{"BROKER_URL": "arn"}`, "tenfold:secrets.BROKER_URL is set; remove it: web and workers use the " +
			"environment's broker"},
		{"tenfold:variables", `{"CELERY_BROKER_URL": "redis://x"}`, "tenfold:variables.CELERY_BROKER_URL is set; remove it: " +
			"web and workers use the environment's broker"},
		{"tenfold:library", "huey", `tenfold:library is "huey"; want "celery" or "rq"`},
		{"tenfold:celeryApp", "", "tenfold:celeryApp is required; set the module of the Celery application, as celery -A takes it"},
		{"tenfold:queueDepthImage", "", "tenfold:queueDepthImage is required; build images/queuedepth: workers scale on the " +
			"metrics that it publishes, except with SQS"},
		{"tenfold:queueDepthImage", "queuedepth", `tenfold:queueDepthImage is "queuedepth"; want a tag or digest that ` +
			`never moves; "latest" is another image tomorrow, and a rollback would start that`},
		{"tenfold:jobs", "nightly", `tenfold:jobs is "nightly"; want a list, such as ` +
			`[{"command":["python","nightly.py"],"name":"nightly","schedule":"rate(1 day)"}]`},
		{"tenfold:alarmActions", "arn", `tenfold:alarmActions is "arn"; want a list, such as ` +
			`["arn:aws:sns:us-east-1:123456789012:on-call"]`},
		{"tenfold:port", "http", `tenfold:port is "http"; want a whole number`},
		{"tenfold:port", "0", `tenfold:port is 0; want at least 1`},
		{"tenfold:port", "65536", `tenfold:port is 65536; want at most 65535`},
		{"tenfold:zones", "us-east-1a", `tenfold:zones is "us-east-1a"; want a list, such as ["us-east-1a","us-east-1b"]`},
		{"tenfold:zones", `["us-east-1a"]`, "tenfold:zones names 1; want 2, the number in tenfold:overrides.network.zones"},
		{"tenfold:variables", `{"A": null}`, `tenfold:variables.A is empty; want a string`},
		{"tenfold:variables", `[]`, `tenfold:variables is []; want an object, such as {"LOG_LEVEL":"info"}`},
		{"tenfold:allowDestroy", "yes", `tenfold:allowDestroy is "yes"; want true or false`},
		{"tenfold:domain", "app.example.com", "tenfold:zone is required with tenfold:domain; set the public hosted zone of app.example.com, or " +
			"tenfold:certificates"},
		{"tenfold:zone", "example.com", "tenfold:domain is required with tenfold:zone"},
		{"tenfold:policies", "off", `tenfold:policies is "off"; want "mandatory" or "advisory"`},
		{"aws:defaultTags", `{"tag": {}}`, "aws:defaultTags.tag is unknown; did you mean tags?"},
		{"tenfold:overrides", `{"web": {"minTask": 3}}`, "tenfold:overrides.web.minTask is unknown; did you mean minTasks?"},
		{"tenfold:overrides", `{"web": {"minTasks": 7}}`, "tenfold:overrides.web.maxTasks is 6; want at " +
			"least web.minTasks, 7"},
	} {
		t.Run(tc.key+" "+tc.value, func(t *testing.T) {
			_, err := load(t, map[string]string{tc.key: tc.value})
			require.EqualError(t, err, `environment "dev": `+tc.want)
		})
	}
}

func TestWhatNoWorkerNeedsIsNotRequired(t *testing.T) {
	_, err := load(t, map[string]string{
		"tenfold:celeryApp": "", "tenfold:queueDepthImage": "",
		"tenfold:overrides": `{"workers": {"celery": null, "bulk": null}}`,
	})
	require.NoError(t, err)
	_, err = load(t, map[string]string{"tenfold:celeryApp": "", "tenfold:library": "rq"})
	require.NoError(t, err)
	_, err = load(t, map[string]string{"tenfold:queueDepthImage": "", "tenfold:overrides": `{"broker": {"kind": "sqs"}}`})
	require.NoError(t, err)
	_, err = load(t, map[string]string{
		"tenfold:celeryApp": "", "tenfold:beat": "redbeat", "tenfold:defaultQueue": "none",
		"tenfold:overrides": `{"workers": {"celery": null, "bulk": null}}`,
	})
	require.EqualError(t, err, `environment "dev": tenfold:celeryApp is required; set the module of the `+
		"Celery application, as celery -A takes it")
}

func TestADigestIsAFixedImage(t *testing.T) {
	image := "app@sha256:" + strings.Repeat("0a", 32)
	c, err := load(t, map[string]string{"tenfold:image": image})
	require.NoError(t, err)
	require.Equal(t, image, c.Image)
}

func TestCredentialsAreForARegistryOutsideOfECR(t *testing.T) {
	values := map[string]string{"tenfold:registryCredentials": aSecret}
	c, err := load(t, values)
	require.NoError(t, err)
	require.Equal(t, aSecret, c.RegistryCredentials)
	values["tenfold:image"] = "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:1.0.0"
	_, err = load(t, values)
	require.EqualError(t, err, `environment "dev": tenfold:registryCredentials is set; remove it: tenfold:image is in ECR, `+
		"and the tasks' role may pull it")
}

func TestADomainOutsideOfItsZone(t *testing.T) {
	_, err := load(t, map[string]string{"tenfold:domain": "app.other.com", "tenfold:zone": "example.com"})
	require.EqualError(t, err, `environment "dev": tenfold:domain is "app.other.com"; want a name in the zone example.com`)
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, err := load(t, map[string]string{"tenfold:tier": "", "tenfold:image": "", "tenfold:port": "x"})
	require.EqualError(t, err, "environment \"dev\": tenfold:image is required; for example 123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:1.0.0\n"+
		"environment \"dev\": tenfold:port is \"x\"; want a whole number\n"+
		"environment \"dev\": tenfold:tier is required")
}

// Inline programs have no root directory: the file is found from the working directory.
func TestProblemsNameTheLineOfTheFile(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	require.NoError(t, os.Mkdir("environments", 0o755))
	require.NoError(t, os.WriteFile(filepath.Join("environments", "Pulumi.dev.yaml"), []byte(
		"# comment\nconfig:\n  tenfold:tier: 10k\n\n  tenfold:imge: x\n  tenfold:overrides:\n    web:\n      minTask: 3\n",
	), 0o644))
	_, err := load(t, map[string]string{"tenfold:overrides": `{"web": {"minTask": 3}}`})
	require.EqualError(t, err, "environment \"dev\": tenfold:imge is unknown; did you mean image? "+
		"(environments/Pulumi.dev.yaml:5)\n"+
		"environment \"dev\": tenfold:overrides.web.minTask is unknown; did you mean minTasks? "+
		"(environments/Pulumi.dev.yaml:8)")
}
