package queuedepth

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// line is a queue: first in, first out.
type line struct {
	messages []string
	sent     map[string]time.Time
	looks    int // searches
	scanned  int // messages compared in them
}

func (l *line) put(now time.Time, count int) {
	for range count {
		message := fmt.Sprintf("message %d", len(l.sent))
		l.messages, l.sent[message] = append(l.messages, message), now
	}
}

func (l *line) take(count int) { l.messages = l.messages[min(count, len(l.messages)):] }

func (l *line) find(m marker) (finding, error) {
	l.looks++
	span := l.messages[:min(int(m.distance)+restored, len(l.messages))]
	at := slices.Index(span, m.message)
	if at < 0 {
		l.scanned += len(span)
		return finding{}, nil
	}
	l.scanned += at
	hit := finding{found: true, distance: int64(at + 1)}
	for d := (at + 1) / 2; d >= minDistance; d /= 2 {
		hit.nearer = append([]marker{{message: l.messages[d-1], distance: int64(d)}}, hit.nearer...)
	}
	return hit, nil
}

// sample is what a sampler does with a list.
func (l *line) sample(t require.TestingT, tr *trail, now time.Time) time.Duration {
	if len(l.messages) == 0 {
		tr.forget()
		return 0
	}
	age, err := tr.age(now, l.find)
	require.NoError(t, err)
	tr.note(now, l.messages[len(l.messages)-1], int64(len(l.messages)))
	return age
}

// TestAgeIsRightToWithinAnInterval: whatever is put in and taken out, the age is never too high, and too low by one
// interval at most, as long as all markers are kept.
func TestAgeIsRightToWithinAnInterval(t *testing.T) {
	const interval = 30 * time.Second
	rapid.Check(t, func(t *rapid.T) {
		l, tr := &line{sent: map[string]time.Time{}}, &trail{limit: maxMarkerBytes}
		now := noon
		for range rapid.IntRange(1, maxMarkers).Draw(t, "samples") {
			for range 3 { // thrice in an interval
				now = now.Add(interval / 3)
				l.put(now, rapid.IntRange(0, 4).Draw(t, "put"))
				l.take(rapid.IntRange(0, 4).Draw(t, "taken"))
			}
			age := l.sample(t, tr, now)
			if len(l.messages) == 0 {
				require.Zero(t, age)
				continue
			}
			really := now.Sub(l.sent[l.messages[0]])
			require.LessOrEqual(t, age, really)
			require.Less(t, really-age, interval)
		}
	})
}

// TestAgeOfALongBacklog: nothing is taken out for a day, and then a little in every interval.
func TestAgeOfALongBacklog(t *testing.T) {
	const interval = 30 * time.Second
	l, tr := &line{sent: map[string]time.Time{}}, &trail{limit: maxMarkerBytes}
	now := noon
	check := func() {
		now = now.Add(interval)
		l.put(now, 1)
		age := l.sample(t, tr, now)
		really := now.Sub(l.sent[l.messages[0]])
		require.LessOrEqual(t, age, really)
		require.Less(t, really-age, max(interval+time.Second, really/10), "after %v", now.Sub(noon))
		require.LessOrEqual(t, len(tr.markers), maxMarkers)
	}
	for range 2880 {
		check()
	}
	for len(l.messages) > 10 {
		l.take(3)
		check()
	}
}

// TestTheSearchIsShort: mostly one marker is looked for, and never more than about two for each doubling.
func TestTheSearchIsShort(t *testing.T) {
	for gone, most := range map[int]int{0: 1, 1: 2, 2: 4, 3: 4, 40: 12, 95: 13, 96: 8} {
		l, tr := &line{sent: map[string]time.Time{}}, &trail{limit: maxMarkerBytes}
		for i := range maxMarkers {
			l.put(noon, 1)
			tr.note(noon.Add(time.Duration(i)*time.Second), l.messages[i], int64(i+1))
		}
		l.take(gone)
		age, err := tr.age(noon.Add(time.Minute*2), l.find)
		require.NoError(t, err)
		require.Len(t, tr.markers, maxMarkers-gone)
		if gone < maxMarkers {
			require.Equal(t, 2*time.Minute-time.Duration(gone)*time.Second, age)
		}
		require.LessOrEqual(t, l.looks, most, "%d gone", gone)
	}
}

