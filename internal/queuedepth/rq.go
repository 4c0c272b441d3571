package queuedepth

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// rq reads RQ: a list of job ids for each queue, a hash for each job, and a sorted set of the jobs that are started.
type rq struct {
	script *redis.Script
	queues []string
	keys   []string
}

func newRQ(c config) library {
	l := &rq{script: script("rq"), queues: c.queues}
	for _, queue := range c.queues {
		l.keys = append(l.keys, "rq:queue:"+queue, "rq:wip:"+queue, "rq:scheduled:"+queue)
	}
	return l
}

func (l *rq) rank() int64 { return 1 }

func (l *rq) read(ctx context.Context, client redis.Cmdable) (reading, error) {
	reply, err := l.script.Run(ctx, client, l.keys, "rq:job:").Slice()
	if err != nil {
		return reading{}, err
	}
	if len(reply) != len(l.queues) {
		return reading{}, errReply
	}
	r := reading{active: map[string]int64{}}
	for i, queue := range l.queues {
		one := rowOf(reply[i])
		list := listReading{queue: queue, key: l.keys[3*i], length: next[int64](one)}
		next[string](one) // the oldest, whose time comes beside it
		list.newest, list.since = next[string](one), isoTime(next[string](one))
		r.active[queue], list.extra = next[int64](one), next[int64](one)
		if err := one.check(); err != nil {
			return reading{}, err
		}
		r.lists = append(r.lists, list)
	}
	return r, nil
}
