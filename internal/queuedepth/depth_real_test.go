package queuedepth

import (
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// TestDepthIsExact puts messages in with Celery, and 100,000 of the same form by pipelines, in plain queues and in
// queues with priorities, and takes some out with kombu.
func TestDepthIsExact(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"valkey", "redis"} {
		t.Run(engine, func(t *testing.T) {
			s := startStore(t, engine)
			p := s.sampler(names.Celery, "none", "one", "ten", "thousand", "urgent")
			want := numbers{"none": {}, "one": {}, "ten": {}, "thousand": {}, "urgent": {}}
			require.Equal(t, want, p.numbers(t))

			for queue, count := range map[string]int{"one": 1, "ten": 10, "thousand": 1000} {
				s.python(t, "send", queue, strconv.Itoa(count))
				want[queue] = [2]int64{int64(count)}
			}
			require.Equal(t, want, p.numbers(t))

			// Each priority of 0 to 9, one message more each. Celery's keys are for 0, 3, 6 and 9.
			for priority := range 10 {
				s.python(t, "send", "urgent", strconv.Itoa(priority+1), strconv.Itoa(priority))
			}
			for key, length := range map[string]int64{
				"urgent": 1 + 2 + 3, "urgent\x06\x163": 4 + 5 + 6, "urgent\x06\x166": 7 + 8 + 9, "urgent\x06\x169": 10,
			} {
				require.Equal(t, length, s.LLen(t.Context(), key).Val(), key)
			}
			want["urgent"] = [2]int64{55}
			require.Equal(t, want, p.numbers(t))

			s.python(t, "take", "thousand", "137")
			s.python(t, "take", "urgent", "21")
			want["thousand"], want["urgent"] = [2]int64{863}, [2]int64{34}
			require.Equal(t, want, p.numbers(t))

			message := s.LIndex(t.Context(), "ten", 0).Val()
			s.fill(t, "thousand", message, 100_000)
			for _, key := range []string{"urgent", "urgent\x06\x163", "urgent\x06\x166", "urgent\x06\x169"} {
				s.fill(t, key, message, 25_000)
			}
			want["thousand"], want["urgent"] = [2]int64{100_863}, [2]int64{100_034}
			require.Equal(t, want, p.numbers(t))

			s.python(t, "take", "urgent", "34")
			want["urgent"] = [2]int64{100_000}
			require.Equal(t, want, p.numbers(t))
		})
	}
}

// TestActiveTasksOfCelery holds messages with kombu and with a Celery worker, and gives them back.
func TestActiveTasksOfCelery(t *testing.T) {
	s := startStore(t, "valkey")
	p := s.sampler(names.Celery, "default", "mail")
	s.python(t, "send", "default", "5")
	s.python(t, "send", "mail", "4", "6")
	s.python(t, "send", "other", "3")
	s.holding(t, "holding", 1, "take", "mail", "3", "hold")
	s.holding(t, "holding", 1, "take", "other", "2", "hold")
	worker := s.holding(t, "working", 2, "worker", "default")
	require.Equal(t, numbers{"default": {3, 2}, "mail": {1, 3}}, p.numbers(t))
	require.Equal(t, int64(7), s.HLen(t.Context(), "unacked").Val(), "other's are not counted for anybody")

	worker.Signal(9)
	require.Error(t, worker.Wait(time.Second))
	require.Equal(t, numbers{"default": {3, 2}, "mail": {1, 3}}, p.numbers(t), "until the visibility timeout")
}

// TestTasksOfCeleryForLater: Tenfold's workers keep them in a set of each list. They are neither waiting nor in flight
// until they are due; but one that is due soon wakes a service that has no tasks.
func TestTasksOfCeleryForLater(t *testing.T) {
	s := startStore(t, "valkey")
	p := s.sampler(names.Celery, "default", "mail", "tomorrow")
	later := func(key, message string, seconds float64) {
		due := float64(time.Now().UnixMilli())/1000 + seconds
		require.NoError(t, s.ZAdd(t.Context(), "tenfold:later:"+key, redis.Z{Member: message, Score: due}).Err())
	}
	take := func() []queueSample {
		taken, err := p.take(t.Context())
		require.NoError(t, err)
		for i := range taken.queues {
			taken.queues[i].age = taken.queues[i].age.Round(10 * time.Second)
		}
		return taken.queues
	}
	later("tomorrow", "a", 86400)
	later("default", "a", soon-10)
	later("default\x06\x169", "b", soon-5)
	later("default", "c", soon+10)
	later("mail", "a", -40)
	later("mail\x06\x163", "b", -20)
	later("mail", "c", 60)
	want := []queueSample{
		{queue: "default", depth: 1, later: 3},
		{queue: "mail", depth: 2, later: 1, age: 40 * time.Second},
		{queue: "tomorrow", later: 1},
	}
	require.Equal(t, want, take())

	s.python(t, "send", "default", "3")
	want[0].depth = 3
	require.Equal(t, want, take(), "who works on these is there already")
	s.holding(t, "holding", 1, "take", "default", "3", "hold")
	want[0].depth, want[0].active = 0, 3
	require.Equal(t, want, take())
}

