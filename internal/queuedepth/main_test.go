package queuedepth

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

func command(t *testing.T, getenv func(string) string, args ...string) (code int, out, problem string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Main(t.Context(), args, getenv, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestHelp(t *testing.T) {
	for _, word := range []string{"help", "--help", "-h"} {
		code, out, problem := command(t, variables(), word)
		require.Zero(t, code)
		require.Empty(t, problem)
		require.Equal(t, help, out)
	}
	s := settings{}
	set := s.flags(variables())
	for variable, flag := range map[string]string{
		names.Queues: "queues", names.Environment: "environment", names.Namespace: "namespace", names.Library: "library",
		names.Interval: "interval", names.PrioritySteps: "priority-steps", names.Listen: "listen",
	} {
		require.NotNil(t, set.Lookup(flag))
		want := set.Lookup(flag).DefValue
		if variable == names.Queues || variable == names.Environment {
			want = "required"
		}
		require.Regexp(t, `(?m)^  --`+flag+` +`+variable+` +`+regexp.QuoteMeta(want)+`  `, help)
	}
	require.Contains(t, help, names.BrokerURL)
}

func TestWrongUsage(t *testing.T) {
	code, out, problem := command(t, variables(), "--interval=2h")
	require.Equal(t, 2, code)
	require.Empty(t, out)
	require.Equal(t, "error: --interval (INTERVAL) is \"2h\"; want 1s to 60s, as 30s or 30\n"+
		"next: queuedepth help\n", problem)
	code, _, problem = command(t, variables(), "health", "--liste=x")
	require.Equal(t, 2, code)
	require.Equal(t, "error: flag provided but not defined: -liste\nnext: queuedepth help\n", problem)
}

func TestVersion(t *testing.T) {
	code, out, _ := command(t, variables(), "version")
	require.Zero(t, code)
	require.Regexp(t, `^queuedepth \S+\n$`, out)
	path, err := built()
	require.NoError(t, err)
	printed, err := exec.Command(path, "version").Output()
	require.NoError(t, err)
	require.Equal(t, "queuedepth 1.2.3\n", string(printed), "the version of an image")
}

func TestAnAddressThatIsTaken(t *testing.T) {
	code, out, problem := command(t, variables(names.Listen, "192.0.2.1:1"))
	require.Equal(t, 1, code)
	require.Empty(t, out)
	require.Contains(t, problem, `"msg":"cannot listen","listen":"192.0.2.1:1"`)
}

// TestTheBinaryIsStatic: the image holds nothing else, and it is built for ARM64 as well.
func TestTheBinaryIsStatic(t *testing.T) {
	path, err := built()
	require.NoError(t, err)
	out, err := exec.Command("go", "version", "-m", path).Output()
	require.NoError(t, err)
	require.Contains(t, string(out), "CGO_ENABLED=0")
	require.NotContains(t, string(out), "aws-sdk")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NotContains(t, string(text), "/lib64/ld-linux", "it needs a loader")
}

func TestTheHealthCommandIsTheBinarys(t *testing.T) {
	require.Equal(t, []string{"CMD", "/queuedepth", "health"}, names.HealthCommand())
	dockerfile, err := os.ReadFile("../../images/queuedepth/Dockerfile")
	require.NoError(t, err)
	require.Contains(t, string(dockerfile), `ENTRYPOINT ["`+names.Binary+`"]`)
	require.Contains(t, string(dockerfile), "EXPOSE 9540\n")
}
