package servers

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Timeout is how long a server may take to start, to stop, or to notice something on a machine that is busy with other
// tests: RabbitMQ, alone up in 3 seconds, has taken more than 20.
const Timeout = 60 * time.Second

// Process is a running server.
type Process struct {
	cmd  *exec.Cmd
	log  string
	done chan struct{} // closed when it has ended
	err  error         // how it ended
}

// logs numbers the files that servers write their output to.
var logs atomic.Int64

// command is a command that runs in the real parts, and dies with the test.
func (p *Parts) command(env []string, name string, args ...string) *exec.Cmd {
	return &exec.Cmd{
		Path: name, Args: append([]string{name}, args...), Dir: "/tmp", SysProcAttr: attributes(p),
		Env: append([]string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/tmp", "LC_ALL=C.UTF-8", "TZ=UTC"}, env...),
	}
}

// Run runs a command to its end and returns what it printed, with both streams in one.
func (p *Parts) Run(tb testing.TB, env []string, name string, args ...string) (string, error) {
	tb.Helper()
	return run(tb, p.command(env, name, args...))
}

func run(tb testing.TB, cmd *exec.Cmd) (string, error) {
	tb.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(tb, cmd.Start(), cmd.Path)
	timer := time.AfterFunc(3*Timeout, func() { kill(cmd, syscall.SIGKILL) })
	defer timer.Stop()
	err := cmd.Wait()
	return out.String(), err
}

// MustRun is Run for a command that must succeed.
func (p *Parts) MustRun(tb testing.TB, env []string, name string, args ...string) string {
	tb.Helper()
	out, err := p.Run(tb, env, name, args...)
	require.NoError(tb, err, "%s %s\n%s", name, strings.Join(args, " "), out)
	return out
}

// Start starts a server that writes its log into dir. The test's end kills it, and prints its last words on a failure.
func (p *Parts) Start(tb testing.TB, dir string, env []string, name string, args ...string) *Process {
	tb.Helper()
	return p.start(tb, dir, filepath.Base(name), p.command(env, name, args...))
}

func (*Parts) start(tb testing.TB, dir, name string, cmd *exec.Cmd) *Process {
	tb.Helper()
	log := filepath.Join(dir, fmt.Sprintf("%s-%d.log", name, logs.Add(1)))
	file, err := os.Create(log)
	require.NoError(tb, err)
	defer file.Close()
	s := &Process{cmd: cmd, log: log, done: make(chan struct{})}
	s.cmd.Stdout, s.cmd.Stderr = file, file
	require.NoError(tb, s.cmd.Start(), name)
	go func() {
		s.err = s.cmd.Wait()
		close(s.done)
	}()
	tb.Cleanup(func() {
		s.Signal(syscall.SIGKILL)
		<-s.done
		if tb.Failed() {
			tb.Logf("the end of %s:\n%s", filepath.Base(log), tail(s.Log(), 40))
		}
	})
	return s
}

// Signal sends a signal to the server. One that has ended takes no notice.
func (s *Process) Signal(signal syscall.Signal) {
	select {
	case <-s.done:
	default:
		kill(s.cmd, signal)
	}
}

// Running says whether the server has not ended yet.
func (s *Process) Running() bool {
	select {
	case <-s.done:
		return false
	default:
		return true
	}
}

// Wait waits until the server has ended, and says how it ended.
func (s *Process) Wait(limit time.Duration) error {
	select {
	case <-s.done:
		return s.err
	case <-time.After(limit):
		return errors.New("it still runs")
	}
}

// End sends SIGTERM, and fails the test unless the server ends without an error within limit. It returns how long that
// took.
func (s *Process) End(tb testing.TB, limit time.Duration) time.Duration {
	tb.Helper()
	start := time.Now()
	s.Signal(syscall.SIGTERM)
	require.NoError(tb, s.Wait(limit), "%s", s.Log())
	return time.Since(start)
}

// Log is what the server has printed so far.
func (s *Process) Log() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// ready waits until check succeeds, or fails the test with the server's log.
func (s *Process) ready(tb testing.TB, check func() error) {
	tb.Helper()
	deadline := time.Now().Add(Timeout)
	for {
		err := check()
		if err == nil {
			return
		}
		if !s.Running() || time.Now().After(deadline) {
			tb.Fatalf("%s does not start: %v\n%s", s.cmd.Path, err, s.Log())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func tail(text string, lines int) string {
	all := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