// TestExchangesOfOthersThanCelery: queues may be bound to exchanges of their own.
func TestExchangesOfOthersThanCelery(t *testing.T) {
	s := startStore(t, "valkey")
	p := s.sampler(names.Celery, "direct", "topic")
	s.holding(t, "holding", 1, "exchange", "direct", "jobs", "a-key", "direct", "a-key")
	s.holding(t, "holding", 1, "exchange", "topic", "events", "mail.*", "topic", "mail.urgent")
	require.Equal(t, numbers{"direct": {0, 1}, "topic": {0, 1}}, p.numbers(t))

	// An exchange that has no bindings any more.
	require.NoError(t, s.Del(t.Context(), "_kombu.binding.jobs").Err())
	taken, err := s.sampler(names.Celery, "direct", "topic").take(t.Context())
	require.NoError(t, err)
	require.Equal(t, numbers{"direct": {0, 0}, "topic": {0, 1}}, numbersOf(taken))
	require.Equal(t, int64(1), taken.unattributed)
}

// TestManyActiveTasks: up to the bound each is looked at, and beyond it a part stands for the whole.
func TestManyActiveTasks(t *testing.T) {
	s := startStore(t, "valkey")
	p := s.sampler(names.Celery, "default", "mail", "rare")
	s.python(t, "send", "default", "1")
	s.holding(t, "holding", 1, "take", "default", "1", "hold")
	entry := s.HVals(t.Context(), "unacked").Val()[0]
	hold := func(queue string, from, to int) {
		values := map[string]any{}
		for i := from; i < to; i++ {
			values[queue+strconv.Itoa(i)] = entry[:len(entry)-len(`"default"]`)] + strconv.Quote(queue) + "]"
		}
		require.NoError(t, s.HSet(t.Context(), "unacked", values).Err())
	}
	hold("default", 1, 250)
	hold("mail", 0, maxActive-250)
	require.Equal(t, numbers{"default": {0, 250}, "mail": {0, maxActive - 250}, "rare": {}}, p.numbers(t))

	hold("default", 250, 10_000)
	hold("mail", maxActive-250, 30_000)
	taken, err := p.take(t.Context())
	require.NoError(t, err)
	require.True(t, taken.estimated)
	got := numbersOf(taken)
	require.InDelta(t, 10_000, got["default"][1], 3000) // seven standard deviations
	require.InDelta(t, 40_000, got["default"][1]+got["mail"][1], 1)
	require.Equal(t, int64(1), got["rare"][1], "that nothing is in flight is not known")
}

// TestBigEntriesAreNotRead: what a sample reads is bounded in bytes too.
func TestBigEntriesAreNotRead(t *testing.T) {
	s := startStore(t, "valkey")
	p := s.sampler(names.Celery, "default")
	big := make([]byte, maxEntries)
	require.NoError(t, s.HSet(t.Context(), "unacked", "small", `[{}, "", "default"]`).Err())
	require.NoError(t, s.HSet(t.Context(), "unacked", "big", `["`+string(big)+`", "", "default"]`).Err())
	require.NoError(t, s.LPush(t.Context(), "default", big).Err())
	taken, err := p.take(t.Context())
	require.NoError(t, err)
	require.True(t, taken.estimated)
	require.Equal(t, numbers{"default": {1, 2}}, numbersOf(taken))
	require.Empty(t, p.trails["default"].markers)
}

func TestAgeOfRealMessages(t *testing.T) {
	s := startStore(t, "valkey")
	p := s.sampler(names.Celery, "default", "stamped")
	ages := func() (float64, float64) {
		taken, err := p.take(t.Context())
		require.NoError(t, err)
		return taken.queues[0].age.Seconds(), taken.queues[1].age.Seconds()
	}
	sent := time.Now().Add(-time.Hour)
	s.python(t, "send", "stamped", "3", "", strconv.FormatFloat(float64(sent.UnixMilli())/1000, 'f', 3, 64))
	s.python(t, "send", "default", "3", "3")
	byMarker, byHeader := ages()
	require.Zero(t, byMarker, "nothing is known of what was there before the first sample")
	require.InDelta(t, time.Since(sent).Seconds(), byHeader, 0.3, "a header is exact")

	first := time.Now()
	time.Sleep(300 * time.Millisecond)
	s.python(t, "send", "default", "3", "3")
	byMarker, _ = ages()
	require.InDelta(t, time.Since(first).Seconds(), byMarker, 0.2)
	second := time.Now()
	s.python(t, "take", "default", "2")
	byMarker, _ = ages()
	require.InDelta(t, time.Since(first).Seconds(), byMarker, 0.2, "one of the first three is left")
	s.python(t, "take", "default", "1")
	byMarker, _ = ages()
	require.InDelta(t, time.Since(second).Seconds(), byMarker, 0.2, "now the second three are the oldest")
	s.python(t, "take", "default", "3")
	s.python(t, "take", "stamped", "3")
	byMarker, byHeader = ages()
	require.Zero(t, byMarker)
	require.Zero(t, byHeader)
	s.python(t, "send", "default", "1")
	byMarker, _ = ages()
	require.Zero(t, byMarker, "an empty queue has no past")
}

// TestOtherTypesAreErrors: no number is invented for a key that is not a list.
func TestOtherTypesAreErrors(t *testing.T) {
	s := startStore(t, "valkey")
	require.NoError(t, s.Set(t.Context(), "default", "text", 0).Err())
	_, err := s.sampler(names.Celery, "default").take(t.Context())
	require.ErrorContains(t, err, "WRONGTYPE")
	require.NoError(t, s.Del(t.Context(), "default").Err())
	require.NoError(t, s.LPush(t.Context(), "unacked", "text").Err())
	_, err = s.sampler(names.Celery, "default").take(t.Context())
	require.ErrorContains(t, err, "WRONGTYPE")
	require.NotErrorIs(t, err, redis.Nil)
}
