package queuedepth

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// bindingsAge is how long the bindings of an exchange are cached.
const bindingsAge = time.Minute

// routes finds the queue of an unacknowledged message. kombu stores [message, exchange, routing key] as JSON; with the
// default exchange, which Celery uses unless queues are declared with others, the routing key is the queue's name.
type routes struct {
	ours   map[string]bool
	tables map[string]*table
}

// table is an exchange's bindings.
type table struct {
	read     time.Time
	bindings []binding
}

type binding struct {
	key, queue string
	pattern    *regexp.Regexp // of a topic exchange
}

func newRoutes(queues []string) *routes {
	r := &routes{ours: map[string]bool{}, tables: map[string]*table{}}
	for _, queue := range queues {
		r.ours[queue] = true
	}
	return r
}

// queue is the queue that the end of an entry names, even if it belongs to another program, or "" if none is found.
func (r *routes) queue(ctx context.Context, client redis.Cmdable, end string) (string, error) {
	exchange, key, ok := lastTwo(end)
	if !ok {
		return "", nil
	}
	if exchange == "" {
		return key, nil
	}
	t := r.tables[exchange]
	if t == nil || time.Since(t.read) > bindingsAge {
		var err error
		if t, err = readTable(ctx, client, exchange); err != nil {
			return "", err
		}
		r.tables[exchange] = t
	}
	return t.match(key, r.ours), nil
}

// match is the queue that a routing key leads to. Of several, a configured one comes first.
func (t *table) match(key string, ours map[string]bool) string {
	found := ""
	for _, b := range t.bindings {
		if b.key != key && (b.pattern == nil || !b.pattern.MatchString(key)) {
			continue
		}
		if ours[b.queue] {
			return b.queue
		}
		found = b.queue
	}
	return found
}

// readTable reads the set of an exchange's bindings: routing key, pattern and queue, with separators between.
func readTable(ctx context.Context, client redis.Cmdable, exchange string) (*table, error) {
	members, err := client.SMembers(ctx, "_kombu.binding."+exchange).Result()
	if err != nil {
		return nil, err
	}
	t := &table{read: time.Now()}
	for _, member := range members {
		parts := strings.Split(member, celerySeparator)
		if len(parts) != 3 {
			continue
		}
		b := binding{key: parts[0], queue: parts[2]}
		if parts[1] != "" {
			b.pattern, _ = regexp.Compile(parts[1]) // Python's and Go's syntax agree for what kombu writes
		}
		t.bindings = append(t.bindings, b)
	}
	return t, nil
}

// lastTwo are the last two texts of a JSON array of which only the end is known.
func lastTwo(end string) (first, second string, ok bool) {
	rest, closed := strings.CutSuffix(strings.TrimRight(end, " \n"), "]")
	if !closed {
		return "", "", false
	}
	rest, second, ok = cutText(rest)
	if !ok {
		return "", "", false
	}
	rest, closed = strings.CutSuffix(strings.TrimRight(rest, " "), ",")
	if !closed {
		return "", "", false
	}
	_, first, ok = cutText(rest)
	return first, second, ok
}

// cutText cuts the JSON text from the end: its opening quote is the last one without an odd number of backslashes.
func cutText(s string) (rest, text string, ok bool) {
	s = strings.TrimRight(s, " ")
	if !strings.HasSuffix(s, `"`) {
		return s, "", false
	}
	for i := len(s) - 2; i >= 0; i-- {
		if s[i] != '"' || (i-len(strings.TrimRight(s[:i], `\`)))%2 == 1 {
			continue
		}
		ok = json.Unmarshal([]byte(s[i:]), &text) == nil
		return s[:i], text, ok
	}
	return s, "", false
}
