package queuedepth

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// queueSample is the published numbers of one queue.
type queueSample struct {
	queue         string
	depth, active int64
	later         int64
	age           time.Duration
}

// sample is all queues at one moment.
type sample struct {
	taken        time.Time
	queues       []queueSample
	estimated    bool
	unattributed int64
}

// sampler takes samples. It is not safe for concurrent use.
type sampler struct {
	client  redis.UniversalClient
	library library
	queues  []string
	finding *redis.Script
	trails  map[string]*trail // by key
}

func newSampler(c config, client redis.UniversalClient) *sampler {
	return &sampler{
		client: client, library: libraries[c.library](c), queues: c.queues, finding: script("find"),
		trails: map[string]*trail{},
	}
}

// take takes a sample.
func (s *sampler) take(ctx context.Context) (sample, error) {
	read, err := s.library.read(ctx, s.client)
	if err != nil {
		return sample{}, err
	}
	now := time.Now() // after the read, so that no message in it was sent later
	result := sample{taken: now, estimated: read.estimated, unattributed: read.unattributed}
	at, early := map[string]*queueSample{}, map[string]int64{}
	result.queues = make([]queueSample, len(s.queues))
	for i, queue := range s.queues {
		result.queues[i] = queueSample{queue: queue, active: read.active[queue]}
		at[queue] = &result.queues[i]
	}
	for _, list := range read.lists {
		age, err := s.age(ctx, now, list, len(read.lists))
		if err != nil {
			return sample{}, err
		}
		q := at[list.queue]
		q.depth += list.length + list.extra
		q.later += list.later
		early[list.queue] += list.soon
		q.age = max(q.age, age)
		if !list.extraSince.IsZero() {
			q.age = max(q.age, now.Sub(list.extraSince))
		}
	}
	for queue, count := range early {
		at[queue].wake(count)
	}
	return result, nil
}

// wake reports one waiting message where nothing waits and nothing is in flight, but something is due soon: a service
// that has scaled in to zero then starts in time, and one that is idle does not stop shortly before.
func (q *queueSample) wake(soon int64) {
	if soon > 0 && q.depth == 0 && q.active == 0 {
		q.depth = 1
	}
}

// age is how long the oldest message of a list has waited, from the message itself or else from the markers.
func (s *sampler) age(ctx context.Context, now time.Time, list listReading, lists int) (time.Duration, error) {
	t := s.trails[list.key]
	if t == nil {
		t = &trail{limit: maxMarkerBytes / lists}
		s.trails[list.key] = t
	}
	if list.length == 0 {
		t.forget()
		return 0, nil
	}
	if !list.since.IsZero() {
		t.forget()
		return max(0, now.Sub(list.since)), nil
	}
	age, err := t.age(now, func(m marker) (finding, error) { return s.find(ctx, list.key, m, t.limit) })
	t.note(now, list.newest, list.length)
	return age, err
}

// find searches for a message from the old end of a list, up to its maximum distance. limit bounds the bytes of probes.
func (s *sampler) find(ctx context.Context, key string, m marker, limit int) (finding, error) {
	reply, err := s.finding.Run(ctx, s.client, []string{key}, m.message, s.library.rank(), m.distance+restored,
		limit/8, limit, minDistance).Result()
	if errors.Is(err, redis.Nil) {
		return finding{}, nil
	}
	if err != nil {
		return finding{}, err
	}
	all := rowOf(reply)
	hit := finding{found: true, distance: next[int64](all)}
	probes := all.rows()
	for _, one := range probes {
		probe := marker{distance: next[int64](one)}
		probe.message = next[string](one)
		hit.nearer = append(hit.nearer, probe)
	}
	slices.Reverse(hit.nearer)
	return hit, all.check(probes...)
}
