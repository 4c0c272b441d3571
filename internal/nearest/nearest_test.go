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
