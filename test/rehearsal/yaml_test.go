package rehearsal

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestErrorsOfYAMLSayWhatToDo(t *testing.T) {
	for text, want := range map[string]string{
		"config:\n  a:\n\tb: 1\n": "; it is a tab, or one of @ and `: indent with spaces, and put such a text into quotes",
		"config:\n  a: arn:x::\n": "; put a text that ends in a colon, such as '<ARN>:key::', into quotes",
	} {
		path := filepath.Join(t.TempDir(), "Pulumi.dev.yaml")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		require.ErrorContains(t, readYAML(path, &stackFile{}), want)
	}
	require.Empty(t, yamlHint(os.ErrClosed))
}
