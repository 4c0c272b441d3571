package forwarded

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/web"
	"github.com/tenfold-iac/tenfold/test/real/servers"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// answer is what an application says of a request.
type answer struct{ Scheme, Host, Client, Method, Path string }

// server is an application on a server, in the environment of a web container.
type server struct {
	*servers.Process
	address string
}

// application is how a server is started: with the code of the page unless it is bare, and with its keep-alive in seconds,
// 0 for the component's default.
type application struct {
	framework, command string
	bare               bool
	keepAlive          int
}

func serve(t *testing.T, parts *servers.Parts, a application) *server {
	t.Helper()
	dir, port := parts.Dir(t), servers.Port(t)
	text, err := os.ReadFile("testdata/" + a.framework + "_app.py")
	require.NoError(t, err)
	code := ""
	if !a.bare {
		code = snippet(t, a.framework)
	}
	require.Contains(t, string(text), "# THE CODE OF THE PAGE\n")
	parts.Write(t, dir, "app.py", strings.Replace(string(text), "# THE CODE OF THE PAGE\n", code, 1))
	env := append(environment(t, port, a.keepAlive), "PYTHONPATH="+parts.Inside(dir), "TMPDIR="+parts.Inside(dir), "CDN_DOMAIN="+host)
	w := &server{
		parts.Start(t, dir, env, "/bin/sh", "-c", "exec "+a.command), net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
	}
	servers.Within(t, 3*servers.Timeout, func() bool {
		_, err := net.Dial("tcp", w.address)
		return err == nil || !w.Running()
	}, "it does not listen")
	require.True(t, w.Running(), "%s", w.Log())
	return w
}

// snippet is the code of the page for a framework.
func snippet(t *testing.T, framework string) string {
	t.Helper()
	text, err := os.ReadFile("../../../docs/web.md")
	require.NoError(t, err)
	block := regexp.MustCompile("(?is)```python\n# " + framework + "\n(.*?)```").FindStringSubmatch(string(text))
	require.Len(t, block, 2, framework)
	return block[1]
}

// environment is what the component gives to a container behind a load balancer of this machine.
func environment(t *testing.T, port, keepAlive int) []string {
	t.Helper()
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		_, err := web.New(ctx, "web", web.Args{
			Task: ecs.TaskArgs{
				ClusterName: pulumi.String("main"), ClusterARN: pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
				VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
				Region: "us-east-1", Image: pulumi.String("registry.example.com/backend:1.2.3"),
			},
			LoadBalancerSecurityGroupID: pulumi.String("sg-alb"), TargetGroupARN: pulumi.String("arn:aws:tg"), Port: port,
			KeepAlive: keepAlive, LoadBalancerCIDRs: pulumi.ToStringArray([]string{"127.0.1.0/24", "127.0.0.8/29"}),
		})
		return err
	})
	var containers []struct {
		Environment []struct{ Name, Value string }
	}
	text := rec.Named(t, "aws:ecs/taskDefinition:TaskDefinition", "web-task").Input("containerDefinitions").(string)
	require.NoError(t, json.Unmarshal([]byte(text), &containers))
	var list []string
	for _, variable := range containers[0].Environment {
		list = append(list, variable.Name+"="+variable.Value)
	}
	return list
}

// balancer asks from an address in the load balancer's subnets.
var balancer = http.Client{
	Transport: &http.Transport{
		DialContext:       (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 9)}}).DialContext,
		DisableKeepAlives: true,
	},
	Timeout: servers.Timeout,
}

// post sends a form of a page of the application.
func (w *server) post(t *testing.T, headers http.Header) (status int, body string) {
	t.Helper()
	const token = "abcdefghijklmnopqrstuvwxyz012345"
	request, err := http.NewRequest(http.MethodPost, "http://"+w.address+"/echo", strings.NewReader("csrfmiddlewaretoken="+token))
	require.NoError(t, err)
	request.Host, request.Header = host, headers
	request.Header.Set("Origin", "https://"+host)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.AddCookie(&http.Cookie{Name: "csrftoken", Value: token})
	return do(t, request)
}

func (w *server) ask(t *testing.T, headers http.Header) (a answer) {
	t.Helper()
	status, body := w.post(t, headers)
	require.Equal(t, http.StatusOK, status, body)
	require.NoError(t, json.Unmarshal([]byte(body), &a))
	return a
}

// health asks as the load balancer itself does.
func (w *server) health(t *testing.T) int {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, "http://"+w.address+"/healthz", nil)
	require.NoError(t, err)
	status, _ := do(t, request)
	return status
}

func do(t *testing.T, request *http.Request) (status int, body string) {
	t.Helper()
	response, err := balancer.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(text)
}
