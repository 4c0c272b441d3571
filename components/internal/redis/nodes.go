package redis

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// sizes are all sizes of nodes, the smallest first.
var sizes = []string{
	"micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge",
}

// orderable is the sizes by family that can be ordered. The families t2, m4 and r4 are left out because AWS calls them
// previous generation, and r6gd because its tier of SSD must be chosen when a group is created.
var orderable = map[string][]string{
	"t3":   sizes[0:3],
	"t4g":  sizes[0:3],
	"m5":   {"large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"},
	"m6g":  sizes[3:10],
	"m7g":  sizes[3:10],
	"m8g":  sizes[3:10],
	"r5":   {"large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"},
	"r6g":  sizes[3:10],
	"r7g":  sizes[3:10],
	"r8g":  sizes[3:10],
	"c7gn": sizes[3:10],
	"c8gn": sizes[3:10],
}

// scalingFamilies and scalingSizes are what ElastiCache's autoscaling is limited to (ElastiCache user guide,
// "Auto Scaling Valkey and Redis OSS clusters", prerequisites).
var (
	scalingFamilies = []string{"r7g", "r6g", "r5", "m7g", "m6g", "m5", "c7gn"}
	scalingSizes    = []string{"large", "xlarge", "2xlarge"}
)

// CheckNode says that a node type cannot be ordered, and which one is the nearest.
func CheckNode(p *component.Problems, field, nodeType string) {
	family, size := split(nodeType)
	if !slices.Contains(orderable[family], size) || !strings.HasPrefix(nodeType, "cache.") {
		p.Want(field, nodeType, "a node type that can be ordered", "the nearest is "+nearest(family, size))
	}
}

// CheckScalingNode says that a node type cannot be autoscaled.
func CheckScalingNode(p *component.Problems, field, nodeType string) {
	family, size := split(nodeType)
	if slices.Contains(orderable[family], size) &&
		(!slices.Contains(scalingFamilies, family) || !slices.Contains(scalingSizes, size)) {
		p.Want(field, nodeType, "a node type that AWS scales: "+strings.Join(scalingSizes, ", ")+
			" of "+strings.Join(scalingFamilies, ", "), "leave autoscaling out, or use cache.m7g.large")
	}
}

// split takes "cache.m7g.large" apart.
func split(nodeType string) (family, size string) {
	family, size, _ = strings.Cut(strings.TrimPrefix(nodeType, "cache."), ".")
	return family, size
}

// nearest keeps the family where there is one, or takes the one that is spelled most alike, and in it the size next
// to the one that was asked for, rather a larger one.
func nearest(family, size string) string {
	family = closest(family)
	choice, rank := orderable[family], slices.Index(sizes, size)
	best := choice[0]
	for _, candidate := range choice {
		if distance(slices.Index(sizes, candidate), rank) <= distance(slices.Index(sizes, best), rank) {
			best = candidate
		}
	}
	return fmt.Sprintf("cache.%s.%s", family, best)
}

func distance(a, b int) int { return max(a-b, b-a) }

func closest(family string) string {
	if _, ok := orderable[family]; ok {
		return family
	}
	return slices.MinFunc(slices.Sorted(maps.Keys(orderable)), func(a, b string) int {
		return cmp.Or(edits(a, family)-edits(b, family), shared(b, family)-shared(a, family))
	})
}

// shared is how many letters two names begin with alike.
func shared(a, b string) (n int) {
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// edits is the number of letters to insert, to delete or to change (Levenshtein's distance).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
