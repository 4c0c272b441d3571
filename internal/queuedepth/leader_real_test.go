package queuedepth

import (
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// quick is an interval of a test: everything but the interval is as in production.
const quick = 2 * time.Second

// pair starts two programs, and says which one leads.
func pair(t *testing.T, url string) (leader, standby *program) {
	t.Helper()
	var both [2]*program
	for i := range both {
		both[i] = launch(t, url, "QUEUES=default,mail", "INTERVAL="+quick.String())
	}
	within(t, servers.Timeout, func() bool {
		return len(both[0].lines(t))+len(both[1].lines(t)) > 0 &&
			healthy(t, both[0]) && healthy(t, both[1])
	}, "nobody publishes")
	if both[0].leads(t) {
		return both[0], both[1]
	}
	return both[1], both[0]
}

func healthy(t *testing.T, p *program) bool { return p.get(t, "/healthz") == "ok\n" }

// TestExactlyOnePublishes, the other one samples too, and takes over at once when the first one is stopped.
func TestExactlyOnePublishes(t *testing.T) {
	s := startStore(t, "valkey")
	s.python(t, "send", "mail", "7")
	leader, standby := pair(t, s.url())
	within(t, 4*quick, func() bool { return len(leader.lines(t)) == 6 }, "three samples of two queues")
	require.Empty(t, standby.lines(t))
	require.Empty(t, standby.out.String())
	first := leader.lines(t)
	for i, line := range first {
		require.Equal(t, []string{"default", "mail"}[i%2], line.Queue)
		require.Equal(t, []int64{0, 7}[i%2], line.Depth)
	}
	require.InDelta(t, quick.Milliseconds(), first[4].Head.Timestamp-first[2].Head.Timestamp, 300)
	require.Contains(t, leader.get(t, "/metrics"), `tenfold_queue_depth{queue="mail"} 7`)
	require.NotContains(t, standby.get(t, "/metrics"), "tenfold_queue_depth")
	require.NotContains(t, standby.get(t, "/metrics"), "tenfold_queuedepth_samples_total 0\n", "it samples too")

	stopped := time.Now()
	leader.stop(t)
	require.Equal(t, []string{"started", "leadership changed", "stopped"}, leader.messages(t))
	published := len(leader.lines(t))
	within(t, quick, func() bool { return len(standby.lines(t)) == 2 }, "the other one takes over")
	require.Less(t, time.Since(stopped), quick/beats+500*time.Millisecond, "at the next beat")
	require.Greater(t, standby.lines(t)[1].Age, 2.0, "the markers of the one that waited are warm")
	require.Len(t, leader.lines(t), published)
}

// TestAKilledLeaderIsReplaced within the lease and a beat, which is less than an interval.
func TestAKilledLeaderIsReplaced(t *testing.T) {
	s := startStore(t, "valkey")
	leader, standby := pair(t, s.url())
	leader.signal(syscall.SIGKILL)
	killed := time.Now()
	within(t, 2*quick, func() bool { return len(standby.lines(t)) > 0 }, "nobody takes over")
	require.Less(t, time.Since(killed), quick)
	within(t, 2*quick, func() bool { return len(standby.lines(t)) == 4 }, "it goes on")
	require.True(t, standby.leads(t))
}

// TestALeaderThatWakesUpIsSilent: it was stopped for longer than its lease.
func TestALeaderThatWakesUpIsSilent(t *testing.T) {
	s := startStore(t, "valkey")
	leader, standby := pair(t, s.url())
	leader.signal(syscall.SIGSTOP)
	within(t, 2*quick, func() bool { return len(standby.lines(t)) > 0 }, "nobody takes over")
	before := len(leader.lines(t))
	leader.signal(syscall.SIGCONT)
	within(t, 3*quick, func() bool { return len(standby.lines(t)) == 6 }, "the new one goes on")
	require.Len(t, leader.lines(t), before)
	require.False(t, leader.leads(t))
}

// TestAFullBrokerIsPublished: a broker that takes no more messages is when the numbers matter most, even when the
// leader has just died.
func TestAFullBrokerIsPublished(t *testing.T) {
	s := startStore(t, "valkey")
	require.NoError(t, s.ConfigSet(t.Context(), "maxmemory", "1").Err())
	require.ErrorContains(t, s.Set(t.Context(), "a", "b", 0).Err(), "OOM")
	leader, standby := pair(t, s.url())
	leader.signal(syscall.SIGKILL)
	within(t, 2*quick, func() bool { return len(standby.lines(t)) > 0 }, "nobody takes over")
}

// TestABrokerThatGoesAway: nothing is published meanwhile, the log says so once, and all goes on when it is back.
func TestABrokerThatGoesAway(t *testing.T) {
	parts := servers.Find(t)
	dir, port := parts.Dir(t), servers.Port(t)
	start := func() *servers.Process {
		return parts.Start(t, dir, nil, "/usr/bin/valkey-server",
			"--bind", "127.0.0.1", "--port", fmt.Sprint(port), "--save", "")
	}
	client := redis.NewClient(&redis.Options{Addr: fmt.Sprintf("127.0.0.1:%d", port)})
	defer client.Close()
	answers := func() bool { return client.Ping(t.Context()).Err() == nil }
	p := launch(t, fmt.Sprintf("redis://127.0.0.1:%d/0", port), "QUEUES=default", "INTERVAL=1s")

	within(t, servers.Timeout, func() bool { return len(p.messages(t)) == 2 }, "it says that there is no broker")
	require.Equal(t, "no sample yet: the broker has not answered\n", p.get(t, "/healthz"))
	server := start()
	within(t, servers.Timeout, answers, "the broker does not start")
	require.NoError(t, client.LPush(t.Context(), "default", "a", "b").Err())
	within(t, servers.Timeout, func() bool { return len(p.lines(t)) >= 2 }, "it finds the broker")

	server.Signal(syscall.SIGKILL)
	down := func() bool { return strings.Contains(p.get(t, "/metrics"), "broker_up 0\n") }
	within(t, servers.Timeout, down, "it notices")
	before := len(p.lines(t))
	time.Sleep(3 * time.Second)
	require.Len(t, p.lines(t), before, "no false zeros")
	require.NotContains(t, p.get(t, "/metrics"), "tenfold_queue_")
	require.NotContains(t, p.get(t, "/metrics"), "sample_errors_total 0\n")
	require.True(t, healthy(t, p), "to start it anew would not help")

	start()
	within(t, servers.Timeout, answers, "the broker does not start again")
	require.NoError(t, client.LPush(t.Context(), "default", "c").Err())
	within(t, servers.Timeout, func() bool { return len(p.lines(t)) >= before+2 }, "it goes on")
	require.Equal(t, int64(1), p.lines(t)[before+1].Depth, "the broker kept nothing")
	p.stop(t)
	counts := map[string]int{}
	for _, message := range p.messages(t) {
		counts[message]++
	}
	require.Equal(t, 2, counts["the broker does not answer; nothing is published"])
	require.Equal(t, 2, counts["the broker answers again"])
	require.Equal(t, 1, counts["stopped"])
}

// TestAWrongPasswordIsNeverHealthy, so that a deployment with it fails.
func TestAWrongPasswordIsNeverHealthy(t *testing.T) {
	s := startStore(t, "valkey")
	p := launch(t, strings.Replace(s.url(), servers.RedisPassword, "wrong", 1), "QUEUES=default", "INTERVAL=1s")
	within(t, servers.Timeout, func() bool { return strings.Contains(p.err.String(), "WRONGPASS") }, "it says why")
	require.False(t, healthy(t, p))
	require.Empty(t, p.out.String())
	require.Equal(t, 1, healthCommand(t, p))
}

// healthCommand runs the container's health check.
func healthCommand(t *testing.T, p *program) int {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), p.cmd.Path, "health")
	cmd.Env = p.cmd.Env
	_ = cmd.Run()
	return cmd.ProcessState.ExitCode()
}

func TestTheHealthCommand(t *testing.T) {
	s := startStore(t, "valkey")
	p := launch(t, s.url(), "QUEUES=default", "INTERVAL=1s")
	within(t, servers.Timeout, func() bool { return healthCommand(t, p) == 0 }, "it gets well")
	p.signal(syscall.SIGSTOP)
	within(t, servers.Timeout, func() bool { return healthCommand(t, p) == 1 }, "it is stopped")
	p.signal(syscall.SIGCONT)
	p.stop(t)
	require.Equal(t, 1, healthCommand(t, p))
}
