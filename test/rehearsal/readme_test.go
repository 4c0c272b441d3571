package rehearsal_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadmeShowsWhatRuns compares the code of the README with the files that it names.
func TestReadmeShowsWhatRuns(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	blocks := strings.Split(string(readme), "```go\n")[1:]
	sources := []string{"example_test.go", "upgrade_test.go", "testdata/costcenter/main.go"}
	require.Len(t, blocks, len(sources))
	for i, path := range sources {
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		code, _, _ := strings.Cut(blocks[i], "```")
		require.Contains(t, string(source), code, path)
	}
}
