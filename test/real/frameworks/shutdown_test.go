package frameworks

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// TestEnvironmentsChain: what an environment's web tasks get fits the load balancer before them.
func TestEnvironmentsChain(t *testing.T) {
	rec := recordEnvironment(t)
	web := containerOf(t, rec, "web-task", "web")
	variables := web.variables(t, rec)
	balancer := rec.Named(t, "aws:lb/loadBalancer:LoadBalancer", "alb")
	require.Equal(t, 60, balancer.Input("idleTimeout"))
	require.Equal(t, "75", variables["UVICORN_TIMEOUT_KEEP_ALIVE"])
	require.Equal(t, "--timeout=30 --graceful-timeout=30 --keep-alive=75", variables["GUNICORN_CMD_ARGS"])
	require.Equal(t, "30", variables["UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN"])
	require.Equal(t, 45, web.StopTimeout)
}

// idle opens a connection, asks once, and tells how long the server then keeps the connection.
func (w *server) idle(t *testing.T) <-chan time.Duration {
	t.Helper()
	conn, err := net.Dial("tcp", w.address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", w.address)
	require.NoError(t, err)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode)
	start, kept := time.Now(), make(chan time.Duration, 1)
	go func() {
		_, _ = conn.Read(make([]byte, 1))
		kept <- time.Since(start)
	}()
	return kept
}

// testKeepAlive wants the server to keep an idle connection for as long as it was told, and no longer.
func testKeepAlive(t *testing.T, w *server, idle <-chan time.Duration) {
	select {
	case kept := <-idle:
		require.Greater(t, kept, time.Duration(w.chain.keepAlive)*time.Second-500*time.Millisecond)
	case <-time.After(servers.Timeout):
		t.Fatal("the server does not close it")
	}
}

// testShutdown ends the server while a short request and one that is too long are in flight.
func testShutdown(t *testing.T, w *server, b *bouncer) {
	const tooLong = 25 // seconds, in which the server would end if it waited
	results := make(chan error)
	for _, seconds := range []float64{2, tooLong} {
		go func() {
			_, err := w.fetch("/sleep?seconds=%v", seconds)
			if (err == nil) != (seconds == 2) {
				results <- fmt.Errorf("of %v seconds: %w", seconds, err)
				return
			}
			results <- nil
		}()
	}
	b.awaitSleeping(t, 2)
	start := time.Now()
	w.Signal(syscall.SIGTERM)
	require.NoError(t, w.Wait(time.Duration(w.chain.stop)*time.Second), "it ends by itself, with 0")
	took := time.Since(start)
	require.NoError(t, <-results)
	require.NoError(t, <-results)
	require.Greater(t, took, time.Duration(w.chain.graceful)*time.Second-500*time.Millisecond, "it waits for requests")
	require.Less(t, took, tooLong*time.Second, "it does not wait for ever")
	_, err := net.Dial("tcp", w.address)
	require.Error(t, err)
	t.Logf("ended after %v", took)
}
