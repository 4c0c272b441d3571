package scaling

import "slices"

// WorstWait is how long the message that waited longest waited, in seconds, or waits still.
func (r Result) WorstWait() int {
	worst := r.Age[len(r.Age)-1]
	for wait := range r.Waits {
		worst = max(worst, wait)
	}
	return worst
}

// Longer is the share of the messages, in percent, that waited longer than so many seconds.
func (r Result) Longer(seconds float64) float64 {
	longer, all := 0, 0
	for wait, n := range r.Waits {
		all += n
		if float64(wait) > seconds {
			longer += n
		}
	}
	if all == 0 {
		return 0
	}
	return 100 * float64(longer) / float64(all)
}

// MaxTasks is the largest number of tasks that there should be.
func (r Result) MaxTasks() int { return slices.Max(r.Desired) }

// TaskHours is what is paid for: a task costs from the decision to start it.
func (r Result) TaskHours() float64 {
	seconds := 0
	for _, n := range r.Desired {
		seconds += n
	}
	return float64(seconds) / 3600
}

// Drained is how many seconds after from nothing waits for the first time.
func (r Result) Drained(from int) (int, bool) {
	for i, waiting := range r.Waiting[from:] {
		if waiting == 0 && i > 0 {
			return i, true
		}
	}
	return 0, false
}

// Turns are the seconds at which the number of tasks changed its direction: up after down, or down after up.
func (r Result) Turns() []int {
	var turns []int
	direction := 0
	for i := 1; i < len(r.Desired); i++ {
		change := r.Desired[i] - r.Desired[i-1]
		if change*direction < 0 {
			turns = append(turns, i)
		}
		if change != 0 {
			direction = change
		}
	}
	return turns
}

// TurnsPerHour is the largest number of turns within any hour.
func (r Result) TurnsPerHour() int {
	turns, peak := r.Turns(), 0
	for i, from := range turns {
		n, _ := slices.BinarySearch(turns, from+3600)
		peak = max(peak, n-i)
	}
	return peak
}
