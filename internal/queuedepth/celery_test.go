package queuedepth

import (
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestCeleryKeys(t *testing.T) {
	l := newCelery(config{queues: []string{"default", "mail"}, prioritySteps: []int{0, 3, 9}}).(*celery)
	require.Equal(t, []string{
		"default", "default\x06\x163", "default\x06\x169", "mail", "mail\x06\x163", "mail\x06\x169",
		"tenfold:later:default", "tenfold:later:default\x06\x163", "tenfold:later:default\x06\x169",
		"tenfold:later:mail", "tenfold:later:mail\x06\x163", "tenfold:later:mail\x06\x169", "unacked",
	}, l.keys)
}

func TestSentAt(t *testing.T) {
	at := time.Date(2026, 11, 24, 17, 0, 0, 500e6, time.UTC)
	for message, want := range map[string]time.Time{
		`{"headers": {"sent_at": 1795539600.5}}`:                                     at,
		`{"headers": {"sent_at": "2026-11-24T17:00:00.5"}}`:                          at,
		`{"headers": {"sent_at": "2026-11-24T18:00:00.500000+01:00"}}`:               at,
		`{"headers": {"timestamp": "2026-11-24 17:00:00.5"}}`:                        at,
		`{"headers": {}, "properties": {"timestamp": 1795539600.5}}`:                 at,
		`{"headers": {"sent_at": "?", "timestamp": 1795539600.5}}`:                   at,
		`{"body": "eA==", "headers": {"eta": "2026-11-24T17:00:00"}}`:                {},
		`{"headers": {"sent_at": 1795453200, "eta": "2026-11-24T17:00:00.5+00:00"}}`: at,
		`{"headers": {"sent_at": 1795539600.5, "eta": "2026-11-24T16:00:00+00:00"}}`: at,
		`{"headers": {"sent_at": -1}}`:                                               {},
		`{"headers": {"sent_at": 1795539600500}, "properties": {}}`:                  {}, // milliseconds
		`{"headers": {"sent_at": null}, "properties": {"timestamp": "later"}}`:       {},
		`pickled`: {},
		``:        {},
	} {
		require.True(t, want.Equal(sentAt(message)), "%s: %v", message, sentAt(message))
	}
}

func TestLastTwo(t *testing.T) {
	for end, want := range map[string][]string{
		`[{"body": "x"}, "", "default"]`:         {"", "default"},
		`ody": "\"], "}, "a \"b\"", "c\\"]`:      {`a "b"`, `c\`},
		`"priority": 0}, "jobs","mail.urgent"]`:  {"jobs", "mail.urgent"},
		`{}, "\u00e4", "\ud83d\ude00"]`:          {"ä", "😀"},
		`{"body": "x"}, "", "default"`:           nil, // cut at the wrong end
		`the end of a very long routing key", "`: nil,
		`"alone"]`:                               nil,
		`[1, 2]`:                                 nil,
		`]`:                                      nil,
		``:                                       nil,
	} {
		first, second, ok := lastTwo(end)
		if want == nil {
			require.False(t, ok, end)
			continue
		}
		require.True(t, ok, end)
		require.Equal(t, want, []string{first, second})
	}
}

// TestLastTwoReadsAnyEntry: whatever is in the message, the exchange and the key come out as they went in.
func TestLastTwoReadsAnyEntry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body, exchange := rapid.String().Draw(t, "body"), rapid.String().Draw(t, "exchange")
		key := rapid.String().Draw(t, "key")
		entry, err := json.Marshal([]any{map[string]string{"body": body}, exchange, key})
		require.NoError(t, err)
		first, second, ok := lastTwo(string(entry))
		require.True(t, ok)
		require.Equal(t, []string{exchange, key}, []string{first, second})
	})
}

func TestMatch(t *testing.T) {
	direct := &table{bindings: []binding{
		{key: "a", queue: "theirs"}, {key: "a", queue: "ours"}, {key: "b", queue: "other"},
	}}
	topic := &table{bindings: []binding{{key: "mail.*", queue: "ours", pattern: regexp.MustCompile(`^mail\..*?[^\.]$`)}}}
	ours := map[string]bool{"ours": true}
	for _, test := range []struct {
		table     *table
		key, want string
	}{
		{direct, "a", "ours"},
		{direct, "b", "other"},
		{direct, "c", ""},
		{topic, "mail.urgent", "ours"},
		{topic, "mailx", ""},
		{&table{}, "a", ""},
	} {
		require.Equal(t, test.want, test.table.match(test.key, ours), test.key)
	}
}
