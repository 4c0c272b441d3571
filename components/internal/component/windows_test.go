package component

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseWindows(t *testing.T) {
	for text, want := range map[string]Window{
		"00:00-00:30": {0, 30}, "02:00-03:00": {120, 60}, "23:30-00:30": {23*60 + 30, 60}, "02:00-02:00": {120, 0},
	} {
		got, ok := ParseDaily(text)
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]Window{
		"mon:00:00-mon:00:30": {0, 30}, "sun:04:00-sun:05:00": {6*1440 + 240, 60}, "sun:23:30-mon:00:30": {7*1440 - 30, 60},
		"mon:05:00-mon:04:00": {300, 7*1440 - 60},
	} {
		got, ok := ParseWeekly(text)
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", "2:00-3:00", "24:00-01:00", "02:60-03:00", "02:00", "02:00-03:00 ", "sun:02:00-03:00",
	} {
		_, ok := ParseDaily(text)
		require.False(t, ok, text)
	}
	for _, text := range []string{"", "02:00-03:00", "Sun:04:00-Sun:05:00", "so:04:00-so:05:00", "sun:04:00-05:00"} {
		_, ok := ParseWeekly(text)
		require.False(t, ok, text)
	}
}

func TestWindowsOverlap(t *testing.T) {
	for _, tc := range []struct {
		weekly, daily string
		want          bool
	}{
		{"sun:04:00-sun:05:00", "02:00-03:00", false},
		{"sun:04:00-sun:05:00", "03:00-04:00", false},
		{"sun:04:00-sun:05:00", "05:00-06:00", false},
		{"sun:04:00-sun:05:00", "03:30-04:01", true},
		{"sun:04:00-sun:05:00", "04:59-05:30", true},
		{"wed:04:00-wed:05:00", "04:15-04:45", true},
		{"sun:23:30-mon:00:30", "00:00-01:00", true},
		{"sun:23:00-sun:23:30", "23:30-00:30", false},
		{"mon:00:00-mon:00:30", "23:45-00:15", true},
		{"sat:20:00-sun:19:00", "19:00-20:00", false},
		{"sat:20:00-sun:19:00", "18:59-20:00", true},
	} {
		weekly, _ := ParseWeekly(tc.weekly)
		daily, _ := ParseDaily(tc.daily)
		require.Equal(t, tc.want, weekly.OverlapsDaily(daily), "%s, %s", tc.weekly, tc.daily)
	}
}

func TestParseTime(t *testing.T) {
	at, ok := ParseTime("06:30")
	require.True(t, ok)
	require.Equal(t, 390, at)
	for _, text := range []string{"", "6:30", "24:00", "06:60", "06:00-07:00"} {
		_, ok := ParseTime(text)
		require.False(t, ok, text)
	}
}
