package frameworks

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
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
	// example is the folder of the application in examples.
	example string
	// files are what the tests add to it, or, without an example, the application.
	files []string
	// served is the module of the image's command, and of the tests' own.
	served [2]string
	// command is the image's.
	command string
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
		name: "FastAPI", example: "fastapi", files: []string{"fastapi_probe.py"}, prepares: true,
		served: [2]string{"shop.main:app", "fastapi_probe:app"}, command: "exec uvicorn shop.main:app",
		reachCache: "import asyncio, os, redis.asyncio as r; " +
			"asyncio.run(r.RedisCluster.from_url(os.environ['CACHE_URL']).get('key'))",
		settings: []string{
			"create_async_engine(url", "postgresql+asyncpg", "max_overflow=0", "pool_pre_ping=True", "RedisCluster.from_url(",
			"mget_nonatomic",
		},
		careless: []string{
			"pool_pre_ping=True", "pool_pre_ping=False", "app.add_middleware(Forwarded)", "", celery, "{}",
		},
	}, {
		name: "Django", example: "django", files: []string{"django_probe.py"},
		served:     [2]string{"shop.wsgi", "django_probe"},
		command:    "exec gunicorn --threads=$DATABASE_POOL_SIZE shop.wsgi",
		reachCache: "import django_probe as a; a.cache.get('key')",
		settings: []string{
			"dj_database_url.parse(url, conn_max_age=60)", `"CONN_HEALTH_CHECKS": True`, `"DISABLE_SERVER_SIDE_CURSORS": True`,
			`CELERY_BROKER_URL = os.environ["BROKER_URL"]`, "ALLOWED_HOSTS",
			`SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_SCHEME", "https")`,
		},
		careless: []string{
			`"CONN_HEALTH_CHECKS": True`, `"CONN_HEALTH_CHECKS": False`,
			`"DISABLE_SERVER_SIDE_CURSORS": True`, `"DISABLE_SERVER_SIDE_CURSORS": False`,
			`SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_SCHEME", "https")`, "",
			"mget = RedisCluster.mget_nonatomic", "pass", `"shop.health.health",`, "", celery, "{}",
		},
	}, {
		name: "Flask", files: []string{"flask_app.py"}, served: [2]string{"shop:app", "flask_app:app"},
		command:    "exec gunicorn --threads=$DATABASE_POOL_SIZE shop:app",
		reachCache: "import flask_app as a; a.cache.get('key')", prepares: true,
		settings: []string{
			"SQLALCHEMY_DATABASE_URI", "SQLALCHEMY_BINDS", "postgresql+psycopg", `engine_options={"pool_size": `,
			`"max_overflow": 0`, `"pool_pre_ping": True`, `"RedisClusterCache"`, "CACHE_REDIS_CLUSTER", "CACHE_REDIS_PASSWORD",
			"CACHE_OPTIONS", `{"ssl": True}`,
		},
		careless: []string{`"pool_pre_ping": True`, `"pool_pre_ping": False`, celery, "{}"},
	}}
}

// build makes the image of the application with the requests of the tests.
func (f framework) build(t *testing.T, parts *servers.Parts, edits ...string) image {
	t.Helper()
	i := image{user: 1000, command: f.command}
	if f.example == "" {
		i.dir = parts.SharedDir(t)
	} else {
		i = buildImage(t, parts, f.example)
		require.Equal(t, f.command, i.command)
	}
	for _, name := range f.files {
		i.add(t, filepath.Join("testdata", name))
	}
	i.edit(t, edits...)
	require.Contains(t, i.command, f.served[0])
	i.command = strings.ReplaceAll(i.command, f.served[0], f.served[1])
	return i
}

// server is a web container.
type server struct {
	*servers.Process
	address string
	chain   chain
}

// serve starts an application in the environment of its container. The databases are at an address; variables are laid
// over the others.
func (s *stage) serve(
	t *testing.T, i image, databases string, c chain, variables map[string]string,
) *server {
	t.Helper()
	port := servers.Port(t)
	rec := recordWeb(t, port, c)
	over := containerOf(t, rec, "web-task", "web").variables(t, rec)
	for name := range over {
		require.Contains(t, s.variables, name, "an environment's web tasks have what the component gives")
	}
	for _, name := range []string{"DATABASE_URL", "DATABASE_READ_URL"} {
		over[name] = moved(t, s.variables[name], databases)
	}
	maps.Copy(over, variables)
	w := &server{
		s.container(t, i, over).Start(t, "/bin/sh", "-c", i.command),
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
	request.Header.Set("X-Forwarded-Scheme", "https")
	request.Header.Set("X-Forwarded-For", "203.0.113.9, 198.51.100.7")
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
