package ecs

import (
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// retentions is the numbers of days that CloudWatch Logs can keep events.
var retentions = []int{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

func checkRetention(p *component.Problems, field string, days int) {
	if !slices.Contains(retentions, days) {
		p.Want(field, days, "a number of days that CloudWatch Logs knows, 1 to 3653",
			fmt.Sprintf("the nearest is %d", nearest(days, retentions)))
	}
}