func TestMarkersAreBounded(t *testing.T) {
	tr := &trail{limit: 1000}
	tr.note(noon, strings.Repeat("x", 1001), 1)
	require.Empty(t, tr.markers, "too big to be a marker")
	for i := range 50 {
		tr.note(noon.Add(time.Duration(i)*time.Second), fmt.Sprintf("%0300d", i), 1)
		sum := 0
		for _, m := range tr.markers {
			sum += len(m.message)
		}
		require.Equal(t, sum, tr.bytes)
		require.LessOrEqual(t, sum, 1000)
	}
	require.Equal(t, noon, tr.markers[0].seen, "the oldest one is worth most")
	tr.note(noon.Add(time.Hour), strings.Repeat("y", 900), 1)
	require.Equal(t, []marker{{strings.Repeat("y", 900), noon.Add(time.Hour), 1}}, tr.markers)
	tr.note(noon.Add(2*time.Hour), strings.Repeat("y", 900), 1)
	require.Len(t, tr.markers, 1, "the same message again is no new marker")
	require.Equal(t, noon.Add(time.Hour), tr.markers[0].seen)
}

func TestAgeKeepsItsMarkersWhenTheBrokerFails(t *testing.T) {
	tr := &trail{limit: 1000}
	tr.note(noon, "a", 1)
	_, err := tr.age(noon, func(marker) (finding, error) { return finding{}, errors.New("away") })
	require.EqualError(t, err, "away")
	require.Len(t, tr.markers, 1)
}

// TestALongListIsNotSearchedThrough: with 100,000 messages before the first marker, one search finds it, and the others
// cost no more than what was taken out meanwhile, and what may have come back.
func TestALongListIsNotSearchedThrough(t *testing.T) {
	l, tr := &line{sent: map[string]time.Time{}}, &trail{limit: maxMarkerBytes}
	l.put(noon, 100_000)
	require.Zero(t, l.sample(t, tr, noon))
	for i := 1; len(l.messages) > 10; i++ {
		taken := []int{0, 10, 700, 9000}[i%4]
		l.take(taken)
		l.put(noon, 1)
		l.scanned = 0
		now := noon.Add(time.Duration(i) * time.Minute)
		age := l.sample(t, tr, now)
		if len(l.messages) > i {
			require.Equal(t, now.Sub(noon), age, "the first marker is still there")
		}
		if i > 1 {
			require.LessOrEqual(t, l.scanned, 2*minDistance+5*taken+8*restored)
			require.Less(t, l.scanned, 70_000)
		}
		if taken == 0 && i > 1 {
			require.LessOrEqual(t, l.scanned, 2*minDistance)
		}
	}
}

// TestMessagesThatComeBack: workers that stop give their messages back at the old end, and the age stays.
func TestMessagesThatComeBack(t *testing.T) {
	l, tr := &line{sent: map[string]time.Time{}}, &trail{limit: maxMarkerBytes}
	l.put(noon, 3000)
	l.sample(t, tr, noon)
	l.sample(t, tr, noon.Add(time.Minute))
	held := slices.Clone(l.messages[:1000])
	l.take(1000)
	require.Equal(t, 2*time.Minute, l.sample(t, tr, noon.Add(2*time.Minute)))
	l.messages = append(held, l.messages...)
	require.Equal(t, 3*time.Minute, l.sample(t, tr, noon.Add(3*time.Minute)))
	require.Equal(t, int64(3000), tr.markers[0].distance)
	for _, probe := range tr.probes {
		require.Equal(t, int64(slices.Index(l.messages, probe.message)+1), probe.distance)
	}
	require.NotEmpty(t, tr.probes)
}
