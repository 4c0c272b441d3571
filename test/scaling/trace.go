package scaling

import (
	_ "embed" // the recorded trace
	"math"
	"strconv"
	"strings"
)

//go:embed testdata/nasa-1995-07-13.txt
var recorded string

// peakMinutes is what a peak is the mean of: single minutes go well above it.
const peakMinutes = 15

// RecordedDay is a day as it was: the requests of 13 July 1995, when a space shuttle started, to the WWW server of the
// Kennedy Space Center, see testdata. It is scaled such that the busiest quarter of an hour brings so many messages per
// second; the busiest minute brings 1.4 times as many. The server did not answer for some minutes that day: nothing
// comes then, and all comes back at once.
func RecordedDay(peak float64) []int {
	minutes := recordedMinutes()
	busiest := 0.0
	for i := range minutes[peakMinutes-1:] {
		sum := 0.0
		for _, n := range minutes[i : i+peakMinutes] {
			sum += n
		}
		busiest = math.Max(busiest, sum/peakMinutes/minute)
	}
	rates := make([]float64, 0, len(minutes)*minute)
	for _, n := range minutes {
		for range minute {
			rates = append(rates, n/minute*peak/busiest)
		}
	}
	return whole(rates)
}

func recordedMinutes() []float64 {
	var minutes []float64
	for line := range strings.Lines(recorded) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for field := range strings.FieldsSeq(line) {
			n, err := strconv.Atoi(field)
			if err != nil {
				panic("the recorded trace: " + err.Error())
			}
			minutes = append(minutes, float64(n))
		}
	}
	return minutes
}

// Constant is the same number of messages in each second. It is constructed.
func Constant(perSecond float64, seconds int) []int {
	rates := make([]float64, seconds)
	for i := range rates {
		rates[i] = perSecond
	}
	return whole(rates)
}

// Burst is a constant number of messages per second, and so many more evenly over a minute from second at: somebody
// sends a mailing. It is constructed.
func Burst(perSecond float64, messages, at, seconds int) []int {
	arrivals := Constant(perSecond, seconds)
	for i := range minute {
		arrivals[at+i] += messages*(i+1)/minute - messages*i/minute
	}
	return arrivals
}

// Single is one message at each of the given seconds, and nothing else: a quiet night. It is constructed.
func Single(at []int, seconds int) []int {
	arrivals := make([]int, seconds)
	for _, t := range at {
		arrivals[t]++
	}
	return arrivals
}

// whole makes whole messages of rates: what is left over goes on to the next second.
func whole(rates []float64) []int {
	arrivals := make([]int, len(rates))
	sum, sent := 0.0, 0
	for i, rate := range rates {
		sum += rate
		arrivals[i] = int(sum+1e-6) - sent
		sent += arrivals[i]
	}
	return arrivals
}
