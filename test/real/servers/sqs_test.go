package servers_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// TestSQS: a message is hidden for as long as was asked, and after its last receipt it is in the dead-letter queue. And
// kombu's own transport, as the web tier has it, sends to the server.
func TestSQS(t *testing.T) {
	parts := servers.Find(t)
	server := parts.StartSQS(t)
	dead := server.CreateQueue(t, "dead", map[string]string{})
	queue := server.CreateQueue(t, "work", map[string]string{
		"RedrivePolicy": fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":2}`, server.ARN(t, dead)),
	})
	const script = `
import sys, kombu
options = {"predefined_queues": {"q": {"url": sys.argv[1]}}, "region": sys.argv[2]}
with kombu.Connection("sqs://", transport_options=options) as connection:
    connection.SimpleQueue("q").put("hello")
`
	parts.MustRun(t, server.Environment(), "/usr/bin/python3", "-c", script, queue, servers.SQSRegion)
	require.Equal(t, 1, server.Visible(t, queue))
	start := time.Now()
	require.Equal(t, 1, server.Receives(t, queue))
	require.Equal(t, 2, server.Receives(t, queue))
	require.GreaterOrEqual(t, time.Since(start), time.Second, "it was hidden for a second")
	require.Equal(t, 1, server.Hidden(t, queue))
	require.Zero(t, server.Visible(t, dead))

	server.SetAttributes(t, queue, map[string]string{"RedrivePolicy": fmt.Sprintf(
		`{"deadLetterTargetArn":%q,"maxReceiveCount":3}`, server.ARN(t, dead))})
	require.Equal(t, 3, server.Receives(t, queue))
	server.Send(t, queue, "another")
	require.Equal(t, 1, server.Receives(t, queue), "of the other one")
	require.Eventually(t, func() bool { return server.Visible(t, queue) == 2 }, servers.Timeout, 20*time.Millisecond)
	require.Equal(t, 2, server.Receives(t, queue), "the first is dead")
	require.Equal(t, 1, server.Visible(t, dead))
	server.DeleteQueue(t, queue)
}
