package cli

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

func TestPrinting(t *testing.T) {
	for name, test := range map[string]struct {
		print func(*app)
		want  string
	}{
		"table": {
			func(a *app) { a.printTable([][]string{{"A", "B"}, {"wide ⠋", ""}, {"x", "y"}}) },
			"A       B\nwide ⠋\nx       y\n",
		},
		"outputs": {
			func(a *app) {
				a.printOutputs(map[string]rehearsal.Output{
					"url": {Value: "https://x"}, "empty": {Value: ""},
					"list": {Value: []any{"a", 1.0}}, "key": {Value: "k", Secret: true},
				})
			},
			"OUTPUT  VALUE\nkey     [secret]\nlist    [\"a\",1]\nurl     https://x\n",
		},
		"no outputs": {func(a *app) { a.printOutputs(nil) }, ""},
		"changes": {
			func(a *app) {
				a.printChanges([]rehearsal.Change{
					{Operation: "update", Type: "t", Name: "n", Properties: []string{"a", "b"}},
				})
			},
			"CHANGE  TYPE  NAME  PROPERTIES\nupdate  t     n     a, b\n",
		},
		"no changes": {func(a *app) { a.printChanges(nil) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var out, err bytes.Buffer
			test.print(newApp(shop, &out, &err))
			require.Equal(t, test.want, out.String())
			require.Empty(t, err.String())
		})
	}
}

func TestReport(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		code int
		want string
	}{
		"success": {nil, exitOK, ""},
		"failure": {errors.New("x: y"), exitFailure, "error: x: y\n"},
		"advice": {
			advise(errors.New("x: y"), advice{"do this", "helps"}, advice{"that", "too"}), exitFailure,
			"error: x: y\nnext: do this  helps\n      that     too\n",
		},
		"usage": {
			usagef("x"), exitUsage, "error: x\nnext: tenfold help  lists the commands; every command has --help\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out, err bytes.Buffer
			require.Equal(t, test.code, newApp(shop, &out, &err).report(test.err))
			require.Equal(t, test.want, err.String())
		})
	}
}

// Advice can be typed as it stands, from where the user is.
func TestAdviceNamesTheProgramAsItWasCalled(t *testing.T) {
	var out, err bytes.Buffer
	code := Main(t.Context(), shop, []string{".tenfold/bin/tenfold", "upp"}, &out, &err)
	require.Equal(t, exitUsage, code)
	require.Equal(t, "error: tenfold has no command \"upp\"; did you mean up?\n"+
		"next: .tenfold/bin/tenfold help  lists the commands; every command has --help\n", err.String())
}

func TestSummary(t *testing.T) {
	result := rehearsal.Result{Duration: time.Second}
	require.Equal(t, "nothing to do in 1s", summary("up", result))
	result.Components = []rehearsal.Component{{Counts: rehearsal.Counts{Same: 3}}}
	require.Equal(t, "3 unchanged in 1s", summary("up", result))
	result.Components = append(result.Components, rehearsal.Component{
		Counts: rehearsal.Counts{Create: 1, Update: 2, Replace: 3, Delete: 4, Same: 2},
	})
	require.Equal(t, "1 to create, 2 to update, 3 to replace, 4 to delete, 5 unchanged in 1s", summary("preview", result))
	result.Changed = []rehearsal.Change{
		{Operation: "replace", Type: "aws:ecs/taskDefinition:TaskDefinition"},
		{Operation: "create", Type: "aws:ecs/taskDefinition:TaskDefinition"},
		{Operation: "replace", Type: "aws:lambda/invocation:Invocation"},
	}
	require.Equal(t, "1 new version, 1 new run, 1 created, 2 updated, 1 replaced, 4 deleted, 5 unchanged in 1s",
		summary("up", result))
	result.Components, result.Changed = result.Components[:1], []rehearsal.Change{{Waiting: []string{"instanceClass"}}}
	require.Equal(t, "3 unchanged in 1s; 1 change waits for the maintenance window", summary("up", result))
	result.Changed[0].Waiting = []string{"instanceClass", "iops"}
	require.Equal(t, "3 unchanged in 1s; 2 changes wait for the maintenance window", summary("up", result))
}

func TestEngineFailure(t *testing.T) {
	violation := []rehearsal.Violation{{Policy: "p", Mandatory: true, Message: "m"}}
	for name, test := range map[string]struct {
		err  error
		want []advice
	}{
		"other": {errors.New("x"), nil},
		"failed": {&rehearsal.Error{Operation: "up"}, []advice{
			{"tenfold up dev", "resumes, once you have fixed the cause"},
			{"tenfold destroy dev", "deletes what was created"},
		}},
		"interrupted": {&rehearsal.Error{Operation: "up", Interrupted: true}, []advice{
			{"tenfold up dev", "resumes: nothing that was created is lost"},
			{"tenfold destroy dev", "deletes what was created"},
		}},
		"policies": {&rehearsal.Error{Operation: "up", Violations: violation}, []advice{
			{"tenfold up dev", "resumes, once you have fixed the cause"},
			{"--no-policies", "skips the policies"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			err := engineFailure(test.err, "up", "dev")
			require.ErrorIs(t, err, test.err)
			var advised adviceError
			require.Equal(t, test.want != nil, errors.As(err, &advised))
			require.Equal(t, test.want, advised.next)
		})
	}
	require.NoError(t, engineFailure(nil, "up", "dev"))

	var advised adviceError
	require.ErrorAs(t, engineFailure(&rehearsal.Error{Operation: "preview"}, "preview", "dev"), &advised)
	require.Equal(t, []advice{{"tenfold preview dev", "once you have fixed the cause"}}, advised.next)
}

func TestResultJSON(t *testing.T) {
	result := rehearsal.Result{
		Counts: rehearsal.Counts{Create: 1}, Duration: 1500 * time.Millisecond,
		Outputs: map[string]rehearsal.Output{"key": {Value: "k", Secret: true}},
	}
	failure := rehearsal.Failure{Type: "t", Name: "n", Code: "C", Message: "m"}
	var out bytes.Buffer
	a := newApp(shop, &out, &out)
	require.NoError(t, a.printJSON(resultJSON("dev", "up", result, &rehearsal.Error{
		Operation: "up", Environment: "dev", Failures: []rehearsal.Failure{failure},
	})))
	require.JSONEq(t, `{
		"environment": "dev", "operation": "up", "succeeded": false, "seconds": 1.5,
		"counts": {"create": 1, "update": 0, "replace": 0, "delete": 0, "same": 0},
		"outputs": {"key": {"value": "[secret]", "secret": true}},
		"components": [], "changed": [], "violations": [], "warnings": [],
		"failures": [{"urn": "", "type": "t", "name": "n", "code": "C", "message": "m"}],
		"error": "up of \"dev\": t \"n\": : C: m"
	}`, out.String())
}
