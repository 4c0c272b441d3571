package runnertest

import (
	_ "embed" // for the call of the handler
	"encoding/json"
	"path"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/runner"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

//go:embed testdata/invoke.py
var invokeScript string

// Stage is a function with real boto3 in front of a fake AWS. Its task and what belongs to it have the name of the
// container.
type Stage struct {
	*AWS
	parts       *servers.Parts
	dir, module string
	// Event and Constants are what an invocation gets, Variables are added to those of every function.
	Event, Constants Object
	Variables        []string
}

// NewStage puts the Python module of a function on the stage.
func NewStage(t *testing.T, module, source, container string) *Stage {
	t.Helper()
	t.Parallel()
	parts := servers.Find(t)
	s := &Stage{AWS: newAWS(t, container), parts: parts, dir: parts.Dir(t), module: module, Constants: Object{"POLL": 0.02}}
	parts.Write(t, s.dir, module+".py", source)
	parts.Write(t, s.dir, "runner.py", runner.Source())
	parts.Write(t, s.dir, "invoke.py", invokeScript)
	return s
}

func (s *Stage) environment() []string {
	return append([]string{
		"AWS_ENDPOINT_URL=" + s.URL, "AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1",
		"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "PYTHONDONTWRITEBYTECODE=1",
		"CLUSTER=main", "FAMILY=test-" + s.container, "TASK_DEFINITION=test-" + s.container + ":7", "CONTAINER=" + s.container,
		"SUBNETS=subnet-a,subnet-b", "SECURITY_GROUP=sg-1", "LOG_GROUP=test-" + s.container + "-logs",
		"PLATFORM_VERSION=1.4.0", "ENABLE_EXEC=false",
	}, s.Variables...)
}

// Invoke is one invocation. Its answer is what Lambda would return.
func (s *Stage) Invoke(t *testing.T) Object {
	t.Helper()
	constants, err := json.Marshal(s.Constants)
	require.NoError(t, err)
	event, err := json.Marshal(s.Event)
	require.NoError(t, err)
	s.settle()
	out := s.parts.MustRun(t, s.environment(), "/usr/bin/python3",
		path.Join(s.parts.Inside(s.dir), "invoke.py"), s.module, string(constants), string(event))
	s.settle()
	var answer Object
	require.NoError(t, json.Unmarshal([]byte(out), &answer), out)
	return answer
}

// RequireFailure proves that an invocation ends with an error.
func (s *Stage) RequireFailure(t *testing.T, kind, text string) {
	t.Helper()
	require.Equal(t, Object{"errorType": kind, "errorMessage": text}, s.Invoke(t))
}
