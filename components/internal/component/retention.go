package component

import (
	"fmt"
	"slices"
)

// LogRetentions are the numbers of days that CloudWatch Logs accepts. Its 0, which keeps events without a limit, is not among them.
var LogRetentions = []int{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

// LogRetention records a problem unless CloudWatch Logs can keep events for this number of days.
func (p *Problems) LogRetention(field string, days int) {
	if !slices.Contains(LogRetentions, days) {
		p.Want(field, days, "a number of days that CloudWatch Logs knows, 1 to 3653",
			fmt.Sprintf("the nearest is %d", Nearest(days, LogRetentions)))
	}
}

// Nearest is the number of a list that is nearest to n, the later one of two.
func Nearest(n int, list []int) int {
	best := list[0]
	for _, candidate := range list {
		if distance(candidate, n) <= distance(best, n) {
			best = candidate
		}
	}
	return best
}

func distance(a, b int) int { return max(a-b, b-a) }
