package queuedepth

import (
	"slices"
	"time"
)

const (
	// maxMarkers bounds the markers of a list, and maxMarkerBytes those of all lists.
	maxMarkers     = 96
	maxMarkerBytes = 4 << 20
	// minDistance is the minimum distance of a probe from the oldest message.
	minDistance = 256
	// restored is how many messages workers may return to the old end before the search misses a marker.
	restored = 5000
)

// trail finds how long the oldest message of a list has waited when messages carry no send time. Each sample remembers
// the newest message and the time: a marker. While a marker is in the list, the oldest message is at least as old as the
// marker. Once the previous marker is gone, so is everything older than it. So the age is accurate to the time between
// two markers: one interval, or a tenth of the age when there were too many markers to keep. It never overstates the age.
//
// The broker searches for a marker from the old end. In a long list the oldest marker may be far from there, so the trail
// also remembers messages in between: probes. If a probe is present, so is the marker. The search therefore costs about
// as much as was taken from the list since the last one, however long the list is.
type trail struct {
	markers []marker // the oldest first
	probes  []marker // nearer to the old end than all markers, the nearest first
	bytes   int      // of all markers
	limit   int      // of bytes
}

type marker struct {
	message string
	seen    time.Time // zero for a probe, which stands for the first marker
	// distance is its maximum distance from the old end; the oldest message has 1.
	distance int64
}

// finding is where a message was found, and probes nearer to the old end.
type finding struct {
	found    bool
	distance int64
	nearer   []marker
}

// finder looks for a message in the list.
type finder func(m marker) (finding, error)

// age finds the oldest marker that is present, drops those before it, and returns the time since it was seen.
func (t *trail) age(now time.Time, find finder) (time.Duration, error) {
	if err := t.search(find); err != nil {
		return 0, err
	}
	if len(t.markers) == 0 {
		return 0, nil
	}
	return now.Sub(t.markers[0].seen), nil
}

// search drops the probes and markers that are gone, and updates the distances of the others.
func (t *trail) search(find finder) error {
	for len(t.probes) > 0 {
		hit, err := find(t.probes[0])
		if err != nil {
			return err
		}
		if hit.found {
			t.move(hit.distance - t.probes[0].distance)
			t.probes = append(hit.nearer, t.probes...)
			return nil
		}
		t.probes = t.probes[1:]
	}
	first, hit, err := t.firstPresent(find)
	if err != nil {
		return err
	}
	for _, gone := range t.markers[:first] {
		t.bytes -= len(gone.message)
	}
	t.markers = slices.Delete(t.markers, 0, first)
	if len(t.markers) > 0 {
		t.move(hit.distance - t.markers[0].distance)
		t.probes = hit.nearer
	}
	return nil
}

// firstPresent searches in growing steps and then by bisection. A queue is first in, first out, so all markers after one
// that is present are present too. Usually the first or second one is, and the search stops there.
func (t *trail) firstPresent(find finder) (int, finding, error) {
	low, high := 0, len(t.markers) // the answer is in low..high
	var first finding
	for growing := true; low < high; {
		probe := (low + high) / 2
		if growing {
			probe = min(max(0, 2*low-1), high-1)
		}
		hit, err := find(t.markers[probe])
		if err != nil {
			return 0, finding{}, err
		}
		if hit.found {
			high, first, growing = probe, hit, false
		} else {
			low = probe + 1
		}
	}
	return low, first, nil
}

// move shifts all distances: messages that leave or return at the old end move all others by the same amount.
func (t *trail) move(by int64) {
	for i := range t.probes {
		t.probes[i].distance += by
	}
	for i := range t.markers {
		t.markers[i].distance += by
	}
}

// note makes the newest message of a list with this length a marker.
func (t *trail) note(now time.Time, newest string, length int64) {
	last := len(t.markers) - 1
	if newest == "" || len(newest) > t.limit || last >= 0 && t.markers[last].message == newest {
		return
	}
	t.markers = append(t.markers, marker{newest, now, length})
	t.bytes += len(newest)
	for len(t.markers) > 2 && (len(t.markers) > maxMarkers || t.bytes > t.limit) {
		t.drop(t.cheapest(now))
	}
	for t.bytes > t.limit {
		t.drop(0)
		t.probes = nil // they stood for this marker
	}
}

// cheapest is the marker whose loss costs the least accuracy: the one with the smallest gap relative to its age.
func (t *trail) cheapest(now time.Time) int {
	best, minGap := 1, 2.0
	for i := 1; i < len(t.markers)-1; i++ {
		before, after := t.markers[i-1].seen, t.markers[i+1].seen
		gap := float64(after.Sub(before)) / float64(max(1, now.Sub(before)))
		if gap < minGap {
			best, minGap = i, gap
		}
	}
	return best
}

func (t *trail) drop(i int) {
	t.bytes -= len(t.markers[i].message)
	t.markers = slices.Delete(t.markers, i, i+1)
}

// forget drops everything: the list is empty.
func (t *trail) forget() { t.markers, t.probes, t.bytes = nil, nil, 0 }
