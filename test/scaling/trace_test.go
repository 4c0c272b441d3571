package scaling

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func sum(values []int) int {
	all := 0
	for _, v := range values {
		all += v
	}
	return all
}

// 134,203 requests are what the log of the day counts.
func TestTheRecordedDayIsWhole(t *testing.T) {
	minutes := recordedMinutes()
	require.Len(t, minutes, 24*60)
	all := 0.0
	for _, n := range minutes {
		all += n
	}
	require.InDelta(t, 134203, all, 0)
	require.InDelta(t, 405, minutes[9*60+49], 0, "the busiest minute, eight after the start")
}

func TestTheRecordedDayIsScaledToThePeak(t *testing.T) {
	day := RecordedDay(10)
	require.Len(t, day, 24*3600)
	busiest := 0
	for from := 0; from+900 <= len(day); from += 60 {
		busiest = max(busiest, sum(day[from:from+900]))
	}
	require.InDelta(t, 9000, busiest, 1)
	require.InDelta(t, float64(2*sum(day)), float64(sum(RecordedDay(20))), 2)
	require.Equal(t, 0, sum(day[19*3600+50*60:20*3600]), "the server stood still")
}

func TestConstructedTraces(t *testing.T) {
	require.Equal(t, []int{0, 0, 1, 0, 0, 1}, Constant(1.0/3, 6))
	require.Equal(t, []int{2, 2}, Constant(2, 2))
	burst := Burst(1, 100, 60, 180)
	require.Equal(t, 180+100, sum(burst))
	require.Equal(t, 60+100, sum(burst[60:120]))
	require.Equal(t, []int{0, 1, 0, 1}, Single([]int{1, 3}, 4))
}

func TestAPlotIsWellFormedAndSaysWhatItShows(t *testing.T) {
	r := Run(fixed(1, 15, 1), Burst(5, 600, 600, 7200))
	svg := r.Plot("a queue")
	require.Equal(t, svg, r.Plot("a queue"))
	decoder := xml.NewDecoder(strings.NewReader(svg))
	lines := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "path" {
			for _, a := range start.Attr {
				if a.Name.Local == "d" && strings.Count(a.Value, "L") > 100 {
					lines++
				}
			}
		}
	}
	require.Equal(t, 4, lines)
	for _, label := range []string{
		"a queue", "messages per second", ">messages<", ">tasks<", ">hours<", ">arrive<", ">wait<", ">run<", ">wanted<",
		"prefers-color-scheme:dark",
	} {
		require.Contains(t, svg, label)
	}
}

func TestAxesHaveRoundNumbers(t *testing.T) {
	for most, want := range map[float64][2]float64{
		0: {0.2, 1}, 1: {0.2, 1}, 7: {1, 7}, 24: {5, 25}, 40: {10, 40}, 1234: {200, 1400},
		15999: {5000, 20000}, 0.13: {0.02, 0.14},
	} {
		step, end := scale(most, 0)
		require.InDeltaSlice(t, want[:], []float64{step, end}, 1e-9, "%g", most)
	}
	step, end := scale(2, 1)
	require.InDeltaSlice(t, []float64{1, 2}, []float64{step, end}, 0)
}
