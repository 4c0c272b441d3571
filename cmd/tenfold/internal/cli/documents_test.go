package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var commandInText = regexp.MustCompile("(?m)(?:^\\$ |^|[`|] ?)(?:\\.tenfold/bin/)?tenfold ([a-z][^`|#\\n]*)")

// Every command of tenfold that a page shows is one, with its flags and its topic.
func TestDocumentedCommandsExist(t *testing.T) {
	pages, err := filepath.Glob("../../../../docs/*.md")
	require.NoError(t, err)
	found := 0
	for _, page := range append(pages, "../../../../README.md", "../../../../AGENTS.md", "../../../../CONTRIBUTING.md") {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, match := range commandInText.FindAllStringSubmatch(string(text), -1) {
			var out bytes.Buffer
			root := newApp(nil, &out, &out).root()
			root.InitDefaultHelpCmd()
			cmd, rest, err := root.Find(strings.Fields(strings.ReplaceAll(match[1], "--help", "")))
			require.NoError(t, err, "%s: tenfold %s", page, match[1])
			require.NotEqual(t, root, cmd, "%s: tenfold %s", page, match[1])
			require.NoError(t, cmd.ParseFlags(rest), "%s: tenfold %s", page, match[1])
			if args := cmd.Flags().Args(); cmd.Name() == "commands" && len(args) > 1 {
				require.True(t, slices.Contains(topicNames(), args[1]), "%s: tenfold %s", page, match[1])
			}
			found++
		}
	}
	require.Greater(t, found, 5)
}
