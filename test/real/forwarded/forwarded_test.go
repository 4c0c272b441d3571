// Package forwarded proves the section "Behind CloudFront and the load balancer" of docs/web.md: Django, Flask and FastAPI
// with the code of the page, on real servers, asked with the headers that CloudFront and the load balancer send.
package forwarded

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// forged are the headers of a client that wants to be somebody else, somewhere else.
func forged() http.Header {
	return http.Header{
		"X-Forwarded-For": {"198.51.100.66"}, "X-Forwarded-Proto": {"http"}, "X-Forwarded-Scheme": {"http"},
		"X-Forwarded-Host": {"evil.example.net"}, "Forwarded": {"for=198.51.100.66;host=evil.example.net;proto=http"},
		"X-Forwarded-Prefix": {"/evil"}, "X-Forwarded-Ssl": {"off"}, "X-Forwarded-Protocol": {"http"},
		"X-Original-Url": {"/evil"}, "X-Rewrite-Url": {"/evil"}, "X-Http-Method-Override": {"DELETE"},
		"X_forwarded_host": {"evil.example.net"}, "X-Real-Ip": {"198.51.100.66"},
	}
}

// applications are the code of the page on each server, and Uvicorn without any code.
var applications = map[string]application{
	"Django on Gunicorn":              {framework: "django", command: threads},
	"Flask on Gunicorn":               {framework: "flask", command: threads},
	"FastAPI on Uvicorn":              {framework: "fastapi", command: "uvicorn app:app"},
	"FastAPI on Gunicorn":             {framework: "fastapi", command: uvicornWorker},
	"FastAPI on Uvicorn without code": {framework: "fastapi", command: "uvicorn app:app", bare: true},
}

const (
	threads       = "gunicorn --threads=2 app:app"
	uvicornWorker = "gunicorn -k uvicorn.workers.UvicornWorker app:app"
)

func TestWhatTheApplicationLearns(t *testing.T) {
	parts := servers.Find(t)
	front := recordFront(t)
	for name, a := range applications {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serve(t, parts, a)
			for _, headers := range []http.Header{{}, forged()} {
				for _, hasDomain := range []bool{true, false} {
					got := w.ask(t, front.requestOf(headers, hasDomain))
					require.Equal(t, expected(a.bare, hasDomain), got, "domain %v, client sent %v", hasDomain, headers)
				}
			}
			require.Equal(t, http.StatusOK, w.health(t))
		})
	}
}

// expected is what each application must learn. Without code, Uvicorn learns the scheme with a domain only, and takes
// CloudFront's address for the client's: neither can be forged.
func expected(bare, hasDomain bool) answer {
	a := answer{Scheme: "https", Host: host, Client: client, Method: http.MethodPost, Path: "/echo"}
	if bare {
		a.Client = edge
	}
	if bare && !hasDomain {
		a.Scheme = "http"
	}
	return a
}

// Without the setting, Django refuses every POST of a page of its own.
func TestDjangoRefusesPostsWithoutTheSetting(t *testing.T) {
	w := serve(t, servers.Find(t), application{framework: "django", command: threads, bare: true})
	status, body := w.post(t, recordFront(t).requestOf(http.Header{}, false))
	require.Equal(t, http.StatusForbidden, status, body)
	require.Contains(t, body, "Origin checking failed")
}

// This is why the variable is Uvicorn's own: Gunicorn reads FORWARDED_ALLOW_IPS too.
func TestGunicornExitsAtANetwork(t *testing.T) {
	parts := servers.Find(t)
	out, err := parts.Run(t, []string{"FORWARDED_ALLOW_IPS=10.0.240.0/22"}, "/usr/bin/gunicorn", "--check-config", "app:app")
	require.Error(t, err)
	require.Contains(t, out, "'10.0.240.0/22' does not appear to be an IPv4 or IPv6 address")
}
