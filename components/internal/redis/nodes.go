package redis

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/internal/nearest"
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

// validateNode records a node type that cannot be ordered, with the nearest one that can.
func validateNode(p *component.Problems, field, nodeType string) {
	family, size := split(nodeType)
	if !slices.Contains(orderable[family], size) || !strings.HasPrefix(nodeType, "cache.") {
		p.Want(field, nodeType, "a node type that can be ordered", "the nearest is "+nearestNode(family, size))
	}
}

// ValidateScalingNode records a node type that cannot be autoscaled.
func ValidateScalingNode(p *component.Problems, field, nodeType string) {
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

// nearestNode keeps the family, or takes the one with the most similar name. In it, it takes the nearest size, rather the
// larger of two.
func nearestNode(family, size string) string {
	family = nearestFamily(family)
	ranks := make([]int, len(orderable[family]))
	for i, candidate := range orderable[family] {
		ranks[i] = slices.Index(sizes, candidate)
	}
	rank := component.Nearest(slices.Index(sizes, size), ranks)
	return fmt.Sprintf("cache.%s.%s", family, sizes[rank])
}

func nearestFamily(family string) string {
	if _, ok := orderable[family]; ok {
		return family
	}
	return slices.MinFunc(slices.Sorted(maps.Keys(orderable)), func(a, b string) int {
		return cmp.Or(nearest.Distance(a, family)-nearest.Distance(b, family), shared(b, family)-shared(a, family))
	})
}

// shared is how many letters two names have in common at their beginnings.
func shared(a, b string) (n int) {
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}
