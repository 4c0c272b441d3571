package queuedepth

import (
	"context"
	"embed"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

//go:embed scripts
var scripts embed.FS

// The limits of what a sample reads. Beyond them, a number is estimated, or a message is skipped in the search for the
// oldest.
const (
	maxMessage  = 256 << 10 // bytes of one message
	maxMessages = 4 << 20   // bytes of all messages
	maxActive   = 1000      // entries of Celery's hash of unacknowledged messages, and of RQ's list of taken jobs
	maxEntries  = 4 << 20   // bytes of these
	entryEnd    = 1024      // bytes of an entry's end, which says where the message was
)

// soon is how long before a task is due a service without tasks must start, in seconds: its first task works 270 seconds
// after the first message (docs/scaling.md), and a sample may be a minute old.
const soon = 330

// library reads one library's keys.
type library interface {
	// read reads everything in one script, so that all numbers are from the same moment.
	read(ctx context.Context, client redis.Cmdable) (reading, error)
	// rank is the end with the oldest messages, for LPOS: 1 is the front, -1 the back.
	rank() int64
}

// reading is the result of one script.
type reading struct {
	lists []listReading
	// active is the in-flight tasks of each queue; unattributed counts those whose queue is unknown.
	active       map[string]int64
	unattributed int64
	// estimated is set when there were more tasks than the limits allow to count.
	estimated bool
}

// listReading is one list. A queue has several with priorities or delays.
type listReading struct {
	queue, key string
	// length is its messages; extra are messages that wait for a worker elsewhere.
	length, extra int64
	// soon are messages that are due soon, and later all that are not due yet.
	soon, later int64
	newest      string
	// since is when its oldest message was sent, zero when the message does not say, and extraSince from when on the
	// oldest of the extra ones has waited.
	since, extraSince time.Time
}

// libraries make the readers.
var libraries = map[string]func(c config) library{
	names.Celery: newCelery,
	names.RQ:     newRQ,
}

// script loads an embedded script.
func script(name string) *redis.Script {
	text, err := scripts.ReadFile("scripts/" + name + ".lua")
	if err != nil {
		panic(err) // it is embedded
	}
	return redis.NewScript(string(text))
}

// row is an array of a script's reply. It yields zero values once something is not as it should be, and then says so.
type row struct {
	values []any
	wrong  bool
}

var errReply = errors.New("the broker's reply has an unknown form")

func rowOf(value any) *row {
	values, ok := value.([]any)
	return &row{values: values, wrong: !ok}
}

func next[T any](r *row) T {
	var zero T
	if len(r.values) == 0 {
		r.wrong = true
		return zero
	}
	value, ok := r.values[0].(T)
	r.values, r.wrong = r.values[1:], r.wrong || !ok
	return value
}

// rows are the arrays in an array.
func (r *row) rows() []*row {
	var all []*row
	for _, value := range next[[]any](r) {
		all = append(all, rowOf(value))
	}
	return all
}

// check is the error of r and of all others.
func (r *row) check(others ...*row) error {
	for _, other := range append(others, r) {
		if other.wrong {
			return errReply
		}
	}
	return nil
}
