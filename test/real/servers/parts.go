package servers

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// Variable names the folder of the real parts when it is not the usual one; "/" is the container that the tests run in.
const Variable = "TENFOLD_REAL_PARTS"

const (
	mark = "etc/tenfold-real-parts" // is written last, by tools/real-parts.sh
	user = "postgres"               // runs every server: PostgreSQL and PgBouncer refuse to be root
)

const help = `the real parts are not here: %s

These tests run real PostgreSQL, PgBouncer, Valkey, Redis, RabbitMQ, Celery, RQ and web frameworks, and moto, which
stands in for SQS. Bring them once, in about two minutes:

    sudo make real-parts          on Debian or a relative, with debootstrap; then run the tests as root
    docker compose -f test/real/compose.yaml run --build --rm tests          anywhere else

A folder that is elsewhere is named by ` + Variable + `.`

// Parts is where the servers are.
type Parts struct {
	root     string // the folder that holds their system
	uid, gid int
}

// Find finds the real parts. A test that has none fails, and says what to do.
func Find(tb testing.TB) *Parts {
	tb.Helper()
	root, err := locate()
	if err != nil {
		tb.Fatalf(help, err)
	}
	uid, gid, err := lookup(root)
	if err != nil {
		tb.Fatalf(help, err)
	}
	sweep(filepath.Join(root, "tmp"))
	return &Parts{root: root, uid: uid, gid: gid}
}

func locate() (string, error) {
	if runtime.GOOS != "linux" {
		return "", fmt.Errorf("%s cannot run them", runtime.GOOS)
	}
	root := os.Getenv(Variable)
	if root == "" {
		gomod, err := exec.Command("go", "env", "GOMOD").Output()
		if err != nil {
			return "", fmt.Errorf("asking go for the module's root: %w", err)
		}
		script := filepath.Join(filepath.Dir(string(gomod)), "tools", "real-parts.sh")
		out, err := exec.Command("sh", script).Output()
		if err != nil {
			return "", fmt.Errorf("asking %s for the folder: %w", script, err)
		}
		root = strings.TrimSpace(string(out))
	}
	if _, err := os.Stat(filepath.Join(root, mark)); err != nil {
		return "", fmt.Errorf("%s is not complete", root)
	}
	if os.Geteuid() != 0 {
		return "", fmt.Errorf("%s can be entered by root only", root)
	}
	return root, nil
}

// lookup is the user that runs the servers, by the folder's own numbers.
func lookup(root string) (uid, gid int, err error) {
	text, err := os.ReadFile(filepath.Join(root, "etc/passwd"))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(line, ":")
		if fields[0] != user || len(fields) < 4 {
			continue
		}
		if uid, err = strconv.Atoi(fields[2]); err == nil {
			gid, err = strconv.Atoi(fields[3])
		}
		return uid, gid, err
	}
	return 0, 0, fmt.Errorf("%s has no user %s", root, user)
}

// Dir makes a folder that the servers may write to, and that is gone after the test.
func (p *Parts) Dir(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp(filepath.Join(p.root, "tmp"), fmt.Sprintf("tenfold-%d-", os.Getpid()))
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, os.RemoveAll(dir)) })
	require.NoError(tb, os.Chown(dir, p.uid, p.gid))
	return dir
}

// Write writes a file that only the servers may read, and returns its path.
func (p *Parts) Write(tb testing.TB, dir, name, text string) string {
	tb.Helper()
	path := filepath.Join(dir, name)
	require.NoError(tb, os.WriteFile(path, []byte(text), 0o600))
	require.NoError(tb, os.Chown(path, p.uid, p.gid))
	return path
}

// Copy copies a file into dir, for the servers to read, and returns its path.
func (p *Parts) Copy(tb testing.TB, dir, from string) string {
	tb.Helper()
	text, err := os.ReadFile(from)
	require.NoError(tb, err)
	return p.Write(tb, dir, filepath.Base(from), string(text))
}

// Inside is the path by which a server knows a path of the test.
func (p *Parts) Inside(path string) string {
	rel, err := filepath.Rel(p.root, path)
	if err != nil {
		panic(err) // both are absolute
	}
	return "/" + filepath.ToSlash(rel)
}

// sweep removes what tests that were killed left behind.
func sweep(tmp string) {
	dirs, _ := filepath.Glob(filepath.Join(tmp, "tenfold-*-*"))
	for _, dir := range dirs {
		pid, err := strconv.Atoi(strings.Split(filepath.Base(dir), "-")[1])
		if err == nil && syscall.Kill(pid, 0) == syscall.ESRCH {
			os.RemoveAll(dir)
		}
	}
}
