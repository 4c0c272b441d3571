package release

import (
	_ "embed" // for the call of the handler
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/runner"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

//go:embed testdata/invoke.py
var invokeScript string

const (
	ours   = "0123456789abcdef" // the key of the release
	theirs = "fedcba9876543210"
	next   = "what comes after it keeps the version that it runs; fix the command or go back to the previous image, and " +
		"run pulumi up again; "
	inLog = "its log is in test-release-logs (release/release/1)"
)

// stage is the function with real boto3 in front of a fake AWS.
type stage struct {
	*fakeAWS
	parts *servers.Parts
	dir   string
	// event and constants are what an invocation gets.
	event, constants object
}

func newStage(t *testing.T) *stage {
	t.Helper()
	t.Parallel()
	parts := servers.Find(t)
	s := &stage{fakeAWS: newFakeAWS(t), parts: parts, dir: parts.Dir(t)}
	parts.Write(t, s.dir, "release.py", source)
	parts.Write(t, s.dir, "runner.py", runner.Source())
	parts.Write(t, s.dir, "invoke.py", invokeScript)
	s.event = object{
		"name": "release", "key": ours, "command": "python manage.py migrate",
		"timeout": 900, "start": 300, "wait": 60, "last": false,
	}
	s.constants = object{"POLL": 0.02}
	return s
}

func (s *stage) environment() []string {
	return []string{
		"AWS_ENDPOINT_URL=" + s.URL, "AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1",
		"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "PYTHONDONTWRITEBYTECODE=1",
		"CLUSTER=main", "FAMILY=test-release", "TASK_DEFINITION=test-release:7", "CONTAINER=release",
		"SUBNETS=subnet-a,subnet-b", "SECURITY_GROUP=sg-1", "LOG_GROUP=test-release-logs", "PARAMETER=release-done",
		"PLATFORM_VERSION=1.4.0", "ENABLE_EXEC=false",
	}
}

// invoke is one invocation. Its answer is what Lambda would return.
func (s *stage) invoke(t *testing.T) object {
	t.Helper()
	constants, err := json.Marshal(s.constants)
	require.NoError(t, err)
	event, err := json.Marshal(s.event)
	require.NoError(t, err)
	s.settle()
	out := s.parts.MustRun(t, s.environment(), "/usr/bin/python3",
		path.Join(s.parts.Inside(s.dir), "invoke.py"), string(constants), string(event))
	s.settle()
	var answer object
	require.NoError(t, json.Unmarshal([]byte(out), &answer), out)
	return answer
}

func (s *stage) requireDone(t *testing.T) {
	t.Helper()
	require.Equal(t, object{"state": "done"}, s.invoke(t))
}

func (s *stage) requireFailure(t *testing.T, text string) {
	t.Helper()
	require.Equal(t, object{"errorType": "ReleaseFailed", "errorMessage": text}, s.invoke(t))
}

func TestACommandRunsOnce(t *testing.T) {
	s := newStage(t)
	s.requireDone(t)
	s.requireMemory(t, `{"runs":1,"done":["`+ours+`"]}`)
	request := maps.Clone(s.requests("RunTask")[0])
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
	}, s.requests("ListTasks"))

	s.requireDone(t)
	require.Len(t, s.requests("RunTask"), 1, "the key is done")
}

func TestGoingBackRunsNothing(t *testing.T) {
	s := newStage(t)
	s.memory = fmt.Sprintf(`{"runs":2,"done":["%s","%s"]}`, ours, theirs)
	s.requireDone(t)
	require.Empty(t, s.requests("RunTask"))
	require.Empty(t, s.requests("PutParameter"))
}

func TestAnInterruptedUpdateWaitsForTheTaskThatRuns(t *testing.T) {
	s := newStage(t)
	s.memory = `{"runs":4,"done":[]}`
	s.begun(ours+"-4", 30)
	s.requireDone(t)
	require.Empty(t, s.requests("RunTask"))
	s.requireMemory(t, `{"runs":5,"done":["`+ours+`"]}`)
}

func TestARunThatEndedUnnoticedIsNotRepeated(t *testing.T) {
	s := newStage(t)
	s.begun(ours+"-0", 30).end(exited(0))
	s.requireDone(t)
	require.Empty(t, s.requests("RunTask"))
	s.requireMemory(t, `{"runs":1,"done":["`+ours+`"]}`)
}

