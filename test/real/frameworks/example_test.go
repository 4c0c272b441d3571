package frameworks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/real/servers"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// TestExamples runs each example with all that an environment makes of its README, under the user of its image and as
// root.
func TestExamples(t *testing.T) {
	s := newStage(t)
	for _, name := range []string{"django", "fastapi"} {
		for _, user := range []int{1000, 0} {
			t.Run(fmt.Sprintf("%s/%d", name, user), func(t *testing.T) { s.testExample(t, name, user) })
		}
	}
}

// deployment is an environment that runs an example.
type deployment struct {
	*stage
	image     image
	rec       *stacktest.Recording
	databases string
	address   string // of the web server
}

func (s *stage) deploy(t *testing.T, name string, user int, databases string) *deployment {
	t.Helper()
	port := servers.Port(t)
	d := &deployment{
		stage: s, image: buildImage(t, s.parts, name), databases: databases, rec: recordExample(t, name, port),
		address: "127.0.0.1:" + strconv.Itoa(port),
	}
	require.Equal(t, 1000, d.image.user, "the image does not run as root")
	d.image.user = user
	d.image.addRedBeat(t)
	return d
}

var environmentBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// recordExample runs the program of an environment whose file has what the README of an example says.
func recordExample(t *testing.T, name string, port int) *stacktest.Recording {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(examples, name, "README.md"))
	require.NoError(t, err)
	found := environmentBlock.FindStringSubmatch(string(text))
	require.NotNil(t, found, "README has no environment")
	var keys map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(found[1]), &keys))
	config := map[string]string{
		"aws:region": "us-east-1", "tenfold:tier": "10k", "tenfold:port": strconv.Itoa(port),
		"tenfold:pgbouncerImage":  "registry.example.com/pgbouncer:1.24",
		"tenfold:queueDepthImage": "registry.example.com/queuedepth:1.0.0",
	}
	variables, _ := keys["tenfold:variables"].(map[string]any)
	keys["tenfold:variables"] = hurried(variables)
	for key, value := range keys {
		if word, ok := value.(string); ok {
			config[key] = word
		} else {
			config[key] = marshal(t, value)
		}
	}
	return stacktest.Run(t, backend.Program, draws(), stacktest.Stack("test"), stacktest.Config(config))
}

// hurried are variables with which a test need not wait: beat runs what refreshes aggregates twice in their time.
func hurried(variables map[string]any) map[string]any {
	all := map[string]any{"CACHE_TTL_AGGREGATE": "2"}
	maps.Copy(all, variables)
	return all
}

// container is a container of a task definition, with the command that runs in it.
func (d *deployment) container(t *testing.T, task, name string) (c *servers.Container, command []string) {
	t.Helper()
	definition := containerOf(t, d.rec, task, name)
	variables := definition.variables(t, d.rec)
	d.connect(t, variables, d.databases)
	command = append(definition.EntryPoint, definition.Command...)
	if len(command) == 0 {
		command = []string{"/bin/sh", "-c", d.image.command}
	}
	return d.run(t, d.image, variables), command
}

// start starts a service.
func (d *deployment) start(t *testing.T, task, name string) *servers.Process {
	t.Helper()
	c, command := d.container(t, task, name)
	return c.Start(t, command...)
}

// release runs the release command, which may run again.
func (d *deployment) release(t *testing.T) {
	t.Helper()
	c, command := d.container(t, "release-task", "release")
	c.MustRun(t, command...)
}

// testExample is a day of the shop.
func (s *stage) testExample(t *testing.T, name string, user int) {
	b := s.bouncer(t)
	d := s.deploy(t, name, user, b.Address)
	d.release(t)
	web := d.start(t, "web-task", "web")
	d.await(t, web, "/healthz")
	services := map[string]*servers.Process{
		"web": web, "celery": d.start(t, "worker-celery-task", "worker-celery"),
		"bulk": d.start(t, "worker-bulk-task", "worker-bulk"), "beat": d.start(t, "beat-task", "beat"),
	}
	t.Run("read-only", d.testReadOnly)
	t.Run("API", d.testAPI)
	t.Run("beat", d.testBeat)
	t.Run("job", d.testJob)
	t.Run("database is down", func(t *testing.T) { d.testDown(t, b) })
	t.Run("end", func(t *testing.T) {
		for name, process := range services {
			require.Less(t, process.End(t, 90*time.Second), 30*time.Second, name)
			requireJSON(t, name, process.Log())
		}
	})
}

// testReadOnly: the disk at /tmp is all that the container may write to.
func (d *deployment) testReadOnly(t *testing.T) {
	c, _ := d.container(t, "web-task", "web")
	c.MustRun(t, "touch", "/tmp/file")
	for _, path := range []string{servers.WorkDir + "/file", "/file", "/var/file", "/var/tmp/file"} {
		out, err := c.Run(t, "touch", path)
		require.Error(t, err)
		require.Contains(t, out, "Read-only file system", path)
	}
	require.Equal(t, strconv.Itoa(d.image.user), strings.TrimSpace(c.MustRun(t, "id", "-u")))
}

