package queuedepth

import (
	"context"
	"encoding/json"
	"time"

	"github.com/redis/go-redis/v9"
)

// dramatiqDelayed ends the name of the list of a queue's delayed messages. A worker takes them out at once and holds
// them, as Celery's do, so they wait for a worker like the others.
const dramatiqDelayed = ".DQ"

// dramatiq reads Dramatiq's broker for Redis: a list of ids and a hash of messages for each queue, and for each worker
// and queue a set of the ids that it holds.
type dramatiq struct {
	script *redis.Script
	lists  []listReading
	keys   []string
	args   []any
}

func newDramatiq(c config) library {
	const prefix = "dramatiq:"
	l := &dramatiq{
		script: script("dramatiq"), keys: []string{prefix + "__heartbeats__"},
		args: []any{prefix + "__acks__.", maxWorkers, maxMessage, maxMessages},
	}
	for _, queue := range c.queues {
		for _, name := range []string{queue, queue + dramatiqDelayed} {
			l.lists = append(l.lists, listReading{queue: queue, key: prefix + name})
			l.keys, l.args = append(l.keys, prefix+name), append(l.args, name)
		}
	}
	return l
}

func (l *dramatiq) rank() int64 { return 1 }

func (l *dramatiq) read(ctx context.Context, client redis.Cmdable) (reading, error) {
	reply, err := l.script.Run(ctx, client, l.keys, l.args...).Result()
	if err != nil {
		return reading{}, err
	}
	all := rowOf(reply)
	rows, more := all.rows(), next[int64](all)
	r := reading{lists: append([]listReading(nil), l.lists...), active: map[string]int64{}, estimated: more > 0}
	if len(rows) != len(r.lists) {
		return reading{}, errReply
	}
	for i, one := range rows {
		list := &r.lists[i]
		list.length = next[int64](one)
		next[string](one) // the oldest, whose message comes beside it
		list.newest, list.since = next[string](one), dramatiqTime(next[string](one))
		r.active[list.queue] += next[int64](one)
		if r.estimated {
			r.active[list.queue] = max(1, r.active[list.queue])
		}
	}
	return r, all.check(rows...)
}

// dramatiqTime is when a message was made, which Dramatiq's usual encoder writes in milliseconds.
func dramatiqTime(message string) time.Time {
	var m struct {
		Timestamp int64 `json:"message_timestamp"`
	}
	if json.Unmarshal([]byte(message), &m) != nil || m.Timestamp <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(m.Timestamp)
}
