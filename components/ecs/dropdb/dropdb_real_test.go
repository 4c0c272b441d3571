package dropdb

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/runnertest"
)

type object = runnertest.Object

const (
	head  = "dropdb 'drop': dropping the database 'pr7' "
	inLog = "its log is in test-drop-logs (drop/drop/1)"
	next  = "run pulumi destroy again, which tries it again; "
)

// stage is the function in front of a fake AWS.
type stage struct{ *runnertest.Stage }

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{runnertest.NewStage(t, "dropdb", source, "drop")}
	s.Variables = []string{"PGBOUNCER=test-db"}
	s.does("delete")
	return s
}

// does is what the provider says of an action.
func (s *stage) does(action string) {
	input := object{"name": "drop", "database": "pr7", "timeout": 300, "start": 300, "wait": 60}
	s.Event = object{"tf": object{"action": action, "prev_input": input}}
	for key, value := range input {
		s.Event[key] = value
	}
}

func (s *stage) requireDropped(t *testing.T) {
	t.Helper()
	require.Equal(t, object{"state": "dropped"}, s.Invoke(t))
}

func (s *stage) requireFailure(t *testing.T, text string) {
	t.Helper()
	s.RequireFailure(t, "DropFailed", head+text)
}

func TestOnlyADeleteDrops(t *testing.T) {
	s := newStage(t)
	for _, action := range []string{"create", "update"} {
		s.does(action)
		require.Equal(t, object{"state": "kept"}, s.Invoke(t))
	}
	require.Empty(t, s.Requests("RunTask"))
	require.Empty(t, s.Requests("ListTasks"))
	s.does("delete")
	s.requireDropped(t)
	require.Equal(t, []object{
		{"cluster": "main", "family": "test-db", "desiredStatus": "RUNNING"},
		{"cluster": "main", "family": "test-drop", "desiredStatus": "RUNNING"},
	}, s.Requests("ListTasks"))
	require.Equal(t, "test-drop:7", s.Requests("RunTask")[0]["taskDefinition"])
}

// Pulumi deletes an invocation that it replaces, with the same input.
func TestNothingIsDroppedWhilePgBouncerRuns(t *testing.T) {
	s := newStage(t)
	for range 2 {
		s.Begun("ecs-svc/1", 30).Object["family"] = "test-db"
	}
	s.requireFailure(t, "was not started: 2 of PgBouncer's tasks run (test-db), so the environment is in use; if this invocation "+
		"was replaced or must leave the database, take it out with pulumi state delete")
	require.Empty(t, s.Requests("RunTask"))
	for _, task := range s.Tasks {
		task.End(s.Exited(0))
	}
	s.requireDropped(t)
}

func TestATaskThatRunsIsAwaited(t *testing.T) {
	s := newStage(t)
	s.Begun("drop-1", 30)
	s.requireDropped(t)
	require.Empty(t, s.Requests("RunTask"))
}

// The next destroy starts another task: to ECS, it is not the same request.
func TestAFailureIsReportedAndTriedAgain(t *testing.T) {
	s := newStage(t)
	s.Lines, s.Ends = []string{"ERROR:  the database pr7 was not made", "attempt 6"}, s.Exited(1)
	s.requireFailure(t, "ended with exit code 1; "+next+inLog+
		"; the last lines: ERROR:  the database pr7 was not made | attempt 6")
	s.Ends = s.Exited(0)
	s.requireDropped(t)
	first, second := s.Requests("RunTask")[0], s.Requests("RunTask")[1]
	require.NotEqual(t, first["startedBy"], second["startedBy"])
	require.NotEqual(t, first["clientToken"], second["clientToken"])
}

func TestATaskThatECSCannotStartYetIsTriedAgain(t *testing.T) {
	s := newStage(t)
	s.Stillborn = 2
	s.requireDropped(t)
	require.Len(t, s.Requests("RunTask"), 3)
	s.Stillborn = 3
	s.requireFailure(t, "did not start: TaskFailedToStart: ResourceInitializationError: unable to pull secrets; "+next+
		strings.Replace(inLog, "/1)", "/6)", 1)+", which is empty")
}

func TestARefusedTaskIsExplained(t *testing.T) {
	s := newStage(t)
	s.Refusal = "TaskDefinition is inactive"
	s.requireFailure(t, "did not start: An error occurred (ClientException) when calling the RunTask operation: "+
		"TaskDefinition is inactive; "+strings.TrimSuffix(next, "; "))
}

func TestATaskThatTakesTooLongIsStopped(t *testing.T) {
	s := newStage(t)
	s.Looks, s.Lines = 0, []string{"waiting"}
	s.Begun("drop-1", 301)
	s.requireFailure(t, "was stopped (exit code 0): UserInitiated: it ran for longer than the timeout of 300 seconds; "+next+
		inLog+"; the last lines: waiting")
}

func TestATaskThatOutlastsTheInvocationIsLeftAlone(t *testing.T) {
	s := newStage(t)
	s.Looks, s.Event["wait"] = 0, 1
	s.requireFailure(t, "still runs in task arn:aws:ecs:us-east-1:123456789012:task/main/1; run pulumi destroy again, which "+
		"waits for it; the log is in test-drop-logs (drop/drop/1)")
	require.Empty(t, s.Requests("StopTask"))
	s.Tasks[0].Looks = 1
	s.requireDropped(t)
	require.Len(t, s.Requests("RunTask"), 1)
}
