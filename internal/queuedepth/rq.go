package queuedepth

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// rqKeys is how many keys a queue of RQ has.
const rqKeys = 4

// rq reads RQ's keys: per queue a list of job IDs, sorted sets of started and scheduled jobs, and a list of jobs that a
// worker has just taken; per job a hash. A job whose worker died waits until another worker requeues or fails it. It must
// count as waiting until then.
type rq struct {
	script *redis.Script
	queues []string
	keys   []string
}

func newRQ(c config) library {
	l := &rq{script: script("rq"), queues: c.queues}
	for _, queue := range c.queues {
		list := "rq:queue:" + queue
		l.keys = append(l.keys, list, "rq:wip:"+queue, "rq:scheduled:"+queue, list+":intermediate")
	}
	return l
}

func (l *rq) rank() int64 { return 1 }

func (l *rq) read(ctx context.Context, client redis.Cmdable) (reading, error) {
	reply, err := l.script.Run(ctx, client, l.keys, "rq:job:", "rq:executions:", maxActive, soon).Slice()
	if err != nil {
		return reading{}, err
	}
	if len(reply) != len(l.queues) {
		return reading{}, errReply
	}
	r := reading{active: map[string]int64{}}
	for i, queue := range l.queues {
		one := rowOf(reply[i])
		list := listReading{queue: queue, key: l.keys[rqKeys*i], length: next[int64](one)}
		next[string](one) // the oldest, whose time comes beside it
		list.newest, list.since = next[string](one), isoTime(next[string](one))
		r.active[queue], list.extra = next[int64](one), next[int64](one)
		list.extraSince = secondsTime(next[string](one))
		list.soon, list.later = next[int64](one), next[int64](one)
		if err := one.check(); err != nil {
			return reading{}, err
		}
		r.lists = append(r.lists, list)
	}
	return r, nil
}

// secondsTime is the time of a score.
func secondsTime(score string) time.Time {
	seconds, err := strconv.ParseFloat(score, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(seconds * 1000))
}
