// Package runnertest is what the tests of functions that run a task share: a fake of the APIs that they call, and the
// functions' Python in front of it.
package runnertest

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

// Object is a value of JSON.
type Object = map[string]any

// AWS answers the few calls that such a function makes: of ECS, of Systems Manager and of CloudWatch Logs.
type AWS struct {
	*httptest.Server
	container string
	mu        sync.Mutex
	// Memory is the value of the parameter.
	Memory string
	Tasks  []*Task
	// Ends is how tasks end that are run from now on.
	Ends Object
	// Looks is after how many looks they end; 0 is never, unless they are stopped.
	Looks int
	// Lines are the log of every task; nil is no stream.
	Lines []string
	// Denied is how many calls of an action are denied, Failures what RunTask answers before it starts a task.
	Denied   map[string]int
	Failures []Object
	// Blind hides all tasks from a list, as ECS may do with new ones.
	Blind bool
	// Refusal is what RunTask answers with an error, Unknown how often it answers that it cannot assume a new role.
	Refusal string
	Unknown int
	// Stillborn is how many tasks ECS cannot start, because it cannot read their secrets yet.
	Stillborn int
	calls     map[string][]Object
}

// Task ends after a number of looks.
type Task struct {
	Object
	token string
	// Looks is after how many looks it ends, and Ends how.
	Looks int
	Ends  Object
}

func newAWS(t *testing.T, container string) *AWS {
	t.Helper()
	f := &AWS{container: container, Memory: "{}", Looks: 2, Denied: map[string]int{}, calls: map[string][]Object{}}
	f.Ends = f.Exited(0)
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

// settle orders what a test sets and reads with what the server reads and sets: only a process of its own lies between.
func (f *AWS) settle() {
	f.mu.Lock()
	defer f.mu.Unlock()
}

// Exited is how a task ends whose container did.
func (f *AWS) Exited(code int) Object {
	return Object{
		"stopCode": "EssentialContainerExited", "stoppedReason": "Essential container in task exited",
		"startedAt":  Now(),
		"containers": []any{Object{"name": "guard", "exitCode": 0}, Object{"name": f.container, "exitCode": code}},
	}
}

// unstarted is how a task ends whose secrets ECS cannot read.
func unstarted() Object {
	return Object{"stopCode": "TaskFailedToStart", "stoppedReason": "ResourceInitializationError: unable to pull secrets"}
}

// Now is the time as ECS writes it.
func Now() float64 { return float64(time.Now().Unix()) }

// Ago is some seconds before Now.
func Ago(seconds int) float64 { return Now() - float64(seconds) }

// Begun is a task that has been running for some seconds.
func (f *AWS) Begun(startedBy string, seconds int) *Task {
	task := f.Add(startedBy, "")
	task.Object["startedAt"], task.Object["createdAt"], task.Object["lastStatus"] = Ago(seconds), Ago(seconds+30), "RUNNING"
	return task
}

// Add adds a task that has not started.
func (f *AWS) Add(startedBy, token string) *Task {
	task := &Task{token: token, Looks: f.Looks, Ends: f.Ends, Object: Object{
		"taskArn":   fmt.Sprintf("arn:aws:ecs:us-east-1:123456789012:task/main/%d", len(f.Tasks)+1),
		"family":    "test-" + f.container,
		"startedBy": startedBy, "lastStatus": "PROVISIONING", "desiredStatus": "RUNNING", "createdAt": Now(),
		"containers": []any{Object{"name": "guard"}, Object{"name": f.container}},
	}}
	if f.Stillborn > 0 {
		f.Stillborn--
		task.Ends = unstarted()
	}
	f.Tasks = append(f.Tasks, task)
	return task
}

// End ends a task.
func (t *Task) End(more Object) {
	maps.Copy(t.Object, more)
	t.Object["lastStatus"], t.Object["desiredStatus"] = "STOPPED", "STOPPED"
}

// seen ends a task after its looks.
func (t *Task) seen() Object {
	if t.Object["lastStatus"] != "STOPPED" && t.Looks > 0 {
		if t.Looks--; t.Looks == 0 {
			t.End(t.Ends)
		}
	}
	return t.Object
}

func (f *AWS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	var in Object
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		panic(err)
	}
	f.calls[action] = append(f.calls[action], in)
	out, code := f.answer(action, in)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if code != "" {
		w.WriteHeader(http.StatusBadRequest)
		out = Object{"__type": code, "message": out["message"]}
	}
	if err := json.NewEncoder(w).Encode(out); err != nil {
		panic(err)
	}
}

