package queuedepth

import (
	"bytes"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// TestNothingIsPublishedAfterTheLease: a process may sleep between the renewal and the publishing.
func TestNothingIsPublishedAfterTheLease(t *testing.T) {
	var out bytes.Buffer
	c := testConfig
	c.broker, c.library = &redis.Options{Addr: "127.0.0.1:1"}, names.RQ
	l := newLoop(c, &out, slog.New(slog.NewTextHandler(io.Discard, nil)))
	l.note(func(s *status) { s.leader = true })
	l.publish(testSample)
	require.Empty(t, out.String(), "it never had the lease")
	l.lease.(*lease).until = time.Now().Add(time.Minute)
	l.publish(testSample)
	require.Equal(t, string(metricLines(c, testSample)), out.String())
	out.Reset()
	l.lease.(*lease).until = time.Now().Add(-time.Millisecond)
	l.publish(testSample)
	require.Empty(t, out.String(), "it is over")
}

// TestTheTimesOfTheLease: two beats may fail, and a killed leader is replaced within an interval.
func TestTheTimesOfTheLease(t *testing.T) {
	c := config{interval: 30 * time.Second}
	require.Equal(t, 6*time.Second, c.beat())
	require.Equal(t, 18*time.Second, newLease(c, nil).length)
	require.Less(t, newLease(c, nil).length+c.beat(), c.interval)
	require.NotEqual(t, newLease(c, nil).token, newLease(c, nil).token)
}

// TestTheLease in a real broker.
func TestTheLease(t *testing.T) {
	s := startStore(t, "valkey")
	c := config{environment: "test", interval: time.Second}
	one, two := newLease(c, s.Client), newLease(c, s.Client)
	renew := func(l *lease) bool {
		held, err := l.renew(t.Context())
		require.NoError(t, err)
		return held
	}
	require.True(t, renew(one))
	require.False(t, renew(two))
	require.NoError(t, two.giveBack(t.Context()))
	require.False(t, renew(two), "one cannot give back what the other has")
	require.True(t, renew(one))
	require.InDelta(t, 600, s.PTTL(t.Context(), "tenfold:queuedepth:test").Val().Milliseconds(), 100)
	other := newLease(config{environment: "other", interval: time.Second}, s.Client)
	require.True(t, renew(other), "each environment has its own")
	require.NoError(t, one.giveBack(t.Context()))
	require.False(t, one.held())
	require.True(t, renew(two))
	require.False(t, renew(one))
	time.Sleep(700 * time.Millisecond)
	require.False(t, two.held())
	require.True(t, renew(one), "it was not renewed")
}

// TestASampleThatFailedIsTakenAgainAtTheNextBeat, and one that succeeded after an interval.
func TestASampleThatFailedIsTakenAgainAtTheNextBeat(t *testing.T) {
	s := startStore(t, "valkey")
	broker, err := brokerOptions(s.url())
	require.NoError(t, err)
	var out bytes.Buffer
	c := config{
		broker: broker, queues: []string{"default"}, environment: "test", library: names.Celery, interval: time.Minute,
		prioritySteps: []int{0},
	}
	l := newLoop(c, &out, slog.New(slog.NewTextHandler(io.Discard, nil)))
	defer l.close()
	require.NoError(t, s.Set(t.Context(), "default", "no list", 0).Err())
	l.tick(t.Context())
	require.Equal(t, int64(1), l.status().errors)
	require.True(t, l.status().leader)
	require.Empty(t, out.String())
	require.NoError(t, s.Del(t.Context(), "default").Err())
	for range 3 {
		l.tick(t.Context())
	}
	require.Equal(t, int64(1), l.status().samples)
	require.Equal(t, string(metricLines(c, l.status().last)), out.String())
	l.due = time.Now()
	l.tick(t.Context())
	require.Equal(t, int64(2), l.status().samples)
	require.InDelta(t, time.Minute.Seconds(), time.Until(l.due).Seconds()+c.beat().Seconds()/2, 1)
}
