package nearest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/nearest"
)

func TestWord(t *testing.T) {
	words := []string{"minTasks", "maxTasks", "cpu"}
	for text, want := range map[string]string{
		"minTask": "minTasks", "MINTASKS": "minTasks", "maxtask": "maxTasks", "cpus": "cpu", "replicas": "", "": "",
	} {
		require.Equal(t, want, nearest.Word(text, words), text)
	}
}

func TestUnknown(t *testing.T) {
	require.Equal(t, "is unknown; did you mean cpu?", nearest.Unknown("cpux", []string{"cpu", "memory"}))
	require.Equal(t, "is unknown; want one of cpu, memory", nearest.Unknown("q", []string{"cpu", "memory"}))
}

func TestDistance(t *testing.T) {
	for pair, want := range map[[2]string]int{
		{"", ""}: 0, {"m7g", "m7g"}: 0, {"m7", "m7g"}: 1, {"kitten", "sitting"}: 3, {"", "abc"}: 3, {"db.m5", "db.m7g"}: 2,
	} {
		require.Equal(t, want, nearest.Distance(pair[0], pair[1]), pair)
		require.Equal(t, want, nearest.Distance(pair[1], pair[0]), pair)
	}
}
