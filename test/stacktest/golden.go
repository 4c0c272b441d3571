package stacktest

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write golden files anew instead of comparing with them")

// Golden compares a text with a file, and fails the test with the lines that differ. `go test -update` writes the file
// instead; read its diff before you commit it. The path is relative to the test's directory.
func Golden(t testing.TB, path, got string) {
	t.Helper()
	if *update {
		if err := writeGolden(path, got); err != nil {
			t.Fatalf("writing a golden file: %v", err)
		}
		return
	}
	if err := compareGolden(path, got); err != nil {
		t.Fatal(err)
	}
}

func writeGolden(path, got string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(got), 0o644)
}

func compareGolden(path, got string) error {
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s does not exist; run the test with -update to write it", path)
	}
	if err != nil {
		return err
	}
	if string(want) == got {
		return nil
	}
	return fmt.Errorf("%s is out of date (- is the file, + is what the test got); "+
		"if the change is meant, run the test with -update\n%s", path, diff(string(want), got))
}

// maxDiffLines bounds a diff, because nobody reads more of one in a test's output.
const maxDiffLines = 80

// diff lists the lines that two texts do not share, with their line numbers.
func diff(want, got string) string {
	lines := changes(strings.Split(want, "\n"), strings.Split(got, "\n"))
	if len(lines) > maxDiffLines {
		more := len(lines) - maxDiffLines
		lines = append(lines[:maxDiffLines], fmt.Sprintf("… and %d more lines", more))
	}
	return strings.Join(lines, "\n")
}

// changes walks both texts along their longest common subsequence of lines. Only what lies between the first and the
// last difference is looked at: the table of subsequences grows with the product of the lengths.
func changes(a, b []string) []string {
	first := sharedHead(a, b)
	last := sharedTail(a[first:], b[first:])
	a, b = a[first:len(a)-last], b[first:len(b)-last]
	common := subsequences(a, b)
	var lines []string
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			lines = append(lines, fmt.Sprintf("%5d - %s", first+i+1, a[i]))
			i++
		default:
			lines = append(lines, fmt.Sprintf("%5d + %s", first+j+1, b[j]))
			j++
		}
	}
	return lines
}

func sharedHead(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func sharedTail(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

// subsequences holds, for each pair of tails a[i:] and b[j:], the length of their longest common subsequence.
func subsequences(a, b []string) [][]int {
	length := make([][]int, len(a)+1)
	length[len(a)] = make([]int, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		length[i] = make([]int, len(b)+1)
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	return length
}
