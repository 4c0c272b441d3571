package queuedepth

import (
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// TestRQ writes what RQ writes: an id at the end of the list, a hash for the job, and scores of the registries in
// seconds.
func TestRQ(t *testing.T) {
	s := startStore(t, "valkey")
	p := s.sampler(names.RQ, "default", "mail")
	require.Equal(t, numbers{"default": {}, "mail": {}}, p.numbers(t))
	now := time.Now()
	for i := range 5 {
		id := fmt.Sprintf("job-%d", i)
		enqueued := now.Add(time.Duration(i-100) * time.Second).UTC().Format("2006-01-02T15:04:05.000000Z")
		require.NoError(t, s.HSet(t.Context(), "rq:job:"+id, "origin", "default", "enqueued_at", enqueued).Err())
		require.NoError(t, s.RPush(t.Context(), "rq:queue:default", id).Err())
	}
	score := func(d time.Duration) float64 { return float64(now.Add(d).Unix()) }
	require.NoError(t, s.ZAdd(t.Context(), "rq:wip:default",
		redis.Z{Score: score(-time.Minute), Member: "lost"},
		redis.Z{Score: score(time.Minute), Member: "started"},
		redis.Z{Score: score(time.Hour), Member: "long:execution"}).Err())
	require.NoError(t, s.ZAdd(t.Context(), "rq:scheduled:mail",
		redis.Z{Score: score(-time.Minute), Member: "due"},
		redis.Z{Score: score(time.Hour), Member: "later"}).Err())
	require.Equal(t, numbers{"default": {6, 2}, "mail": {1, 0}}, p.numbers(t), "what is lost waits for another worker")
	require.NoError(t, s.ZRem(t.Context(), "rq:wip:default", "lost").Err())

	taken, err := p.take(t.Context())
	require.NoError(t, err)
	require.InDelta(t, time.Since(now).Seconds()+100, taken.queues[0].age.Seconds(), 0.3)
	require.Equal(t, "job-0", s.LPop(t.Context(), "rq:queue:default").Val())
	taken, err = p.take(t.Context())
	require.NoError(t, err)
	require.Equal(t, numbers{"default": {4, 2}, "mail": {1, 0}}, numbersOf(taken))
	require.InDelta(t, time.Since(now).Seconds()+99, taken.queues[0].age.Seconds(), 0.3)

	// A job whose hash is gone says nothing of its age, but the markers do: they are searched from the front.
	require.NoError(t, s.Del(t.Context(), "rq:job:job-1").Err())
	_, err = p.take(t.Context())
	require.NoError(t, err)
	first := time.Now()
	time.Sleep(200 * time.Millisecond)
	taken, err = p.take(t.Context())
	require.NoError(t, err)
	require.InDelta(t, time.Since(first).Seconds(), taken.queues[0].age.Seconds(), 0.3)
	require.Equal(t, int64(4), p.trails["rq:queue:default"].markers[0].distance, "the newest of four, from the front")
}
