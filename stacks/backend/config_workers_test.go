package backend

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	noWorkers = `{"workers": {"celery": null, "bulk": null}}`
	aJob      = `"schedule": "rate(1 hour)", "command": ["true"]`
)

func TestABadWorkerConfigurationNamesTheKey(t *testing.T) {
	for want, values := range map[string]map[string]string{
		`tenfold:beat is "redbeat"; want none with tenfold:library rq, whose workers take no tasks of Celery`: {
			"tenfold:library": "rq", "tenfold:beat": "redbeat",
		},
		"tenfold:flower is true; want false with tenfold:library dramatiq: Flower shows workers of Celery": {
			"tenfold:library": "dramatiq", "tenfold:flower": "true",
		},
		`tenfold:beat is "celery"; want "redbeat" or "django", or leave it out for no beat`: {"tenfold:beat": "celery"},
		`tenfold:beat is "redbeat"; want "django" with the broker sqs, which cannot keep a schedule`: {
			"tenfold:beat": "redbeat", "tenfold:overrides": `{"broker": {"kind": "sqs"}}`,
		},
		`tenfold:overrides make an impossible tier: broker.kind is "sqs"; want at least one worker with a queue: ` +
			"SQS consists of queues": {
			"tenfold:overrides": `{"broker": {"kind": "sqs"}, "workers": {"celery": null, "bulk": null}}`,
		},
		`tenfold:alarmActions[0] is "on-call"; want an ARN, such as arn:aws:sns:us-east-1:123456789012:on-call`: {
			"tenfold:alarmActions": `["on-call"]`,
		},
		"tenfold:jobs[0].name is required": {"tenfold:jobs": `[{` + aJob + `}]`},
		`tenfold:jobs[0].name is "Night"; want lower-case letters, digits and hyphens, a letter first and no hyphen last`: {
			"tenfold:jobs": `[{"name": "Night", ` + aJob + `}]`,
		},
		`tenfold:jobs[1].name is "nightly", which tenfold:jobs[0] has; want every name once`: {
			"tenfold:jobs": `[{"name": "nightly", ` + aJob + `}, {"name": "nightly", ` + aJob + `}]`,
		},
		"tenfold:jobs[0].command is required; without one the image would start its own, such as the web server": {
			"tenfold:jobs": `[{"name": "nightly", "schedule": "rate(1 hour)", "command": []}]`,
		},
		`tenfold:jobs[0].command is [""]; want a program first`: {
			"tenfold:jobs": `[{"name": "nightly", "schedule": "rate(1 hour)", "command": [""]}]`,
		},
	} {
		t.Run(want, func(t *testing.T) {
			_, err := load(t, values)
			require.EqualError(t, err, `environment "dev": `+want)
		})
	}
}

func TestAnActionNeedsNoAccount(t *testing.T) {
	_, err := load(t, map[string]string{"tenfold:alarmActions": `["arn:aws:automate:us-east-1:ec2:stop"]`})
	require.NoError(t, err)
}

func TestNothingIsMeasuredWithoutQueues(t *testing.T) {
	values := valid()
	values["tenfold:overrides"] = noWorkers
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), stacktest.Config(values))
	require.Zero(t, rec.Count("tenfold:ecs:QueueDepth"))
	require.Zero(t, rec.Count("tenfold:ecs:Worker"))
}

func TestProblemsNameTheLineOfAnItem(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("environments", 0o755))
	require.NoError(t, os.WriteFile(filepath.Join("environments", "Pulumi.dev.yaml"), []byte(
		"config:\n  tenfold:jobs:\n    - name: a\n    - schedule: rate(1 hour)\n      name: B\n"+
			"  tenfold:alarmActions:\n    - x\n",
	), 0o644))
	_, err := load(t, map[string]string{
		"tenfold:jobs":         `[{"name": "a", ` + aJob + `}, {"name": "B", ` + aJob + `}]`,
		"tenfold:alarmActions": `["x"]`,
	})
	require.EqualError(t, err, `environment "dev": tenfold:jobs[1].name is "B"; want lower-case letters, digits and `+
		"hyphens, a letter first and no hyphen last (environments/Pulumi.dev.yaml:5)\n"+
		`environment "dev": tenfold:alarmActions[0] is "x"; want an ARN, such as `+
		"arn:aws:sns:us-east-1:123456789012:on-call (environments/Pulumi.dev.yaml:7)")
}
