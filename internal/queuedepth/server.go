package queuedepth

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// maxSilence is the number of intervals without a beat after which the process counts as stuck.
const maxSilence = 3

// unhealthy describes what is wrong with the process, or is "" while it works. The process must have read the broker once,
// so that the deployment of a task with a wrong URL or password fails. An outage of the broker later does not make the
// process unhealthy: a restart would only lose its markers.
func unhealthy(s status, now time.Time) string {
	if s.last.taken.IsZero() {
		return "no sample yet: the broker has not answered"
	}
	if silent := now.Sub(s.beat); silent > maxSilence*s.interval {
		return fmt.Sprintf("no beat for %s; want one in %s", silent.Round(time.Second), maxSilence*s.interval)
	}
	return ""
}

// handler serves /metrics and /healthz.
func handler(current func() status) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		writeMetrics(w, current(), time.Now())
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if problem := unhealthy(current(), time.Now()); problem != "" {
			http.Error(w, problem, http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
}

// serve serves until ctx ends.
func serve(ctx context.Context, listener net.Listener, current func() status) {
	server := &http.Server{Handler: handler(current), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	_ = server.Serve(listener) // it ends with ctx only
}

// checkHealth asks the process in the same container, which listens at address, for its health.
func checkHealth(ctx context.Context, address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("unhealthy: %s", strings.TrimSpace(string(text)))
	}
	return err
}
