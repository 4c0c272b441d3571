package queuedepth

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/redis/go-redis/v9"
)

// The lease is renewed at every beat, and holds for so many of them: it survives two beats that fail, and when its
// holder dies another one has it after leaseBeats + 1 beats at most, which is less than an interval.
const (
	beats      = 5 // in an interval
	leaseBeats = 3
)

// lease says which process publishes. Its key is in the broker, so there is nothing else to keep.
type lease struct {
	client        redis.Scripter
	key, token    string
	length        time.Duration
	until         time.Time // is held until then, by this machine's clock
	hold, release *redis.Script
}

func newLease(c config, client redis.Scripter) *lease {
	return &lease{
		client: client, key: "tenfold:queuedepth:" + c.environment, token: rand.Text(),
		length: leaseBeats * c.interval / beats, hold: script("hold"), release: script("release"),
	}
}

// renew takes or renews the lease if it can, and says whether this process holds it.
func (l *lease) renew(ctx context.Context) (bool, error) {
	asked := time.Now()
	held, err := l.hold.Run(ctx, l.client, []string{l.key}, l.token, l.length.Milliseconds()).Bool()
	switch {
	case err != nil: // it may still be held: held says until when
	case held:
		l.until = asked.Add(l.length)
	default:
		l.until = time.Time{}
	}
	return l.held(), err
}

// held says whether nobody else can hold the lease yet. It is asked just before publishing: a process that was stopped
// for a while wakes up here.
func (l *lease) held() bool { return time.Now().Before(l.until) }

// giveBack lets another process take over at once.
func (l *lease) giveBack(ctx context.Context) error {
	l.until = time.Time{}
	return l.release.Run(ctx, l.client, []string{l.key}, l.token).Err()
}
