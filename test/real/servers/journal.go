package servers

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Journal is a file in which the tasks of an application note what they do, one line each: a word, the number of the
// task, and more.
type Journal struct {
	path, inside string
}

// NewJournal creates an empty journal in dir.
func (p *Parts) NewJournal(tb testing.TB, dir string) *Journal {
	tb.Helper()
	path := p.Write(tb, dir, "journal", "")
	return &Journal{path, p.Inside(path)}
}

// Inside is the path by which the application knows the journal.
func (j *Journal) Inside() string { return j.inside }

// Clear forgets all lines.
func (j *Journal) Clear(tb testing.TB) {
	tb.Helper()
	require.NoError(tb, os.Truncate(j.path, 0))
}

// Lines are the lines that begin with a word, without it.
func (j *Journal) Lines(word string) []string {
	text, err := os.ReadFile(j.path)
	if err != nil {
		return []string{err.Error()}
	}
	var all []string
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), word+" "); ok {
			all = append(all, rest)
		}
	}
	return all
}

// Numbers are the numbers of the tasks that noted a word, in that order.
func (j *Journal) Numbers(word string) []int {
	var all []int
	for _, line := range j.Lines(word) {
		number, _, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			n = -1
		}
		all = append(all, n)
	}
	return all
}

// Counts says how often each task noted a word.
func (j *Journal) Counts(word string) map[int]int {
	all := map[int]int{}
	for _, n := range j.Numbers(word) {
		all[n]++
	}
	return all
}

// Await waits until so many different tasks have noted a word.
func (j *Journal) Await(tb testing.TB, word string, tasks int) {
	tb.Helper()
	Within(tb, 2*Timeout, func() bool { return len(j.Counts(word)) >= tasks },
		"%d tasks do not %s:\n%s", tasks, word, Lazy(func() string { return fmt.Sprint(j.Counts(word)) }))
}

// Once is the count of 1 for each of so many tasks.
func Once(tasks int) map[int]int {
	all := map[int]int{}
	for n := range tasks {
		all[n] = 1
	}
	return all
}

// Lazy is text that is made when it is printed, such as the Log of a Process.
type Lazy func() string

func (l Lazy) String() string { return l() }

// Within waits until check holds, or fails the test with the message.
func Within(tb testing.TB, limit time.Duration, check func() bool, format string, args ...any) {
	tb.Helper()
	for deadline := time.Now().Add(limit); !check(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			tb.Fatalf(format, args...)
		}
	}
}
