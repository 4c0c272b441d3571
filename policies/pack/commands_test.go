package pack

import (
	"strconv"
	"strings"
	"testing"

	core "github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/stretchr/testify/require"
)

// unclear is what started says of each command that cannot be decided.
const unclear = "unclear"

// started is what a container with these words runs, as "library queues concurrency" or "beat".
func started(words []string, environment map[string]string) []string {
	var command, variables []any
	for _, word := range words {
		command = append(command, word)
	}
	for name, v := range environment {
		variables = append(variables, map[string]any{"name": name, "value": v})
	}
	container := value{raw: core.FromResourcePropertyValue(core.NewPropertyValue(map[string]any{
		"command": command, "environment": variables, "secrets": []any{map[string]any{"name": "SECRET"}},
	}))}
	task := &resource{properties: value{raw: property.New(property.NewMap(map[string]property.Value{
		"cpu": property.New("2048"),
	}))}}
	found := []string{}
	processes, doubts := processesOf(task, container)
	for _, p := range processes {
		if p.beat {
			found = append(found, "beat")
			continue
		}
		n, doubt := p.concurrency()
		count := strconv.Itoa(n)
		if doubt.path != "" {
			count = "?"
		}
		queues := strings.ReplaceAll(strings.Join(p.queues(), "+"), undecided, "…")
		found = append(found, strings.Join([]string{p.library, queues, count}, " "))
	}
	for range doubts {
		found = append(found, unclear)
	}
	return found
}

func TestProcesses(t *testing.T) {
	for command, want := range map[string]string{
		"celery -A shop worker":                              "celery celery 2",
		"celery worker -A shop -Q a,b --concurrency 3":       "celery a+b 3",
		"/opt/venv/bin/celery --app=shop worker -Qa -c3":     "celery a 3",
		"python -m celery --app shop worker --queues=a -c=4": "celery a 4",
		"python manage.py celery worker --autoscale=8,1":     "celery celery 1",
		"celery -A celery worker --pool=solo -c 4":           "celery celery 1",
		"celery -A shop worker --concurrency-limit=9":        "celery celery 2",
		"celery -A shop worker -c many":                      "celery celery ?",
		"ddtrace-run poetry run celery -A shop worker":       "celery celery 2",
		"celery -A worker beat -S redbeat.RedBeatScheduler":  "beat",
		"celery -A shop -b redis://worker/0 --quiet beat":    "beat",
		"celery -A shop flower":                              "",
		"celery -A shop inspect ping":                        "",
		"celery --app":                                       "",
		"gunicorn --worker-class gthread shop:app worker":    "",
		"rq worker":                                        "rq default 1",
		"rq worker --url redis://a/0 high low":             "rq high+low 1",
		"rq worker-pool -b high low -n 3":                  "rq high+low 3",
		"rq worker -v --log-format %s -ds random high low": "rq high+low 1",
		"rq worker-pool --num-workers 2 -l DEBUG celery":   "rq celery 2",
		"rq info":                             "",
		"python manage.py rqworker high":      "rq high 1",
		"python manage.py rqworker -v 2 high": "rq high 1",
		"":                                    "",
	} {
		require.Equal(t, want, strings.Join(started(strings.Fields(command), nil), ", "), command)
	}
}

func TestProcessesOfScripts(t *testing.T) {
	for _, tc := range []struct {
		name  string
		words []string
		want  []string
	}{
		{"a script", []string{"sh", "-c", "celery -A shop worker -c 4"}, []string{"celery celery 4"}},
		{"one in the entry point", []string{"/bin/bash", "-euo", "pipefail", "-c", "exec celery -A shop worker"}, []string{
			"celery celery 2",
		}},
		{"its arguments", []string{"sh", "-c", `mkdir x && exec celery "$@"`, "sh", "-A", "shop", "worker", "-Qa"}, []string{
			"celery a 2",
		}},
		{"its name", []string{"sh", "-c", `exec "$0" $@`, "celery", "-A", "shop", "worker"}, []string{"celery celery 2"}},
		{"several commands", []string{"sh", "-c", "celery beat & celery worker -c 1 | tee x; celery worker -c 3"}, []string{
			"beat", "celery celery 1", "celery celery 3",
		}},
		{"comments", []string{"sh", "-c", "# celery worker\ntrue #celery beat\ntrue a#b"}, []string{}},
		{"quotes", []string{"sh", "-c", `echo 'celery worker' "celery beat"`}, []string{}},
		{"lines that go on", []string{"sh", "-c", "celery \\\n worker -Q \\\n\t'a b',c\\ d"}, []string{"celery a b+c d 2"}},
		{"quotes that protect", []string{"sh", "-c", `celery -A '$APP' worker -Q '$QUEUES'`}, []string{"celery $QUEUES 2"}},
		{"variables", []string{"sh", "-c", `celery worker -Q $QUEUES -c ${PROCESSES:-2} $MORE`}, []string{"celery a+b 3"}},
		{"unknown variables", []string{"sh", "-c", `celery worker -Q "$OTHER" -c $OTHER`}, []string{"celery … ?"}},
		{"a shell in a shell", []string{"tini", "--", "sh", "-c", `bash -lc "celery worker"`}, []string{"celery celery 2"}},
		{"a shell that calls itself", []string{"sh", "-c", "$LOOP"}, []string{unclear}},
		{"a file", []string{"sh", "start.sh", "-c", "celery worker"}, []string{}},
		{"an open quote", []string{"sh", "-c", "celery 'worker"}, []string{unclear}},
		{"no script", []string{"sh", "-c"}, []string{}},
		{"no shell", []string{"celery", "-A", "shop", "worker", "-Q", "$QUEUES"}, []string{"celery $QUEUES 2"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, started(tc.words, map[string]string{
				"QUEUES": "a,b", "LOOP": "sh -c $LOOP", "MORE": "-O fair -c 3",
			}))
		})
	}
}

func TestEmbeddedBeat(t *testing.T) {
	for args, want := range map[string]bool{
		"-B": true, "--beat": true, "-EB": true, "-c 4 -BE": true, "-E": false, "-Q B": false, "-b x": false, "": false,
	} {
		p, found := processOf(strings.Fields("celery worker " + args))
		require.True(t, found)
		require.Equal(t, want, p.embedsBeat(), args)
	}
	p, _ := processOf([]string{"celery", "beat", "--beat"})
	require.False(t, p.embedsBeat())
}
