package servers_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// TestRabbitMQ: two nodes run side by side, each with its virtual hosts, and Celery checks the certificate.
func TestRabbitMQ(t *testing.T) {
	parts := servers.Find(t)
	const script = `
import os, sys, kombu
with kombu.Connection(sys.argv[1]) as connection:
    queue = connection.SimpleQueue("q", queue_args={"x-queue-type": "quorum"})
    queue.put("hello")
    message = queue.get(timeout=5)
    message.ack()
    print("got", message.payload)
`
	first := parts.StartRabbitMQ(t, "consumer_timeout = 900000\n", "other")
	second := parts.StartRabbitMQ(t, "")
	for _, at := range []struct{ url, ca, want string }{
		{first.URL("/"), first.CA, "got hello"},
		{first.URL("other"), first.CA, "got hello"},
		{second.URL("/"), second.CA, "got hello"},
		{second.URL("other"), second.CA, "NotAllowed"},
		{second.URL("/"), first.CA, "CERTIFICATE_VERIFY_FAILED"},
	} {
		out, _ := parts.Run(t, []string{"SSL_CERT_FILE=" + parts.Inside(at.ca)}, "/usr/bin/python3", "-c", script, at.url)
		require.Contains(t, out, at.want, at.url)
	}
}
