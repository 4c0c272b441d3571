package stacktest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// withUpdate runs fn as under `go test -update`.
func withUpdate(t *testing.T, fn func()) {
	t.Helper()
	was := flag.Lookup("update").Value.String()
	require.NoError(t, flag.Set("update", "true"))
	defer func() { require.NoError(t, flag.Set("update", was)) }()
	fn()
}

// goldenFailure is what Golden says about a file with the text want when the test got another one.
func goldenFailure(t *testing.T, want, got string) string {
	t.Helper()
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("golden.txt", []byte(want), 0o644))
	return failureOf(t, func(t testing.TB) { stacktest.Golden(t, "golden.txt", got) })
}

func TestGoldenWritesAndCompares(t *testing.T) {
	path := filepath.Join(t.TempDir(), "testdata", "deep", "tree.txt")
	compare := func(got string) string {
		return failureOf(t, func(t testing.TB) { stacktest.Golden(t, path, got) })
	}
	require.Equal(t, path+" does not exist; run the test with -update to write it", compare("one\n"))
	withUpdate(t, func() { require.Empty(t, compare("one\n")) })
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "one\n", string(text))
	require.Empty(t, compare("one\n"))

	require.Contains(t, compare("two\n"), "is out of date")
	text, err = os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "one\n", string(text), "a comparison writes nothing")

	withUpdate(t, func() { require.Empty(t, compare("two\n")) })
	require.Empty(t, compare("two\n"))
}

func TestGoldenThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o644))
	withUpdate(t, func() {
		text := failureOf(t, func(t testing.TB) { stacktest.Golden(t, filepath.Join(dir, "file", "tree.txt"), "one") })
		require.Contains(t, text, "writing a golden file: ")
	})
}

func TestGoldenThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	text := failureOf(t, func(t testing.TB) { stacktest.Golden(t, dir, "one") })
	require.Contains(t, text, "is a directory")
}

func TestGoldenShowsTheLinesThatDiffer(t *testing.T) {
	const head = "golden.txt is out of date (- is the file, + is what the test got); " +
		"if the change is meant, run the test with -update\n"
	for name, c := range map[string]struct{ want, got, diff string }{
		"a changed line": {"a\nb\nc\n", "a\nx\nc\n", "    2 - b\n    2 + x"},
		"a new line":     {"a\nc\n", "a\nb\nc\n", "    2 + b"},
		"a lost line":    {"a\nb\nc\n", "a\nc\n", "    2 - b"},
		"at both ends":   {"a\nm\nz", "b\nm\ny", "    1 - a\n    1 + b\n    3 - z\n    3 + y"},
		"a moved line":   {"a\nb\nc\n", "b\nc\na\n", "    1 - a\n    3 + a"},
		"no last break":  {"a\n", "a", "    2 - "},
		"an empty file":  {"", "a", "    1 - \n    1 + a"},
		"repeated lines": {"x\nx\ny", "x\ny\ny", "    2 - x\n    2 + y"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, head+c.diff, goldenFailure(t, c.want, c.got)) })
	}
}

func TestGoldenShowsNoMoreThanAnyoneReads(t *testing.T) {
	var want, got strings.Builder
	for i := range 50 {
		fmt.Fprintf(&want, "old %d\n", i)
		fmt.Fprintf(&got, "new %d\n", i)
	}
	lines := strings.Split(goldenFailure(t, want.String(), got.String()), "\n")
	require.Len(t, lines, 1+80+1)
	require.Equal(t, "… and 20 more lines", lines[81])
}

// TestGoldenOfALongFileIsCheap because a table over all pairs of lines of two long files would need gigabytes.
func TestGoldenOfALongFileIsCheap(t *testing.T) {
	long := strings.Repeat("same\n", 100_000)
	require.Contains(t, goldenFailure(t, long+"old\n"+long, long+"new\n"+long), "\n100001 - old\n100001 + new")
}
