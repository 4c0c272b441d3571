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

// evasions are scripts in which a worker or beat is written in an unusual way. None may pass for a container that runs
// neither.
var evasions = []struct {
	script string
	want   []string
}{
	// Every place in which a shell has commands.
	{"true && celery worker", []string{"celery celery 2"}},
	{"false || celery worker", []string{"celery celery 2"}},
	{"true; celery worker", []string{"celery celery 2"}},
	{"celery worker & gunicorn shop", []string{"celery celery 2"}},
	{"yes | celery worker", []string{"celery celery 2"}},
	{"(celery worker)", []string{"celery celery 2"}},
	{"{ celery worker; }", []string{"celery celery 2"}},
	{"! celery worker", []string{"celery celery 2"}},
	{"echo $(celery worker)", []string{"celery celery 2"}},
	{"X=$(celery worker)", []string{"celery celery 2"}},
	{"echo `celery worker`", []string{"celery celery 2"}},
	{"echo \"$(celery worker)\"", []string{"celery celery 2"}},
	{"cat <(celery worker)", []string{"celery celery 2"}},
	{"cat <<EOF\n$(celery worker)\nEOF", []string{"celery celery 2"}},
	{"if true; then celery worker; fi", []string{"celery celery 2"}},
	{"while :; do celery worker; done", []string{"celery celery 2"}},
	{"for q in a b; do celery worker -Q $q & done", []string{"celery … 2"}},
	{"case $1 in a) celery worker;; esac", []string{"celery celery 2"}},
	{"run() { celery worker; }; run", []string{"celery celery 2"}},
	{"time celery worker", []string{"celery celery 2"}},
	{"X=1 celery worker", []string{"celery celery 2"}},
	{"celery worker >log 2>&1", []string{"celery celery 2"}},
	{"cel\\\nery wor\"ker\"", []string{"celery celery 2"}},
	{"$'cel\\x65ry' worker", []string{"celery celery 2"}},
	{"{celery,worker}", []string{"celery celery 2"}},
	// Programs that start others.
	{"exec celery worker", []string{"celery celery 2"}},
	{"exec -a gunicorn celery worker", []string{"celery celery 2"}},
	{"command celery worker", []string{"celery celery 2"}},
	{"env A=b celery worker", []string{"celery celery 2"}},
	{"env -S 'celery worker'", []string{"celery celery 2"}},
	{"env -vS'celery worker' -Qa", []string{"celery a 2"}},
	{"env --split-string='celery worker'", []string{"celery celery 2"}},
	{"timeout 5 celery worker", []string{"celery celery 2"}},
	{"python -mcelery worker", []string{"celery celery 2"}},
	{"xargs celery worker", []string{"celery celery 2"}},
	{"eval celery worker", []string{"celery celery 2"}},
	{"eval 'celery worker'", []string{"celery celery 2"}},
	{"trap 'celery worker' EXIT", []string{"celery celery 2"}},
	{"alias a=b w='celery worker'; w", []string{"celery celery 2"}},
	{"su app -c 'celery worker'", []string{"celery celery 2"}},
	{"uwsgi --attach-daemon='celery worker'", []string{"celery celery 2"}},
	// Shells in shells.
	{"sh -c 'celery worker'", []string{"celery celery 2"}},
	{"sh -c -e 'celery worker'", []string{"celery celery 2"}},
	{"bash +x -O extglob -c -- 'celery worker'", []string{"celery celery 2"}},
	{"sh -c 'sh -c \"celery worker\"'", []string{"celery celery 2"}},
	{"sh <<EOF\ncelery worker\nEOF", []string{"celery celery 2"}},
	{"exec sh -s a <<'EOF'\ncelery worker\nEOF", []string{"celery celery 2"}},
	{"sh /dev/stdin <<EOF\ncelery worker\nEOF", []string{"celery celery 2"}},
	{"bash <<<'celery worker'", []string{"celery celery 2"}},
	{"celery worker -n sh -c 4", []string{"celery celery 4"}},
	{"echo 'celery worker' | sh", []string{unclear}},
	{"{ sh; } <<EOF\ncelery worker\nEOF", []string{unclear}},
	{"sh -c \"$OTHER\"", []string{unclear}},
	{"bash <(echo celery worker)", []string{"celery celery 2", unclear}},
	{"sh \"$FILE\"", []string{unclear}},
	// Variables.
	{"$CMD worker", []string{"celery celery 2"}},
	{"${CMD:-echo} worker", []string{"celery celery 2"}},
	{"W=celery; $W worker", []string{"celery celery 2"}},
	{"export W=\"celery worker\"; exec $W", []string{"celery celery 2"}},
	{"set -- celery worker; exec \"$@\"", []string{"celery celery 2", unclear}},
	{"run() { exec \"$@\"; }; run $CMD worker", []string{"celery celery 2", unclear}},
	{"run() { celery \"$1\"; }; run worker", []string{unclear}},
	{"$OTHER worker", []string{unclear}},
	{"$SECRET worker", []string{unclear}},
	{"${SECRET:-echo} worker", []string{unclear}},
	{"exec $OTHER", []string{unclear}},
	{"python -m $OTHER worker", []string{unclear}},
	{"python manage.py $OTHER", []string{unclear}},
	{"timeout 10 \"$OTHER\" gunicorn", []string{unclear}},
	{"$(echo celery) worker", []string{unclear}},
	{"`echo celery` worker", []string{unclear}},
	{"/usr/bin/cel*y worker", []string{unclear}},
	{"W=echo; [ -f x ] && W=celery; $W worker", []string{unclear}},
	{"[ -f x ] && NONE=celery; $NONE worker", []string{unclear}},
	{"f() { $NONE worker; }; NONE=celery; f", []string{unclear}},
	{"read NONE; $NONE worker", []string{unclear}},
	{"for NONE in celery; do $NONE worker; done", []string{unclear}},
	{": ${W:=celery}; $W worker", []string{unclear}},
	{"W=CMD; ${!W} worker", []string{unclear}},
	{"${CMD%x} worker", []string{unclear}},
	{"a=(celery worker); \"${a[@]}\"", []string{unclear}},
	{"declare -n r=NONE; r=celery; $NONE worker", []string{unclear}},
	{"IFS=-; W=celery-worker; $W", []string{unclear}},
	{"eval NONE=celery; $NONE worker", []string{unclear}},
	{"eval \"$OTHER\"", []string{unclear}},
	{"NONE=celery sh -c '$NONE worker'", []string{unclear}},
	{"env NONE=celery sh -c '$NONE worker'", []string{unclear}},
	{"trap '$NONE worker' EXIT; NONE=celery", []string{unclear}},
	{"echo celery worker | xargs env", []string{"celery celery 2", unclear}},
	// Options of a worker, and Celery's subcommand.
	{"celery $OTHER", []string{unclear}},
	{"celery $OTHER worker", []string{"celery celery 2", unclear}},
	{"celery worker $OTHER", []string{"celery celery 2", unclear}},
	{"celery -A $OTHER worker -l $OTHER", []string{"celery celery 2"}},
	{"celery multi start 3", []string{unclear}},
	{"rq $OTHER", []string{unclear}},
	{"W=3; celery worker -c $W", []string{"celery celery 3"}},
	{"CPUS=3; CPUS=4; celery worker -c $CPUS", []string{"celery celery ?"}},
	{"((CPUS=3)); celery worker -c $CPUS", []string{"celery celery ?"}},
	{"celery worker -c $((CPUS * 2))", []string{"celery celery ?"}},
	// No script that a shell can parse.
	{"if celery worker", []string{unclear}},
	// What needs no doubt: neither starts a worker, whatever the variables hold.
	{"cd $OTHER && mkdir -p \"$OTHER\" && exec gunicorn -w $OTHER shop:app", []string{}},
	{"exec \"$OTHER\"/bin/gunicorn shop:app", []string{}},
	{"exec env A=$OTHER python manage.py migrate", []string{}},
	{"set -euo pipefail; sh -c 'exec \"$0\"' gunicorn", []string{}},
	{"trap \"kill $!\" TERM; [ -n \"$OTHER\" ] || exit", []string{}},
	{"./start.sh $OTHER", []string{}},
}

func TestEvasions(t *testing.T) {
	for _, tc := range evasions {
		t.Run(tc.script, func(t *testing.T) {
			require.Equal(t, tc.want, started([]string{"sh", "-c", tc.script}, map[string]string{
				"CMD": "celery", "CPUS": "2", "NONE": "echo",
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
