package queuedepth

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// kombu's keys.
const (
	celerySeparator = "\x06\x16"
	celeryUnacked   = "unacked"
	// celeryLater begins the key of the set in which Tenfold's workers keep the tasks for later of a list.
	celeryLater = "tenfold:later:"
)

// celery reads kombu's Redis transport. A queue has one list per priority step. The key for step 0 is the queue's name;
// for the others it is the name, a separator and the step.
type celery struct {
	queues []string
	script *redis.Script
	lists  []listReading
	keys   []string
	routes *routes
}

func newCelery(c config) library {
	l := &celery{queues: c.queues, script: script("celery"), routes: newRoutes(c.queues)}
	for _, queue := range c.queues {
		for _, step := range c.prioritySteps {
			key := queue
			if step > 0 {
				key += celerySeparator + strconv.Itoa(step)
			}
			l.lists = append(l.lists, listReading{queue: queue, key: key})
			l.keys = append(l.keys, key)
		}
	}
	for _, key := range l.keys {
		l.keys = append(l.keys, celeryLater+key)
	}
	l.keys = append(l.keys, celeryUnacked)
	return l
}

func (l *celery) rank() int64 { return -1 }

func (l *celery) read(ctx context.Context, client redis.Cmdable) (reading, error) {
	reply, err := l.script.Run(ctx, client, l.keys, maxMessage, maxMessages, maxActive, maxEntries, entryEnd, soon).Result()
	if err != nil {
		return reading{}, err
	}
	all := rowOf(reply)
	rows, total, ends := all.rows(), next[int64](all), next[[]any](all)
	r := reading{lists: append([]listReading(nil), l.lists...)}
	if len(rows) != len(r.lists) {
		return reading{}, errReply
	}
	for i, one := range rows {
		list := &r.lists[i]
		list.length, list.since, list.newest = next[int64](one), sentAt(next[string](one)), next[string](one)
		list.extra, list.extraSince = next[int64](one), secondsTime(next[string](one))
		list.soon, list.later = next[int64](one), next[int64](one)
	}
	if err := all.check(rows...); err != nil {
		return reading{}, err
	}
	err = l.attribute(ctx, client, &r, total, ends)
	return r, err
}

// attribute assigns in-flight tasks to queues. If only some entries were read, each queue gets its estimated share, and at
// least one task: a partial read never reports zero in-flight tasks, on which workers scale in.
func (l *celery) attribute(ctx context.Context, client redis.Cmdable, r *reading, total int64, ends []any) error {
	r.active = map[string]int64{}
	for _, end := range ends {
		text, _ := end.(string)
		queue, err := l.routes.queue(ctx, client, text)
		if err != nil {
			return err
		}
		if queue == "" {
			r.unattributed++
		} else {
			r.active[queue]++
		}
	}
	read := int64(len(ends))
	if r.estimated = read < total; !r.estimated {
		return nil
	}
	for _, queue := range l.queues {
		r.active[queue] = max(1, (r.active[queue]*total+read/2)/max(1, read))
	}
	return nil
}

// sentAt reads the send time of a message: the header sent_at or timestamp, which a producer may set, or the AMQP
// property timestamp. It is in seconds since 1970, or in ISO 8601. A task for later has waited since it was due.
func sentAt(message string) time.Time {
	var m struct {
		Headers struct {
			SentAt    any `json:"sent_at"`
			Timestamp any `json:"timestamp"`
			ETA       any `json:"eta"`
		} `json:"headers"`
		Properties struct {
			Timestamp any `json:"timestamp"`
		} `json:"properties"`
	}
	if json.Unmarshal([]byte(message), &m) != nil {
		return time.Time{}
	}
	for _, value := range []any{m.Headers.SentAt, m.Headers.Timestamp, m.Properties.Timestamp} {
		if at := instant(value); !at.IsZero() {
			return later(at, instant(m.Headers.ETA))
		}
	}
	return time.Time{}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func instant(value any) time.Time {
	switch v := value.(type) {
	case float64:
		if v > 0 && v < 1e11 {
			return time.UnixMicro(int64(v * 1e6))
		}
	case string:
		return isoTime(v)
	}
	return time.Time{}
}

// isoTime reads the output of Python's isoformat. Without a zone it is UTC.
func isoTime(text string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at
		}
	}
	return time.Time{}
}
