package release

import (
	"fmt"
	"maps"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/runnertest"
)

const (
	ours   = "0123456789abcdef" // the key of the release
	theirs = "fedcba9876543210"
	next   = "what comes after it keeps the version that it runs; fix the command or go back to the previous image, and " +
		"run pulumi up again; "
	inLog = "its log is in test-release-logs (release/release/1)"
)

type object = runnertest.Object

// stage is the function with real boto3 in front of a fake AWS.
type stage struct{ *runnertest.Stage }

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{runnertest.NewStage(t, "release", source, "release")}
	s.Variables = []string{"PARAMETER=release-done"}
	s.Event = object{
		"name": "release", "key": ours, "command": "python manage.py migrate",
		"timeout": 900, "start": 300, "wait": 60, "last": false,
	}
	return s
}

func (s *stage) requireDone(t *testing.T) {
	t.Helper()
	require.Equal(t, object{"state": "done"}, s.Invoke(t))
}

func (s *stage) requireFailure(t *testing.T, text string) {
	t.Helper()
	s.RequireFailure(t, "ReleaseFailed", text)
}

func TestACommandRunsOnce(t *testing.T) {
	s := newStage(t)
	s.requireDone(t)
	s.RequireMemory(t, `{"runs":1,"done":["`+ours+`"]}`)
	request := maps.Clone(s.Requests("RunTask")[0])
	require.Regexp(t, "^[0-9a-f]{64}$", request["clientToken"])
	delete(request, "clientToken")
	require.Equal(t, object{
		"cluster": "main", "taskDefinition": "test-release:7", "count": 1., "startedBy": ours + "-0",
		"launchType": "FARGATE", "platformVersion": "1.4.0", "enableExecuteCommand": false,
		"networkConfiguration": object{"awsvpcConfiguration": object{
			"subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{"sg-1"}, "assignPublicIp": "DISABLED",
		}},
		"enableECSManagedTags": true, "propagateTags": "TASK_DEFINITION",
	}, request)
	require.Equal(t, []object{
		{"cluster": "main", "family": "test-release", "desiredStatus": "RUNNING"},
		{"cluster": "main", "family": "test-release", "desiredStatus": "STOPPED"},
	}, s.Requests("ListTasks"))

	s.requireDone(t)
	require.Len(t, s.Requests("RunTask"), 1, "the key is done")
}

func TestGoingBackRunsNothing(t *testing.T) {
	s := newStage(t)
	s.Memory = fmt.Sprintf(`{"runs":2,"done":["%s","%s"]}`, ours, theirs)
	s.requireDone(t)
	require.Empty(t, s.Requests("RunTask"))
	require.Empty(t, s.Requests("PutParameter"))
}

func TestAnInterruptedUpdateWaitsForTheTaskThatRuns(t *testing.T) {
	s := newStage(t)
	s.Memory = `{"runs":4,"done":[]}`
	s.Begun(ours+"-4", 30)
	s.requireDone(t)
	require.Empty(t, s.Requests("RunTask"))
	s.RequireMemory(t, `{"runs":5,"done":["`+ours+`"]}`)
}

func TestARunThatEndedUnnoticedIsNotRepeated(t *testing.T) {
	s := newStage(t)
	s.Begun(ours+"-0", 30).End(s.Exited(0))
	s.requireDone(t)
	require.Empty(t, s.Requests("RunTask"))
	s.RequireMemory(t, `{"runs":1,"done":["`+ours+`"]}`)
}

func TestAFailureThatWasReportedIsRunAgain(t *testing.T) {
	s := newStage(t)
	s.Lines, s.Ends = []string{"boom"}, s.Exited(1)
	s.requireFailure(t, "release 'release': 'python manage.py migrate' ended with exit code 1; "+next+inLog+"; the last lines: boom")
	s.RequireMemory(t, `{"runs":1,"done":[]}`)
	s.Ends = s.Exited(0)
	s.requireDone(t)
	require.Equal(t, ours+"-1", s.Requests("RunTask")[1]["startedBy"])
	require.NotEqual(t, s.Requests("RunTask")[0]["clientToken"], s.Requests("RunTask")[1]["clientToken"])
}

