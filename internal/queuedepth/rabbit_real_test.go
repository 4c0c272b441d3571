package queuedepth

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// rabbitApp sends tasks as Tenfold's producers do, and holds some of them.
const rabbitApp = `
import sys, time
from kombu import Connection, Exchange, Queue

url, name, send, take = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with Connection(url) as connection:
    channel = connection.channel()
    queue = Queue(name, Exchange(name, "topic"), name, queue_arguments={"x-queue-type": "quorum"})(channel)
    queue.declare()
    for n in range(send):
        connection.Producer(channel).publish({"n": n}, exchange=name, routing_key=name)
    got = 0
    while got < take:
        got += queue.get() is not None
    print("holding", flush=True)
    time.sleep(600)
`

// startManaged starts a RabbitMQ with the management API, and has this process trust it.
func startManaged(t *testing.T) (*servers.Parts, *servers.RabbitMQ) {
	t.Helper()
	parts := servers.Find(t)
	return parts, parts.StartManagedRabbitMQ(t, "")
}

// rabbitProgram starts queuedepth on it.
func rabbitProgram(t *testing.T, r *servers.RabbitMQ, url string) *program {
	t.Helper()
	return launch(t, url, "QUEUES=mail,reports,none", "INTERVAL=1s",
		"MANAGEMENT_PORT="+strconv.Itoa(r.Management), "SSL_CERT_FILE="+r.CA)
}

// TestDepthOfRabbitMQ: what waits, and what a worker has not acknowledged, in quorum queues. A queue that nobody has
// declared is empty. Each of two programs publishes, without an age.
func TestDepthOfRabbitMQ(t *testing.T) {
	parts, r := startManaged(t)
	hold := func(queue string, send, take int) *servers.Process {
		p := parts.Start(t, parts.Dir(t), []string{"SSL_CERT_FILE=" + parts.Inside(r.CA)}, "/usr/bin/python3", "-c", rabbitApp,
			r.URL("/"), queue, strconv.Itoa(send), strconv.Itoa(take))
		within(t, servers.Timeout, func() bool { return strings.Contains(p.Log(), "holding") }, "it does not hold")
		return p
	}
	holder := hold("mail", 7, 3)
	hold("reports", 2, 0)
	both := []*program{rabbitProgram(t, r, r.URL("/")), rabbitProgram(t, r, r.URL("/"))}
	last := func(p *program) numbers {
		lines := p.lines(t)
		if len(lines) < 3 {
			return nil
		}
		got := numbers{}
		for _, line := range lines[len(lines)-3:] {
			got[line.Queue] = [2]int64{line.Depth, line.Tasks}
		}
		return got
	}
	reach := func(want numbers) {
		for _, p := range both {
			servers.Within(t, servers.Timeout, func() bool { return same(want, last(p)) }, "%s", servers.Lazy(func() string {
				return p.out.String() + p.err.String()
			}))
		}
	}
	reach(numbers{"mail": {4, 3}, "reports": {2, 0}, "none": {}})
	require.NotContains(t, both[0].out.String(), "OldestMessageAge")
	require.NotContains(t, both[0].get(t, "/metrics"), "oldest_message_age")
	require.Contains(t, both[0].get(t, "/metrics"), `tenfold_queue_depth{queue="mail"} 4`)
	require.True(t, healthy(t, both[0]))

	holder.Signal(9)
	reach(numbers{"mail": {7, 0}, "reports": {2, 0}, "none": {}})
	r.Signal(9)
	within(t, servers.Timeout, func() bool { return strings.Contains(both[0].get(t, "/metrics"), "broker_up 0\n") }, "it notices")
	before := len(both[0].lines(t))
	time.Sleep(3 * time.Second)
	require.Len(t, both[0].lines(t), before, "no false zeros")
}

func same(a, b numbers) bool {
	for queue, n := range a {
		if b[queue] != n {
			return false
		}
	}
	return len(a) == len(b)
}

// TestAWrongPasswordOfRabbitMQ is never healthy, and is not printed.
func TestAWrongPasswordOfRabbitMQ(t *testing.T) {
	_, r := startManaged(t)
	p := rabbitProgram(t, r, strings.Replace(r.URL("/"), servers.RabbitMQPassword, "wrong-one", 1))
	within(t, servers.Timeout, func() bool { return strings.Contains(p.err.String(), "401 Unauthorized") }, "it says why")
	require.False(t, healthy(t, p))
	require.NotContains(t, p.err.String(), "wrong-one")
	require.Empty(t, p.out.String())
}