// testAPI asks for everything that the README names.
func (d *deployment) testAPI(t *testing.T) {
	name := fmt.Sprintf("Lamp of %d", d.image.user)
	upload := d.ask(t, http.StatusCreated, http.MethodPost, "/uploads", map[string]any{"type": "image/png"})
	requireSigned(t, upload)
	product := d.ask(t, http.StatusCreated, http.MethodPost, "/products", map[string]any{"name": name, "photo": upload["key"]})
	path := fmt.Sprintf("/products/%v", product["id"])
	servers.Within(t, servers.Timeout, func() bool {
		found := d.ask(t, http.StatusOK, http.MethodGet, "/products?q="+url.QueryEscape("mp OF "+strconv.Itoa(d.image.user)), nil)
		return strings.Contains(marshal(t, found), name)
	}, "the search does not find it")
	require.Equal(t, name, d.ask(t, http.StatusOK, http.MethodGet, path, nil)["name"])
	require.Equal(t, name, d.ask(t, http.StatusOK, http.MethodGet, path, nil)["name"], "from the cache")
	requireSigned(t, d.ask(t, http.StatusOK, http.MethodGet, path+"/photo", nil))

	order := d.ask(t, http.StatusAccepted, http.MethodPost, "/orders", map[string]any{"product": product["id"]})
	require.Equal(t, "new", order["state"])
	servers.Within(t, servers.Timeout, func() bool {
		return d.ask(t, http.StatusOK, http.MethodGet, fmt.Sprintf("/orders/%v", order["id"]), nil)["state"] == "confirmed"
	}, "no worker confirms it")
}

// testBeat: what beat sends, a worker of the other queue does, and the web tier sees.
func (d *deployment) testBeat(t *testing.T) {
	servers.Within(t, servers.Timeout, func() bool {
		orders, _ := d.ask(t, http.StatusOK, http.MethodGet, "/summary", nil)["orders"].(float64)
		return orders > 0
	}, "there is no summary")
}

// testJob runs the command of the job's task definition.
func (d *deployment) testJob(t *testing.T) {
	c, command := d.container(t, "job-purge-task", "job-purge")
	require.Equal(t, "timeout", command[0])
	out := c.MustRun(t, command...)
	requireJSON(t, "job", out)
	require.Contains(t, out, `"message": "purged"`)
	require.Contains(t, out, `"orders": 0`)
}

// testDown: without a database nothing works, and yet the load balancer ends no task.
func (d *deployment) testDown(t *testing.T, b *bouncer) {
	b.Signal(syscall.SIGKILL)
	status, body, err := d.request(http.MethodGet, "/products", nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusInternalServerError, status, body)
	start := time.Now()
	status, body, err = d.request(http.MethodGet, "/healthz", nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status, body)
	require.Less(t, time.Since(start), time.Second)
}

// request asks as CloudFront and the load balancer do.
func (d *deployment) request(method, path string, body any) (status int, answer string, err error) {
	var text bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&text).Encode(body); err != nil {
			return 0, "", err
		}
	}
	request, err := http.NewRequest(method, "http://"+d.address+path, &text)
	if err != nil {
		return 0, "", err
	}
	request.Host = d.variables["CDN_DOMAIN"]
	request.Header.Set("X-Forwarded-Proto", "https")
	request.Header.Set("X-Forwarded-Scheme", "https")
	request.Header.Set("Content-Type", "application/json")
	response, err := fromBalancer.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	all, err := io.ReadAll(response.Body)
	return response.StatusCode, string(all), err
}

// ask wants an answer with a status.
func (d *deployment) ask(t *testing.T, want int, method, path string, body any) map[string]any {
	t.Helper()
	status, text, err := d.request(method, path, body)
	require.NoError(t, err)
	require.Equal(t, want, status, "%s %s: %s", method, path, text)
	var answer map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &answer), text)
	return answer
}

// await waits until a path answers.
func (d *deployment) await(t *testing.T, web *servers.Process, path string) {
	t.Helper()
	servers.Within(t, servers.Timeout, func() bool {
		status, _, err := d.request(http.MethodGet, path, nil)
		return err == nil && status == http.StatusOK || !web.Running()
	}, "%s does not answer\n%s", path, servers.Lazy(web.Log))
	require.True(t, web.Running(), "%s", web.Log())
}

// requireSigned wants a URL of S3 that S3 accepts for a bucket with a KMS key.
func requireSigned(t *testing.T, answer map[string]any) {
	t.Helper()
	text := marshal(t, answer)
	require.Contains(t, text, "AWS4-HMAC-SHA256")
	require.NotContains(t, text, "AWSAccessKeyId")
}

// requireJSON wants each line to be an object with the same keys.
func requireJSON(t *testing.T, name, log string) {
	t.Helper()
	require.NotEmpty(t, log, name)
	for line := range strings.Lines(log) {
		var entry map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &entry), "%s: %s", name, line)
		for _, key := range []string{"time", "level", "logger", "message"} {
			require.Contains(t, entry, key, "%s: %s", name, line)
		}
	}
}
