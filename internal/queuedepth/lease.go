package queuedepth

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/redis/go-redis/v9"
)

// The lease is renewed at every beat and lasts for leaseBeats beats. It survives two failed beats. If its holder dies,
// another process has it after at most leaseBeats + 1 beats, which is less than an interval.
const (
	beats      = 5 // in an interval
	leaseBeats = 3
)

// lease decides which process publishes. Its key is in the broker, so no other store is needed.
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

// renew acquires or renews the lease if possible, and reports whether this process holds it.
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

// held reports whether no other process can hold the lease yet. It is checked right before publishing, because the
// process may have been paused since the renewal.
func (l *lease) held() bool { return time.Now().Before(l.until) }

// giveBack releases the lease, so that another process can take over at once.
func (l *lease) giveBack(ctx context.Context) error {
	l.until = time.Time{}
	return l.release.Run(ctx, l.client, []string{l.key}, l.token).Err()
}