func TestAFailureThatWasReportedIsRunAgain(t *testing.T) {
	s := newStage(t)
	s.lines, s.ends = []string{"boom"}, exited(1)
	s.requireFailure(t, "release 'release': 'python manage.py migrate' ended with exit code 1; "+next+inLog+"; the last lines: boom")
	s.requireMemory(t, `{"runs":1,"done":[]}`)
	s.ends = exited(0)
	s.requireDone(t)
	require.Equal(t, ours+"-1", s.requests("RunTask")[1]["startedBy"])
	require.NotEqual(t, s.requests("RunTask")[0]["clientToken"], s.requests("RunTask")[1]["clientToken"])
}

func TestAnotherReleaseIsAwaitedFirst(t *testing.T) {
	s := newStage(t)
	s.begun(theirs+"-0", 30)
	s.requireDone(t)
	require.Len(t, s.requests("RunTask"), 1)
	require.Equal(t, ours+"-1", s.requests("RunTask")[0]["startedBy"])
	s.requireMemory(t, fmt.Sprintf(`{"runs":2,"done":["%s","%s"]}`, theirs, ours))
}

// Its failure is nobody's concern any more: another image is released now.
func TestAFailureOfAnotherReleaseIsPassedOver(t *testing.T) {
	s := newStage(t)
	s.ends = exited(1)
	s.begun(theirs+"-0", 30)
	s.ends = exited(0)
	s.requireDone(t)
	s.requireMemory(t, `{"runs":2,"done":["`+ours+`"]}`)
}

func TestTwoInvocationsAtOnceRunOneTask(t *testing.T) {
	s := newStage(t)
	s.looks, s.blind = 200, true
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { s.requireDone(t) })
	}
	both.Wait()
	require.Len(t, s.tasks, 1)
	s.requireMemory(t, `{"runs":1,"done":["`+ours+`"]}`)
}

func TestALongRunIsAwaitedByTheNextInvocation(t *testing.T) {
	s := newStage(t)
	s.looks, s.event["wait"] = 0, 1
	require.Equal(t, object{"state": "running"}, s.invoke(t))
	s.event["last"] = true
	s.requireFailure(t, "release 'release': 'python manage.py migrate' still runs in task "+
		"arn:aws:ecs:us-east-1:123456789012:task/main/1; run pulumi up again, which waits for it; the log is in "+
		"test-release-logs (release/release/1)")
	require.Empty(t, s.requests("StopTask"))
	s.tasks[0].looks = 1
	s.requireDone(t)
	require.Len(t, s.requests("RunTask"), 1)
}

func TestALongRunOfAnotherReleaseIsNamed(t *testing.T) {
	s := newStage(t)
	s.looks, s.event["wait"], s.event["last"] = 0, 1, true
	s.begun(theirs+"-0", 30)
	s.requireFailure(t, "the command of another release still runs in task "+
		"arn:aws:ecs:us-east-1:123456789012:task/main/1; run pulumi up again, which waits for it; the log is in "+
		"test-release-logs (release/release/1)")
}

// The command ends with 0 on SIGTERM, and has failed all the same.
func TestARunThatTakesTooLongIsStopped(t *testing.T) {
	s := newStage(t)
	s.looks, s.lines = 0, []string{"half done"}
	s.begun(ours+"-0", 901)
	s.requireFailure(t, "release 'release': 'python manage.py migrate' was stopped (exit code 0): UserInitiated: it ran for "+
		"longer than the timeout of 900 seconds; "+next+inLog+"; the last lines: half done")
	require.Equal(t, []object{{
		"cluster": "main", "task": "arn:aws:ecs:us-east-1:123456789012:task/main/1",
		"reason": "it ran for longer than the timeout of 900 seconds",
	}}, s.requests("StopTask"))
	s.requireMemory(t, `{"runs":1,"done":[]}`)
}

func TestATaskThatDoesNotStartIsStopped(t *testing.T) {
	s := newStage(t)
	s.looks = 0
	s.add(ours+"-0", "").object["createdAt"] = ago(301)
	s.requireFailure(t, "release 'release': 'python manage.py migrate' did not start (exit code 0): UserInitiated: it did "+
		"not start within 300 seconds; "+next+inLog+", which is empty")
	require.Len(t, s.requests("StopTask"), 1)
}
