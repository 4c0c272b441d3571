package release

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/runnertest"
)

// An image that cannot be pulled, and other reasons that are as common.
func TestWhatKeepsTheContainerFromRunning(t *testing.T) {
	const architecture = ": the image is built for another architecture than that of the task"
	const platform = "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'"
	const pull = "CannotPullContainerError: pull image manifest has been retried 1 time(s): image not found"
	for name, c := range map[string]struct {
		ends object
		want string
	}{
		"no image": {
			object{"stopCode": "TaskFailedToStart", "stoppedReason": pull},
			"did not start: TaskFailedToStart: " + pull,
		},
		"another architecture": {
			object{
				"stopCode": "EssentialContainerExited", "stoppedReason": "Essential container in task exited", "startedAt": runnertest.Now(),
				"containers": []any{object{"name": "release", "exitCode": 1, "reason": "exec format error"}},
			},
			"ended with exit code 1 (exec format error)" + architecture,
		},
		"no image for the architecture": {
			object{"stopCode": "TaskFailedToStart", "stoppedReason": platform},
			"did not start: TaskFailedToStart: " + platform + architecture,
		},
		"no such program": {
			object{
				"stopCode": "TaskFailedToStart", "stoppedReason": "Task failed to start",
				"containers": []any{object{"name": "release", "reason": "CannotStartContainerError: exec: python: not found"}},
			},
			"did not start: TaskFailedToStart: CannotStartContainerError: exec: python: not found: Task failed to start",
		},
		"no chmod in the image": {
			object{
				"stopCode": "TaskFailedToStart", "stoppedReason": "Task failed to start",
				"containers": []any{
					object{"name": "release-tmp", "reason": "CannotStartContainerError: exec: chmod: not found"},
					object{"name": "guard", "exitCode": 2},
					object{"name": "release"},
				},
			},
			"did not start: TaskFailedToStart: release-tmp: CannotStartContainerError: exec: chmod: not found: guard: exit code 2: " +
				"Task failed to start",
		},
		"no memory": {
			object{
				"stopCode": "EssentialContainerExited", "stoppedReason": "Essential container in task exited", "startedAt": runnertest.Now(),
				"containers": []any{object{
					"name": "release", "exitCode": 137, "reason": "OutOfMemoryError: Container killed due to memory usage",
				}},
			},
			"ended with exit code 137 (OutOfMemoryError: Container killed due to memory usage)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.Ends = c.ends
			s.requireFailure(t, "release 'release': 'python manage.py migrate' "+c.want+"; "+next+inLog+", which is empty")
		})
	}
}

func TestTheLastLinesOfTheLog(t *testing.T) {
	s := newStage(t)
	s.Ends, s.Lines = s.Exited(1), []string{`{"level": "error"}`, strings.Repeat("x", 400) + "\n", "end \n"}
	text := s.Invoke(t)["errorMessage"].(string)
	_, lines, _ := strings.Cut(text, "; the last lines: ")
	require.Equal(t, "{'level': 'error'} | "+strings.Repeat("x", 300)+" | end", lines)
	require.Equal(t, []object{{
		"logGroupName": "test-release-logs", "logStreamName": "release/release/1", "limit": 20.,
	}}, s.Requests("GetLogEvents"))
}

// On Fargate the kernel's words are often in the log only.
func TestTheLogMayNameTheArchitecture(t *testing.T) {
	s := newStage(t)
	s.Ends, s.Lines = s.Exited(1), []string{"exec /usr/local/bin/python: exec format error"}
	require.Contains(t, s.Invoke(t)["errorMessage"], "exit code 1: the image is built for another architecture than that of the task; ")
}

func TestTheLogMayComeLate(t *testing.T) {
	s := newStage(t)
	s.Ends = s.Exited(1)
	require.Contains(t, s.Invoke(t)["errorMessage"], "which is empty")
	require.Len(t, s.Requests("GetLogEvents"), 4)
}

func TestCapacityIsRetried(t *testing.T) {
	s := newStage(t)
	none := object{"reason": "Capacity is unavailable at this time.", "detail": "us-east-1a"}
	s.Failures = []object{none, none}
	s.requireDone(t)
	require.Len(t, s.Requests("RunTask"), 3)

	s.Memory, s.Tasks, s.Constants["PATIENCE"] = "{}", nil, 0
	s.Failures = []object{none, none, none}
	s.requireFailure(t, "release 'release': 'python manage.py migrate' did not start: Capacity is unavailable at this time. "+
		"us-east-1a; "+strings.TrimSuffix(next, "; "))
}

// A first update comes before its new role and policies are known everywhere. Nothing has run yet.
func TestATaskThatECSCannotStartYetIsTriedAgain(t *testing.T) {
	s := newStage(t)
	s.Unknown, s.Stillborn = 2, 2
	s.requireDone(t)
	require.Len(t, s.Requests("RunTask"), 5)
	s.RequireMemory(t, `{"runs":3,"done":["`+ours+`"]}`)
	require.Equal(t, "Standard", s.Requests("PutParameter")[0]["Tier"])

	s.Memory, s.Tasks, s.Stillborn = "{}", nil, 3
	s.requireFailure(t, "release 'release': 'python manage.py migrate' did not start: TaskFailedToStart: "+
		"ResourceInitializationError: unable to pull secrets; "+next+strings.Replace(inLog, "/1)", "/3)", 1)+", which is empty")
}

func TestARefusedTaskIsExplained(t *testing.T) {
	s := newStage(t)
	s.Refusal = "TaskDefinition is inactive"
	s.requireFailure(t, "release 'release': 'python manage.py migrate' did not start: An error occurred (ClientException) when "+
		"calling the RunTask operation: TaskDefinition is inactive; "+strings.TrimSuffix(next, "; "))
}

func TestNewPermissionsAreAwaited(t *testing.T) {
	s := newStage(t)
	s.Denied = map[string]int{"GetParameter": 2, "ListTasks": 1, "RunTask": 1, "DescribeTasks": 1, "PutParameter": 1}
	s.requireDone(t)

	s.Memory, s.Constants["PATIENCE"], s.Denied["GetParameter"] = "{}", 0, 9
	require.Equal(t, object{
		"errorType": "ClientError", "errorMessage": "An error occurred (AccessDeniedException) when calling the GetParameter " +
			"operation: not authorized",
	}, s.Invoke(t))
}

func TestTheMemoryForgetsTheOldest(t *testing.T) {
	s := newStage(t)
	var done []string
	for i := range 214 {
		done = append(done, fmt.Sprintf(`"%016x"`, i))
	}
	s.Memory = `{"runs":300,"done":[` + strings.Join(done, ",") + `]}`
	require.LessOrEqual(t, len(s.Memory), 4096)
	s.requireDone(t)
	want := `{"runs":301,"done":[` + strings.Join(append(done[1:], `"`+ours+`"`), ",") + `]}`
	s.RequireMemory(t, want)
	require.LessOrEqual(t, len(want), 4096)
}
