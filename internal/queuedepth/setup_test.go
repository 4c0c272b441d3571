package queuedepth

import (
	"bytes"
	"context"
	_ "embed" // for the producer
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

//go:embed testdata/producer.py
var producer string

// store is a real broker.
type store struct {
	*servers.Redis
	*redis.Client
	parts *servers.Parts
	app   string // producer.py, as the broker's system knows it
}

// startStore starts a broker with TLS, a password, and room for 100,000 messages several times.
func startStore(t *testing.T, engine string) *store {
	t.Helper()
	parts := servers.Find(t)
	r := parts.StartRedis(t, servers.RedisSettings{
		Engine: engine, Parameters: map[string]string{"maxmemory": "1gb", "maxmemory-policy": "noeviction"},
	})
	app := parts.Write(t, parts.Dir(t), "producer.py", producer)
	return &store{Redis: r, Client: r.Nodes[0].Client, parts: parts, app: parts.Inside(app)}
}

// url is how a program of this system, not of the broker's, reaches it.
func (s *store) url() string {
	return fmt.Sprintf("rediss://:%s@%s/0?ssl_cert_reqs=required&ssl_ca_certs=%s",
		servers.RedisPassword, s.Nodes[0].Address(), s.CA)
}

// python runs producer.py to its end.
func (s *store) python(t *testing.T, args ...string) {
	t.Helper()
	s.parts.MustRun(t, []string{"BROKER_URL=" + s.URL(0)}, "/usr/bin/python3", append([]string{s.app}, args...)...)
}

// holding starts producer.py, which goes on, and waits until it has printed word so often.
func (s *store) holding(t *testing.T, word string, times int, args ...string) *servers.Process {
	t.Helper()
	p := s.parts.Start(t, s.parts.Dir(t), []string{"BROKER_URL=" + s.URL(0)}, "/usr/bin/python3",
		append([]string{s.app}, args...)...)
	require.Eventually(t, func() bool { return strings.Count(p.Log(), word) == times },
		servers.Timeout, 20*time.Millisecond, "%s", p.Log())
	return p
}

// fill puts copies of a message in by raw pipelines, each with an id of its own and as long as the real one.
func (s *store) fill(t *testing.T, key, message string, count int) {
	t.Helper()
	var m struct{ Headers struct{ ID string } }
	require.NoError(t, json.Unmarshal([]byte(message), &m))
	require.Len(t, m.Headers.ID, 36)
	const batch = 1000
	for start := 0; start < count; start += batch {
		values := make([]any, 0, batch)
		for i := start; i < min(start+batch, count); i++ {
			values = append(values, strings.ReplaceAll(message, m.Headers.ID, fmt.Sprintf("%036d", i)))
		}
		require.NoError(t, s.LPush(t.Context(), key, values...).Err())
	}
}

// sampler samples in this process.
func (s *store) sampler(library string, queues ...string) *sampler {
	c := config{queues: queues, library: library, prioritySteps: []int{0, 3, 6, 9}}
	return newSampler(c, s.Client)
}

// numbers are depth and active tasks of each queue.
type numbers map[string][2]int64

func numbersOf(s sample) numbers {
	all := numbers{}
	for _, q := range s.queues {
		all[q.queue] = [2]int64{q.depth, q.active}
	}
	return all
}

func (s *sampler) numbers(t *testing.T) numbers {
	t.Helper()
	taken, err := s.take(t.Context())
	require.NoError(t, err)
	require.False(t, taken.estimated)
	return numbersOf(taken)
}

// built is the program as the image has it.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "queuedepth")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "queuedepth")
	cmd := exec.Command("go", "build", "-trimpath", "-o", path,
		"-ldflags=-s -w -X github.com/tenfold-iac/tenfold/internal/queuedepth.release=1.2.3", "../../cmd/queuedepth")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := built(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// program is a running queuedepth.
type program struct {
	cmd      *exec.Cmd
	out, err output
	port     int
	done     chan struct{}
}

// output is what a program has printed so far.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// launch starts the real binary, with variables as NAME=value.
func launch(t *testing.T, url string, variables ...string) *program {
	t.Helper()
	path, err := built()
	require.NoError(t, err)
	p := &program{port: servers.Port(t), done: make(chan struct{})}
	p.cmd = exec.Command(path)
	p.cmd.Env = append([]string{
		"BROKER_URL=" + url, "ENVIRONMENT=test", "LISTEN=127.0.0.1:" + strconv.Itoa(p.port),
	}, variables...)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	require.NoError(t, p.cmd.Start())
	go func() {
		_ = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(func() {
		p.signal(syscall.SIGKILL)
		<-p.done
		if t.Failed() {
			t.Logf("%s\n%s", p.out.String(), p.err.String())
		}
	})
	return p
}

// signal signals the program. One that has ended takes no notice.
func (p *program) signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) }

// stop ends the program in order.
func (p *program) stop(t *testing.T) {
	t.Helper()
	p.signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(5 * time.Second):
		t.Fatal("it does not end")
	}
	require.Equal(t, 0, p.cmd.ProcessState.ExitCode())
}

// published is a line of metrics.
type published struct {
	Head  struct{ Timestamp int64 } `json:"_aws"`
	Queue string
	Depth int64   `json:"QueueDepth"`
	Age   float64 `json:"OldestMessageAge"`
	Tasks int64   `json:"ActiveTasks"`
}

// lines are what the program has published so far. Nothing else may be on its standard output.
func (p *program) lines(t *testing.T) []published {
	t.Helper()
	var all []published
	for line := range strings.Lines(p.out.String()) {
		var one published
		require.NoError(t, json.Unmarshal([]byte(line), &one), line)
		require.NotZero(t, one.Head.Timestamp)
		all = append(all, one)
	}
	return all
}

// messages are those of the log, one for each line of JSON.
func (p *program) messages(t *testing.T) []string {
	t.Helper()
	var all []string
	for line := range strings.Lines(p.err.String()) {
		var one struct{ Time, Level, Msg string }
		require.NoError(t, json.Unmarshal([]byte(line), &one), line)
		require.NotEmpty(t, one.Time)
		require.NotEmpty(t, one.Level)
		all = append(all, one.Msg)
	}
	return all
}

// get asks the program by HTTP.
func (p *program) get(t *testing.T, path string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	url := fmt.Sprintf("http://127.0.0.1:%d%s", p.port, path)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	var text bytes.Buffer
	_, err = text.ReadFrom(response.Body)
	require.NoError(t, err)
	return text.String()
}

// leads says whether the program says that it publishes.
func (p *program) leads(t *testing.T) bool {
	t.Helper()
	return strings.Contains(p.get(t, "/metrics"), "\ntenfold_queuedepth_leader 1\n")
}

// within waits until check is true.
func within(t *testing.T, limit time.Duration, check func() bool, what string) {
	t.Helper()
	require.Eventually(t, check, limit, 10*time.Millisecond, what)
}