func TestAnotherReleaseIsAwaitedFirst(t *testing.T) {
	s := newStage(t)
	s.Begun(theirs+"-0", 30)
	s.requireDone(t)
	require.Len(t, s.Requests("RunTask"), 1)
	require.Equal(t, ours+"-1", s.Requests("RunTask")[0]["startedBy"])
	s.RequireMemory(t, fmt.Sprintf(`{"runs":2,"done":["%s","%s"]}`, theirs, ours))
}

// Its failure is nobody's concern any more: another image is released now.
func TestAFailureOfAnotherReleaseIsPassedOver(t *testing.T) {
	s := newStage(t)
	s.Ends = s.Exited(1)
	s.Begun(theirs+"-0", 30)
	s.Ends = s.Exited(0)
	s.requireDone(t)
	s.RequireMemory(t, `{"runs":2,"done":["`+ours+`"]}`)
}

func TestTwoInvocationsAtOnceRunOneTask(t *testing.T) {
	s := newStage(t)
	s.Looks, s.Blind = 200, true
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { s.requireDone(t) })
	}
	both.Wait()
	require.Len(t, s.Tasks, 1)
	s.RequireMemory(t, `{"runs":1,"done":["`+ours+`"]}`)
}

func TestALongRunIsAwaitedByTheNextInvocation(t *testing.T) {
	s := newStage(t)
	s.Looks, s.Event["wait"] = 0, 1
	require.Equal(t, object{"state": "running"}, s.Invoke(t))
	s.Event["last"] = true
	s.requireFailure(t, "release 'release': 'python manage.py migrate' still runs in task "+
		"arn:aws:ecs:us-east-1:123456789012:task/main/1; run pulumi up again, which waits for it; the log is in "+
		"test-release-logs (release/release/1)")
	require.Empty(t, s.Requests("StopTask"))
	s.Tasks[0].Looks = 1
	s.requireDone(t)
	require.Len(t, s.Requests("RunTask"), 1)
}

func TestALongRunOfAnotherReleaseIsNamed(t *testing.T) {
	s := newStage(t)
	s.Looks, s.Event["wait"], s.Event["last"] = 0, 1, true
	s.Begun(theirs+"-0", 30)
	s.requireFailure(t, "the command of another release still runs in task "+
		"arn:aws:ecs:us-east-1:123456789012:task/main/1; run pulumi up again, which waits for it; the log is in "+
		"test-release-logs (release/release/1)")
}

// The command ends with 0 on SIGTERM, and has failed all the same.
func TestARunThatTakesTooLongIsStopped(t *testing.T) {
	s := newStage(t)
	s.Looks, s.Lines = 0, []string{"half done"}
	s.Begun(ours+"-0", 901)
	s.requireFailure(t, "release 'release': 'python manage.py migrate' was stopped (exit code 0): UserInitiated: it ran for "+
		"longer than the timeout of 900 seconds; "+next+inLog+"; the last lines: half done")
	require.Equal(t, []object{{
		"cluster": "main", "task": "arn:aws:ecs:us-east-1:123456789012:task/main/1",
		"reason": "it ran for longer than the timeout of 900 seconds",
	}}, s.Requests("StopTask"))
	s.RequireMemory(t, `{"runs":1,"done":[]}`)
}

func TestATaskThatDoesNotStartIsStopped(t *testing.T) {
	s := newStage(t)
	s.Looks = 0
	s.Add(ours+"-0", "").Object["createdAt"] = runnertest.Ago(301)
	s.requireFailure(t, "release 'release': 'python manage.py migrate' did not start (exit code 0): UserInitiated: it did "+
		"not start within 300 seconds; "+next+inLog+", which is empty")
	require.Len(t, s.Requests("StopTask"), 1)
}
