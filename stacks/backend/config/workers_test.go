package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const aJob = `"schedule": "rate(1 hour)", "command": ["true"]`

func TestABadWorkerConfigurationNamesTheKey(t *testing.T) {
	for want, values := range map[string]map[string]string{
		`tenfold:beat is "redbeat"; remove it, because beat needs Celery workers and tenfold:library is "rq"`: {
			"tenfold:library": "rq", "tenfold:beat": "redbeat",
		},
		`tenfold:flower is true; want false, because Flower needs Celery workers and tenfold:library is "rq"`: {
			"tenfold:library": "rq", "tenfold:flower": "true",
		},
		`tenfold:beat is "celery"; want "redbeat" or "django"`: {"tenfold:beat": "celery"},
		`tenfold:beat is "redbeat"; want "django", because the broker sqs cannot hold a schedule`: {
			"tenfold:beat": "redbeat", "tenfold:overrides": `{"broker": {"kind": "sqs"}}`,
		},
		`tenfold:overrides.broker.kind is "sqs"; want at least one worker with a queue: ` +
			"SQS consists of queues": {
			"tenfold:overrides": `{"broker": {"kind": "sqs"}, "workers": {"celery": null, "bulk": null}}`,
		},
		`tenfold:alarmActions[0] is "on-call"; want an ARN, such as arn:aws:sns:us-east-1:123456789012:on-call`: {
			"tenfold:alarmActions": `["on-call"]`,
		},
		"tenfold:jobs[0].name is required; for example nightly": {"tenfold:jobs": `[{` + aJob + `}]`},
		`tenfold:jobs[0].name is "Night"; want lower-case letters, digits and hyphens, starting with a letter and not ` +
			"ending with a hyphen": {"tenfold:jobs": `[{"name": "Night", ` + aJob + `}]`},
		`tenfold:jobs[1].name is "nightly", the name of tenfold:jobs[0]; want a unique name`: {
			"tenfold:jobs": `[{"name": "nightly", ` + aJob + `}, {"name": "nightly", ` + aJob + `}]`,
		},
		`tenfold:jobs[0].time is unknown; did you mean name?`: {
			"tenfold:jobs": `[{"name": "nightly", "time": "3:00", ` + aJob + `}]`,
		},
		"tenfold:jobs[0].schedule is required; for example rate(1 hour)": {
			"tenfold:jobs": `[{"name": "nightly", "command": ["true"]}]`,
		},
		`tenfold:jobs[0].command is []; want at least 1 item(s)`: {
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
	require.EqualError(t, err, `environment "dev": tenfold:jobs[1].name is "B"; want lower-case letters, digits and hyphens, `+
		"starting with a letter and not ending with a hyphen (environments/Pulumi.dev.yaml:5)\n"+
		`environment "dev": tenfold:alarmActions[0] is "x"; want an ARN, such as `+
		"arn:aws:sns:us-east-1:123456789012:on-call (environments/Pulumi.dev.yaml:7)")
}
