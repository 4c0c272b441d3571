package queuedepth

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

const (
	maxCore      = 0.01
	maxMemory    = 32 << 20
	imageOfFewMB = 12 << 20
)

// cpu is the processor time of a process so far, in seconds: that of its threads, in nanoseconds. The times in its stat
// have steps of 10 ms, which is more than a sample takes.
func (p *program) cpu(t *testing.T) float64 {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.cmd.Process.Pid))
	require.NoError(t, err)
	require.NotEmpty(t, threads)
	sum := 0.0
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		require.NoError(t, err)
		nanoseconds, err := strconv.ParseFloat(strings.Fields(string(text))[0], 64)
		require.NoError(t, err)
		sum += nanoseconds / 1e9
	}
	return sum
}

// peak is the largest resident set of a process so far, in bytes.
func (p *program) peak(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	require.NoError(t, err)
	return kilobytes << 10
}

// busy is a broker with 100,000 messages in a plain queue, as many in one with four priorities, and three empty ones.
func busy(t *testing.T) (*store, string) {
	t.Helper()
	s := startStore(t, "valkey")
	s.python(t, "send", "default", "1")
	message := s.LIndex(t.Context(), "default", 0).Val()
	s.fill(t, "default", message, 100_000)
	for _, step := range []string{"", "\x06\x163", "\x06\x166", "\x06\x169"} {
		s.fill(t, "urgent"+step, message, 25_000)
	}
	return s, "QUEUES=default,urgent,mail,media,reports"
}

// TestCost measures the real program, with the default settings but for the interval, while messages come and go.
func TestCost(t *testing.T) {
	t.Parallel()
	s, queues := busy(t)
	often := launch(t, s.url(), queues, "INTERVAL=1s")
	usual := launch(t, s.url(), queues, "ENVIRONMENT=usual")
	within(t, servers.Timeout, func() bool {
		return len(often.lines(t)) >= 10 && len(usual.lines(t)) == 5
	}, "no sample")
	require.Equal(t, int64(100_001), often.lines(t)[0].Depth)
	require.Equal(t, int64(100_000), often.lines(t)[1].Depth)

	begin, usualBegin := often.cpu(t), usual.cpu(t)
	samples, start := len(often.lines(t)), time.Now()
	for time.Since(start) < 32*time.Second {
		s.Pipelined(t.Context(), func(pipe redis.Pipeliner) error {
			for range 200 {
				pipe.RPopLPush(t.Context(), "default", "default")
			}
			return nil
		})
		time.Sleep(100 * time.Millisecond)
	}
	taken := float64(len(often.lines(t))-samples) / 5
	require.InDelta(t, 32, taken, 3)
	each := (often.cpu(t) - begin) / taken // with its five beats
	share := (usual.cpu(t) - usualBegin) / time.Since(start).Seconds()
	require.Equal(t, 10, len(usual.lines(t)), "two samples of five queues")
	info, err := os.Stat(often.cmd.Path)
	require.NoError(t, err)
	t.Logf("CPU a sample %.1f ms, so %.3f %% of a core at 30 s; measured at 30 s %.3f %%",
		each*1000, each/30*100, share*100)
	t.Logf("peak %.1f and %.1f MB; binary %.1f MB", mega(often.peak(t)), mega(usual.peak(t)), mega(int(info.Size())))
	require.Less(t, each/30, maxCore)
	require.Positive(t, share)
	require.Less(t, share, maxCore)
	require.Less(t, often.peak(t), maxMemory)
	require.Less(t, usual.peak(t), maxMemory)
	require.Less(t, int(info.Size()), imageOfFewMB)
}

// TestTheMemoryIsBounded: with the largest messages that are read at all, in many queues.
func TestTheMemoryIsBounded(t *testing.T) {
	t.Parallel()
	s := startStore(t, "valkey")
	var queues []string
	for i := range 60 {
		queue := fmt.Sprint("queue-", i)
		queues = append(queues, queue)
		for range 4 {
			require.NoError(t, s.LPush(t.Context(), queue, big(maxMessage)).Err())
		}
	}
	p := launch(t, s.url(), "QUEUES="+strings.Join(queues, ","), "INTERVAL=1s")
	for round := 1; round <= 8; round++ {
		within(t, servers.Timeout, func() bool { return len(p.lines(t)) >= 60*round }, "no sample")
		for _, queue := range queues {
			require.NoError(t, s.LPush(t.Context(), queue, big(maxMessage-round)).Err())
		}
	}
	t.Logf("peak %.1f MB", mega(p.peak(t)))
	require.Less(t, p.peak(t), maxMemory)
}

func big(size int) string {
	return strings.Repeat("x", size-20) + fmt.Sprintf("%020d", time.Now().UnixNano())
}

func mega(bytes int) float64 { return float64(bytes) / (1 << 20) }

// TestTheBrokersCost: how long samples keep the broker from its work while 100,000 messages wait. Only the second
// sample, the first that looks for a marker, goes through the list.
func TestTheBrokersCost(t *testing.T) {
	s, _ := busy(t)
	p := s.sampler("celery", "default", "urgent")
	sample := func(samples int) float64 {
		require.NoError(t, s.ConfigResetStat(t.Context()).Err())
		for range samples {
			taken, err := p.take(t.Context())
			require.NoError(t, err)
			require.WithinDuration(t, time.Now(), taken.taken, servers.Timeout, "the time of this sample")
			require.NoError(t, s.RPopCount(t.Context(), "default", 500).Err())
		}
		info, err := s.InfoMap(t.Context(), "commandstats").Result()
		require.NoError(t, err)
		_, rest, found := strings.Cut(info["Commandstats"]["cmdstat_evalsha"], "usec=")
		require.True(t, found)
		usec, err := strconv.ParseFloat(strings.Split(rest, ",")[0], 64)
		require.NoError(t, err)
		return usec / 1000 / float64(samples)
	}
	sample(1)
	first, others := sample(1), sample(20)
	t.Logf("the first search %.2f ms, a sample after it %.2f ms", first, others)
	require.Less(t, others, 30.0, "a machine that is busy with other things")
	require.Greater(t, first, 3*others, "the probes make the difference")
	require.NotZero(t, p.trails["default"].markers[0].distance)
}
