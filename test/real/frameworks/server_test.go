package frameworks

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// framework is an application with the settings of one column of docs/application.md.
type framework struct {
	name string
	// command is how its server is started.
	command string
	// files are the application.
	files []string
	// reachCache is a line of Python that asks the cache for something.
	reachCache string
	// settings are those of the page, in the words of the application.
	settings []string
	// careless are edits, in pairs, that take settings out again.
	careless []string
	// prepares says whether its driver prepares statements.
	prepares bool
}

func frameworks() []framework {
	const celery = `json.loads(os.environ.get("CELERY_SETTINGS", "{}"))`
	return []framework{{
		name: "FastAPI", command: "uvicorn fastapi_app:app", files: []string{"fastapi_app.py"}, prepares: true,
		reachCache: "import asyncio, os, redis.asyncio as r; " +
			"asyncio.run(r.RedisCluster.from_url(os.environ['CACHE_URL']).get('key'))",
		settings: []string{
			"create_async_engine(url", "postgresql+asyncpg", "max_overflow=0", "pool_pre_ping=True", "RedisCluster.from_url(",
			"mget_nonatomic",
		},
		careless: []string{"pool_pre_ping=True", "pool_pre_ping=False", celery, "{}"},
	}, {
		name: "Django", command: "gunicorn --threads=$DATABASE_POOL_SIZE django_app:application",
		files:      []string{"django_app.py", "django_settings.py", "django_cluster.py"},
		reachCache: "import django_app as a; a.cache.get('key')",
		settings: []string{
			"dj_database_url.parse(url, conn_max_age=60)", `"CONN_HEALTH_CHECKS": True`, `"DISABLE_SERVER_SIDE_CURSORS": True`,
			`CELERY_BROKER_URL = os.environ["BROKER_URL"]`, "ALLOWED_HOSTS",
		},
		careless: []string{
			`"CONN_HEALTH_CHECKS": True`, `"CONN_HEALTH_CHECKS": False`,
			`"DISABLE_SERVER_SIDE_CURSORS": True`, `"DISABLE_SERVER_SIDE_CURSORS": False`,
			"mget = RedisCluster.mget_nonatomic", "pass", `"django_app.health", `, "", celery, "{}",
		},
	}, {
		name: "Flask", command: "gunicorn --threads=$DATABASE_POOL_SIZE flask_app:app", files: []string{"flask_app.py"},
		reachCache: "import flask_app as a; a.cache.get('key')", prepares: true,
		settings: []string{
			"SQLALCHEMY_DATABASE_URI", "SQLALCHEMY_BINDS", "postgresql+psycopg", `engine_options={"pool_size": `,
			`"max_overflow": 0`, `"pool_pre_ping": True`, `"RedisClusterCache"`, "CACHE_REDIS_CLUSTER", "CACHE_REDIS_PASSWORD",
			"CACHE_OPTIONS", `{"ssl": True}`,
		},
		careless: []string{`"pool_pre_ping": True`, `"pool_pre_ping": False`, celery, "{}"},
	}}
}

// copyTo copies the application into a folder that servers can read. Each edit must find what it replaces.
func (f framework) copyTo(t *testing.T, parts *servers.Parts, dir string, edits ...string) {
	t.Helper()
	found := make([]bool, len(edits))
	for _, name := range f.files {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
		code := string(text)
		for i := 0; i < len(edits); i += 2 {
			found[i] = found[i] || strings.Contains(code, edits[i])
			code = strings.ReplaceAll(code, edits[i], edits[i+1])
		}
		parts.Write(t, dir, name, code)
	}
	for i := 0; i < len(edits); i += 2 {
		require.True(t, found[i], "%s is in no file of %s", edits[i], f.name)
	}
}

// server is a web container.
type server struct {
	*servers.Process
	address string
	chain   chain
}

// serve starts an application in the environment of its container. The databases are at an address; variables are laid
// over the others, and edits over the application.
func (s *stage) serve(
	t *testing.T, f framework, databases string, c chain, variables map[string]string, edits ...string,
) *server {
	t.Helper()
	dir, port := s.parts.Dir(t), servers.Port(t)
	f.copyTo(t, s.parts, dir, edits...)
	rec := recordWeb(t, port, c)
	over := containerOf(t, rec, "web-task", "web").variables(t, rec)
	for name := range over {
		require.Contains(t, s.variables, name, "an environment's web tasks have what the component gives")
	}
	for _, name := range []string{"DATABASE_URL", "DATABASE_READ_URL"} {
		over[name] = moved(t, s.variables[name], databases)
	}
	over["PYTHONPATH"], over["TMPDIR"] = s.parts.Inside(dir), s.parts.Inside(dir)
	maps.Copy(over, variables)
	w := &server{
		s.parts.Start(t, dir, s.environment(over), "/bin/sh", "-c", "exec "+f.command),
		net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), c,
	}
	servers.Within(t, 3*servers.Timeout, func() bool {
		_, err := net.Dial("tcp", w.address)
		return err == nil || !w.Running()
	}, "it does not listen")
	require.True(t, w.Running(), "%s", w.Log())
	return w
}

// fromBalancer asks as a load balancer does: from another address, over HTTP, and says that it was asked over HTTPS.
var fromBalancer = http.Client{
	Transport: &http.Transport{
		DialContext:       (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 9)}}).DialContext,
		DisableKeepAlives: true,
	},
	Timeout: 3 * servers.Timeout,
}

// ask asks for a page, with the host name that the request came by.
func (w *server) ask(host, path string) (status int, body string, err error) {
	request, err := http.NewRequest(http.MethodGet, "http://"+w.address+path, nil)
	if err != nil {
		return 0, "", err
	}
	request.Host = host
	request.Header.Set("X-Forwarded-Proto", "https")
	response, err := fromBalancer.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, string(text), err
}

// fetch asks for a page as CloudFront does, by its own host name. Any answer but 200 is an error.
func (w *server) fetch(format string, args ...any) (answer, error) {
	path := fmt.Sprintf(format, args...)
	status, body, err := w.ask("storage.cloudfront.net", path)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%s: %d %s", path, status, body)
	}
	if err != nil {
		return answer{}, err
	}
	var a answer
	return a, json.Unmarshal([]byte(body), &a)
}

// answer is what the pages answer.
type answer struct {
	Scheme, Writer, Reader string
	Sum                    int
	Notes, Found           []string
	Count, TTL             int
	Options                map[string]any
}

// all calls fn so often at once, and returns the errors.
func all(n int, fn func(int) error) []error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = fn(i) })
	}
	wg.Wait()
	var failed []error
	for _, err := range errs {
		if err != nil {
			failed = append(failed, err)
		}
	}
	return failed
}
