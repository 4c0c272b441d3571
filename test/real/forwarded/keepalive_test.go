package forwarded

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// Gunicorn's Uvicorn worker takes its keep-alive from GUNICORN_CMD_ARGS, and not from Uvicorn's variables. 7 seconds are
// longer than the 2 of Gunicorn and the 5 of Uvicorn.
func TestTheUvicornWorkerKeepsConnections(t *testing.T) {
	t.Parallel()
	const keepAlive = 7
	w := serve(t, servers.Find(t), application{framework: "fastapi", command: uvicornWorker, keepAlive: keepAlive})
	connection, err := net.Dial("tcp", w.address)
	require.NoError(t, err)
	defer connection.Close()
	_, err = io.WriteString(connection, "GET /healthz HTTP/1.1\r\nHost: 10.2.0.17:8000\r\n\r\n")
	require.NoError(t, err)
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())

	idle := time.Now()
	require.NoError(t, connection.SetReadDeadline(idle.Add(servers.Timeout)))
	_, err = connection.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF, "the server closes the connection")
	require.InDelta(t, keepAlive, time.Since(idle).Seconds(), 3)
	require.Greater(t, time.Since(idle).Seconds(), keepAlive-1.0)
}