func (f *AWS) answer(action string, in Object) (out Object, code string) {
	if f.Denied[action] > 0 {
		f.Denied[action]--
		return Object{"message": "not authorized"}, "AccessDeniedException"
	}
	switch action {
	case "GetParameter":
		return Object{"Parameter": Object{"Name": in["Name"], "Value": f.Memory}}, ""
	case "PutParameter":
		f.Memory = in["Value"].(string)
		return Object{"Version": 2}, ""
	case "ListTasks":
		return Object{"taskArns": f.list(in["family"], in["desiredStatus"])}, ""
	case "DescribeTasks":
		return Object{"tasks": f.describe(in["tasks"].([]any))}, ""
	case "RunTask":
		return f.run(in)
	case "StopTask":
		task := f.find(in["task"])
		task.Object["desiredStatus"], task.Looks = "STOPPED", 2
		task.Ends = Object{
			"stopCode": "UserInitiated", "stoppedReason": in["reason"],
			"containers": []any{Object{"name": f.container, "exitCode": 0}},
		}
		return Object{"task": task.Object}, ""
	case "GetLogEvents":
		return f.log()
	}
	panic("unexpected call of " + action)
}

func (f *AWS) list(family, desired any) []any {
	arns := []any{}
	for _, task := range f.Tasks {
		if task.Object["family"] == family && task.Object["desiredStatus"] == desired && !f.Blind {
			arns = append(arns, task.Object["taskArn"])
		}
	}
	return arns
}

func (f *AWS) describe(arns []any) []any {
	var tasks []any
	for _, arn := range arns {
		tasks = append(tasks, f.find(arn).seen())
	}
	return tasks
}

func (f *AWS) find(arn any) *Task {
	for _, task := range f.Tasks {
		if task.Object["taskArn"] == arn {
			return task
		}
	}
	panic(fmt.Sprintf("no task %v", arn))
}

// run answers a repeated request with the task that it started before, as ECS does.
func (f *AWS) run(in Object) (Object, string) {
	if f.Refusal != "" {
		return Object{"message": f.Refusal}, "ClientException"
	}
	if f.Unknown > 0 {
		f.Unknown--
		return Object{"message": "ECS was unable to assume the role 'release-task'"}, "ClientException"
	}
	if len(f.Failures) > 0 {
		first := f.Failures[0]
		f.Failures = f.Failures[1:]
		return Object{"tasks": []any{}, "failures": []any{first}}, ""
	}
	for _, task := range f.Tasks {
		if task.token == in["clientToken"] {
			return Object{"tasks": []any{task.Object}, "failures": []any{}}, ""
		}
	}
	task := f.Add(in["startedBy"].(string), in["clientToken"].(string))
	return Object{"tasks": []any{task.Object}, "failures": []any{}}, ""
}

func (f *AWS) log() (Object, string) {
	if f.Lines == nil {
		return Object{"message": "The specified log stream does not exist."}, "ResourceNotFoundException"
	}
	events := []any{}
	for _, line := range f.Lines {
		events = append(events, Object{"message": line, "timestamp": 1})
	}
	return Object{"events": events}, ""
}

// Requests are the inputs of an action's calls.
func (f *AWS) Requests(action string) []Object {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[action]
}

// RequireMemory compares the memory.
func (f *AWS) RequireMemory(t *testing.T, want string) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	require.Equal(t, want, f.Memory)
}
