package servers_test

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// inAnotherProcess says what a test of this file does when it is run by another of its tests.
const inAnotherProcess = "TENFOLD_IN_ANOTHER_PROCESS"

// again is this test in a process of its own.
func again(t *testing.T, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(append(os.Environ(), inAnotherProcess+"=yes"), env...)
	return cmd
}

func TestVersions(t *testing.T) {
	parts := servers.Find(t)
	for command, want := range map[string]string{
		"/usr/lib/postgresql/17/bin/postgres --version": "postgres (PostgreSQL) 17.",
		"/usr/sbin/pgbouncer --version":                 "PgBouncer 1.24.",
		"/usr/bin/valkey-server --version":              "v=8.1.",
		"/usr/bin/redis-server --version":               "v=8.0.",
		"/usr/bin/python3 -m celery --version":          "5.5.",
		"/usr/bin/dpkg-query -W rabbitmq-server":        "4.0.",
		"/usr/bin/dpkg-query -W python3-gevent":         "24.",
	} {
		words := strings.Fields(command)
		require.Contains(t, parts.MustRun(t, nil, words[0], words[1:]...), want)
	}
}

// TestMissingPartsFail: no test may pass, or be skipped, for want of the servers.
func TestMissingPartsFail(t *testing.T) {
	if os.Getenv(inAnotherProcess) != "" {
		servers.Find(t)
		return
	}
	out, err := again(t, servers.Variable+"="+t.TempDir()).CombinedOutput()
	require.Error(t, err, "%s", out)
	require.Contains(t, string(out), "--- FAIL: TestMissingPartsFail")
	require.Contains(t, string(out), "is not complete")
	require.Contains(t, string(out), "sudo make real-parts")
}

// TestServersDieWithTheTest kills a test that has started a server by a script.
func TestServersDieWithTheTest(t *testing.T) {
	parts := servers.Find(t)
	if os.Getenv(inAnotherProcess) != "" {
		dir, port := parts.Dir(t), servers.Port(t)
		script := "valkey-server --bind 127.0.0.1 --port %d & wait"
		if os.Getenv(servers.Variable) == "/" {
			script = "exec valkey-server --bind 127.0.0.1 --port %d" // a container ends with its test, and all that is in it
		}
		parts.StartScript(t, dir, fmt.Sprintf(script, port), fmt.Sprintf("127.0.0.1:%d", port))
		fmt.Printf("listening %s 127.0.0.1:%d\n", dir, port)
		time.Sleep(time.Minute)
		return
	}
	cmd := again(t)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var dir, address string
	for lines := bufio.NewScanner(out); address == "" && lines.Scan(); {
		_, _ = fmt.Sscanf(lines.Text(), "listening %s %s", &dir, &address)
	}
	require.NotEmpty(t, address, "the other process starts no server")
	_, err = net.Dial("tcp", address)
	require.NoError(t, err)

	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	require.Eventually(t, func() bool {
		_, err := net.Dial("tcp", address)
		return err != nil
	}, servers.Timeout, 20*time.Millisecond, "the server outlives its test")
	require.DirExists(t, dir)
	servers.Find(t)
	require.NoDirExists(t, dir, "the next test removes what the killed one left")
}

func TestTheScriptSparesOtherFolders(t *testing.T) {
	servers.Find(t) // it must be root, for what follows to be the reason
	dir := t.TempDir()
	kept := filepath.Join(dir, "kept")
	require.NoError(t, os.WriteFile(kept, nil, 0o600))
	out, err := exec.CommandContext(t.Context(), "sh", "../../../tools/real-parts.sh", dir).CombinedOutput()
	require.Error(t, err)
	require.Equal(t, fmt.Sprintf("real-parts: %s holds something else; name another folder\n", dir), string(out))
	require.FileExists(t, kept)
}
