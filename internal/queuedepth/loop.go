package queuedepth

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// source takes samples. It is not safe for concurrent use.
type source interface {
	take(ctx context.Context) (sample, error)
}

// leadership decides which process publishes.
type leadership interface {
	renew(ctx context.Context) (bool, error)
	held() bool
	giveBack(ctx context.Context) error
}

// loop samples and publishes. Only its status is safe for concurrent use.
type loop struct {
	config
	sampler source
	lease   leadership
	close   func() error // the connections
	out     io.Writer
	log     *slog.Logger

	due                           time.Time // of the next sample
	away, estimated, unattributed bool      // what the log last said

	mu     sync.Mutex
	shared status
}

func newLoop(c config, out io.Writer, log *slog.Logger) *loop {
	l := &loop{config: c, out: out, log: log, shared: status{config: c, beat: time.Now()}}
	if c.rabbit != nil {
		l.sampler, l.lease, l.close = c.rabbit, everyone{}, func() error { return nil }
		return l
	}
	o := *c.broker
	o.ClientName, o.PoolSize, o.MaxRetries = "queuedepth", 2, 1
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout = c.timeout(), c.timeout(), c.timeout()
	client := redis.NewClient(&o)
	l.sampler, l.lease, l.close = newSampler(c, client), newLease(c, client), client.Close
	return l
}

// beat is how often the lease is renewed.
func (c config) beat() time.Duration { return c.interval / beats }

// timeout is the limit for an answer of the broker.
func (c config) timeout() time.Duration { return min(5*time.Second, max(time.Second, c.beat())) }

// run beats until ctx ends, and then releases the lease.
func (l *loop) run(ctx context.Context) {
	defer func() { _ = l.close() }() // the process ends
	ticker := time.NewTicker(l.beat())
	defer ticker.Stop()
	for {
		l.tick(ctx)
		select {
		case <-ctx.Done():
			l.stop()
			return
		case <-ticker.C:
		}
	}
}

// stop runs after ctx has ended, and so without it.
func (l *loop) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := l.lease.giveBack(ctx); err != nil {
		l.log.Warn("the lease could not be given back", "error", err.Error())
		return
	}
	l.log.Info("stopped")
}

// tick is one beat: it renews the lease, and samples when a sample is due. A new leader samples at once, so that no minute
// is without a sample. A failed sample is retried at the next beat.
func (l *loop) tick(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, l.timeout())
	defer cancel()
	was := l.status().leader
	leader, err := l.lease.renew(ctx)
	if leader != was {
		l.log.Info("leadership changed", "leader", leader)
	}
	now := time.Now()
	sampling := leader && !was || !now.Before(l.due)
	var s sample
	if err == nil && sampling {
		s, err = l.sampler.take(ctx)
	}
	if ctx.Err() == context.Canceled {
		return // the process is ending
	}
	l.note(func(status *status) {
		status.leader, status.up, status.beat = leader, err == nil, time.Now()
		if sampling {
			status.took = time.Since(now)
			status.count(s, err)
		}
	})
	l.report(err)
	if err == nil && sampling {
		l.due = now.Add(l.interval - l.beat()/2)
		l.publish(s)
	}
}

// count counts a sample.
func (s *status) count(taken sample, err error) {
	if err != nil {
		s.errors++
		return
	}
	s.samples++
	s.last = taken
}

// publish writes the sample for CloudWatch in one write, if this process is the leader.
func (l *loop) publish(s sample) {
	l.condition(&l.estimated, s.estimated, "active tasks are estimated: there are too many to look at each",
		"active tasks are counted again")
	l.condition(&l.unattributed, s.unattributed > 0, "active tasks have no queue that can be told; see "+
		"the bindings of their exchange", "all active tasks have a queue again")
	if !l.lease.held() {
		return
	}
	if _, err := l.out.Write(metricLines(l.config, s)); err != nil {
		l.log.Error("the metrics could not be written", "error", err.Error())
	}
}

// report logs once that the broker became unreachable, or reachable again.
func (l *loop) report(err error) {
	if err == nil {
		l.condition(&l.away, false, "", "the broker answers again")
		return
	}
	l.condition(&l.away, true, "the broker does not answer; nothing is published", "", "error", err.Error())
}

// condition logs the change of a condition.
func (l *loop) condition(was *bool, is bool, begins, ends string, args ...any) {
	if *was == is {
		return
	}
	*was = is
	if is {
		l.log.Warn(begins, args...)
	} else {
		l.log.Info(ends, args...)
	}
}

func (l *loop) note(change func(*status)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.shared)
}

// status is a copy. A sample never changes after it was taken.
func (l *loop) status() status {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.shared
}
