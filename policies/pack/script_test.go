package pack

import (
	"testing"

	"github.com/stretchr/testify/require"
)

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
	{": ${W:=celery}; ${W:-echo} worker", []string{unclear}},
	{"W=CMD; ${!W} worker", []string{unclear}},
	{"${CMD%x} worker", []string{unclear}},
	{"a=(celery worker); \"${a[@]}\"", []string{unclear}},
	{"declare -n r=NONE; r=celery; $NONE worker", []string{unclear}},
	{"IFS=-; W=celery-worker; $W", []string{unclear}},
	{"eval NONE=celery; $NONE worker", []string{unclear}},
	{"eval NO'NE=celery'; $NONE worker", []string{unclear}},
	{"su app -c 'exec $OTHER'", []string{unclear}},
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
	{"awk '$1 > 2' file", []string{}},
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
