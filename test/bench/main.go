// Command bench measures Tenfold's programs and the simulated account, and writes docs/benchmarks.md. Run it with
// make bench. Every figure that would depend on the machine is given as a ratio, beside a floor measured in the same
// run.
package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// environment is what is measured: the largest one.
const environment = "production-100k"

func main() {
	if err := run(filepath.Join("docs", "benchmarks.md")); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(path string) error {
	var page strings.Builder
	fmt.Fprintf(&page, "# Benchmarks\n\nWritten by `make bench`; %s on %s/%s, %d cores.\n\n"+
		"| what is measured | against | result | goal |\n|---|---|--:|--:|\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	for _, measure := range []func() ([]row, error){measureProgram, measureUp, measureSimulator} {
		rows, err := measure()
		if err != nil {
			return err
		}
		for _, r := range rows {
			fmt.Fprintln(os.Stderr, r)
			fmt.Fprintln(&page, r)
		}
	}
	page.WriteString(explanation)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(page.String()), 0o644)
}

const explanation = `
A *bare* resource is a log group made with the SDK, with two properties and no component around it. Each ratio compares the
medians of alternating runs. A change in the machine's speed therefore affects both sides.
`

// row is one line of the page.
type row struct{ what, against, result, goal string }

func (r row) String() string {
	return fmt.Sprintf("| %s | %s | %s | %s |", r.what, r.against, r.result, r.goal)
}

// compare runs two things in turns and returns the medians of their times.
func compare(rounds int, a, b func() error) (x, y time.Duration, err error) {
	var as, bs []time.Duration
	for range rounds {
		for _, side := range []struct {
			fn    func() error
			times *[]time.Duration
		}{{a, &as}, {b, &bs}} {
			start := time.Now()
			if err := side.fn(); err != nil {
				return 0, 0, err
			}
			*side.times = append(*side.times, time.Since(start))
		}
	}
	return median(as), median(bs), nil
}

func median[T cmp.Ordered](values []T) T {
	slices.Sort(values)
	return values[len(values)/2]
}
