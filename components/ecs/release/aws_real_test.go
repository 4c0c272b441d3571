package release

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type object = map[string]any

// fakeAWS answers the few calls that the function makes: of ECS, of Systems Manager and of CloudWatch Logs.
type fakeAWS struct {
	*httptest.Server
	mu sync.Mutex
	// memory is the value of the parameter.
	memory string
	tasks  []*fakeTask
	// ends is how tasks end that are run from now on.
	ends object
	// looks is after how many looks they end; 0 is never, unless they are stopped.
	looks int
	// lines are the log of every task; nil is no stream.
	lines []string
	// denied is how many calls of an action are denied, failures what RunTask answers before it starts a task.
	denied   map[string]int
	failures []object
	// blind hides all tasks from a list, as ECS may do with new ones.
	blind bool
	// refusal is what RunTask answers with an error, unknown how often it answers that it cannot assume a new role.
	refusal string
	unknown int
	// stillborn is how many tasks ECS cannot start, because it cannot read their secrets yet.
	stillborn int
	calls     map[string][]object
}

// fakeTask ends after a number of looks.
type fakeTask struct {
	object
	token string
	looks int
	ends  object
}

func newFakeAWS(t *testing.T) *fakeAWS {
	t.Helper()
	f := &fakeAWS{memory: "{}", looks: 2, ends: exited(0), denied: map[string]int{}, calls: map[string][]object{}}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

// settle orders what a test sets and reads with what the server reads and sets: only a process of its own lies between.
func (f *fakeAWS) settle() {
	f.mu.Lock()
	defer f.mu.Unlock()
}

// exited is how a task ends whose container did.
func exited(code int) object {
	return object{
		"stopCode": "EssentialContainerExited", "stoppedReason": "Essential container in task exited",
		"startedAt":  now(),
		"containers": []any{object{"name": "guard", "exitCode": 0}, object{"name": "release", "exitCode": code}},
	}
}

// unstarted is how a task ends whose secrets ECS cannot read.
func unstarted() object {
	return object{"stopCode": "TaskFailedToStart", "stoppedReason": "ResourceInitializationError: unable to pull secrets"}
}

func now() float64 { return float64(time.Now().Unix()) }

func ago(seconds int) float64 { return now() - float64(seconds) }

// begun is a task that has been running for some seconds.
func (f *fakeAWS) begun(startedBy string, seconds int) *fakeTask {
	task := f.add(startedBy, "")
	task.object["startedAt"], task.object["createdAt"], task.object["lastStatus"] = ago(seconds), ago(seconds+30), "RUNNING"
	return task
}

func (f *fakeAWS) add(startedBy, token string) *fakeTask {
	task := &fakeTask{token: token, looks: f.looks, ends: f.ends, object: object{
		"taskArn":   fmt.Sprintf("arn:aws:ecs:us-east-1:123456789012:task/main/%d", len(f.tasks)+1),
		"startedBy": startedBy, "lastStatus": "PROVISIONING", "desiredStatus": "RUNNING", "createdAt": now(),
		"containers": []any{object{"name": "guard"}, object{"name": "release"}},
	}}
	if f.stillborn > 0 {
		f.stillborn--
		task.ends = unstarted()
	}
	f.tasks = append(f.tasks, task)
	return task
}

func (t *fakeTask) end(more object) {
	maps.Copy(t.object, more)
	t.object["lastStatus"], t.object["desiredStatus"] = "STOPPED", "STOPPED"
}

// seen ends a task after its looks.
func (t *fakeTask) seen() object {
	if t.object["lastStatus"] != "STOPPED" && t.looks > 0 {
		if t.looks--; t.looks == 0 {
			t.end(t.ends)
		}
	}
	return t.object
}

func (f *fakeAWS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	var in object
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		panic(err)
	}
	f.calls[action] = append(f.calls[action], in)
	out, code := f.answer(action, in)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if code != "" {
		w.WriteHeader(http.StatusBadRequest)
		out = object{"__type": code, "message": out["message"]}
	}
	if err := json.NewEncoder(w).Encode(out); err != nil {
		panic(err)
	}
}

func (f *fakeAWS) answer(action string, in object) (out object, code string) {
	if f.denied[action] > 0 {
		f.denied[action]--
		return object{"message": "not authorized"}, "AccessDeniedException"
	}
	switch action {
	case "GetParameter":
		return object{"Parameter": object{"Name": in["Name"], "Value": f.memory}}, ""
	case "PutParameter":
		f.memory = in["Value"].(string)
		return object{"Version": 2}, ""
	case "ListTasks":
		return object{"taskArns": f.list(in["desiredStatus"])}, ""
	case "DescribeTasks":
		return object{"tasks": f.describe(in["tasks"].([]any))}, ""
	case "RunTask":
		return f.run(in)
	case "StopTask":
		task := f.find(in["task"])
		task.object["desiredStatus"], task.looks = "STOPPED", 2
		task.ends = object{
			"stopCode": "UserInitiated", "stoppedReason": in["reason"],
			"containers": []any{object{"name": "release", "exitCode": 0}},
		}
		return object{"task": task.object}, ""
	case "GetLogEvents":
		return f.log()
	}
	panic("unexpected call of " + action)
}

func (f *fakeAWS) list(desired any) []any {
	arns := []any{}
	for _, task := range f.tasks {
		if task.object["desiredStatus"] == desired && !f.blind {
			arns = append(arns, task.object["taskArn"])
		}
	}
	return arns
}

func (f *fakeAWS) describe(arns []any) []any {
	var tasks []any
	for _, arn := range arns {
		tasks = append(tasks, f.find(arn).seen())
	}
	return tasks
}

func (f *fakeAWS) find(arn any) *fakeTask {
	for _, task := range f.tasks {
		if task.object["taskArn"] == arn {
			return task
		}
	}
	panic(fmt.Sprintf("no task %v", arn))
}

// run answers a repeated request with the task that it started before, as ECS does.
func (f *fakeAWS) run(in object) (object, string) {
	if f.refusal != "" {
		return object{"message": f.refusal}, "ClientException"
	}
	if f.unknown > 0 {
		f.unknown--
		return object{"message": "ECS was unable to assume the role 'release-task'"}, "ClientException"
	}
	if len(f.failures) > 0 {
		first := f.failures[0]
		f.failures = f.failures[1:]
		return object{"tasks": []any{}, "failures": []any{first}}, ""
	}
	for _, task := range f.tasks {
		if task.token == in["clientToken"] {
			return object{"tasks": []any{task.object}, "failures": []any{}}, ""
		}
	}
	task := f.add(in["startedBy"].(string), in["clientToken"].(string))
	return object{"tasks": []any{task.object}, "failures": []any{}}, ""
}

func (f *fakeAWS) log() (object, string) {
	if f.lines == nil {
		return object{"message": "The specified log stream does not exist."}, "ResourceNotFoundException"
	}
	events := []any{}
	for _, line := range f.lines {
		events = append(events, object{"message": line, "timestamp": 1})
	}
	return object{"events": events}, ""
}

// requests are the inputs of an action's calls.
func (f *fakeAWS) requests(action string) []object {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[action]
}

// requireMemory compares the memory.
func (f *fakeAWS) requireMemory(t *testing.T, want string) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	require.Equal(t, want, f.memory)
}
