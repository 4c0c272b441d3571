package autoscaling

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// interval is the range of a step adjustment; an end that is not given is infinite.
type interval struct{ low, high float64 }

func (i interval) fromBelow() bool { return math.IsInf(i.low, -1) }
func (i interval) toAbove() bool   { return math.IsInf(i.high, 1) }

// steps checks the ranges of step adjustments together. They leave no gap and no overlap, and extend to infinity on
// their side of the threshold.
func steps(c *model.Call) error {
	list := intervals(c)
	if len(list) > maxSteps {
		return model.Errorf("LimitExceededException", "There can be at most %d step adjustments per scaling policy",
			maxSteps)
	}
	for _, test := range []func([]interval) error{wellFormed, fewOpen, endless, seamless} {
		if err := test(list); err != nil {
			return err
		}
	}
	return nil
}

func intervals(c *model.Call) []interval {
	var list []interval
	for _, step := range c.New.Objects(stepping + ".stepAdjustments") {
		i := interval{math.Inf(-1), math.Inf(1)}
		if low, ok := bound(step, "metricIntervalLowerBound"); ok {
			i.low = low
		}
		if high, ok := bound(step, "metricIntervalUpperBound"); ok {
			i.high = high
		}
		list = append(list, i)
	}
	slices.SortFunc(list, func(a, b interval) int { return cmp.Compare(a.low, b.low) })
	return list
}

func wellFormed(list []interval) error {
	for _, i := range list {
		switch {
		case i.fromBelow() && i.toAbove():
			return model.Errorf(validation, "Both lower and upper bounds of a step adjustment cannot be left unspecified")
		case i.low >= i.high:
			return model.Errorf(validation, "Lower bound must be less than upper bound for a step adjustment")
		}
	}
	return nil
}

// fewOpen allows one step without a lower bound and one without an upper bound.
func fewOpen(list []interval) error {
	below, above := 0, 0
	for _, i := range list {
		if i.fromBelow() {
			below++
		}
		if i.toAbove() {
			above++
		}
	}
	switch {
	case below > 1:
		return model.Errorf(validation, "At most one step adjustment may have an unspecified lower bound")
	case above > 1:
		return model.Errorf(validation, "At most one step adjustment may have an unspecified upper bound")
	}
	return nil
}

// endless requires that the steps below the threshold start, and those above it end, at infinity.
func endless(list []interval) error {
	const text = "There must be a step adjustment with an unspecified %s bound when one step adjustment has a %s bound"
	for _, i := range list {
		switch {
		case i.low < 0 && !slices.ContainsFunc(list, interval.fromBelow):
			return model.Errorf(validation, text, "lower", "negative lower")
		case i.high > 0 && !slices.ContainsFunc(list, interval.toAbove):
			return model.Errorf(validation, text, "upper", "positive upper")
		}
	}
	return nil
}

func seamless(list []interval) error {
	for i := 1; i < len(list); i++ {
		switch before := list[i-1].high; {
		case list[i].low < before:
			return model.Errorf(validation, "Step adjustment intervals cannot overlap")
		case list[i].low > before:
			return model.Errorf(validation, "Step adjustment intervals cannot have gaps between them")
		}
	}
	return nil
}

// requestLabel checks that the label of requests per target, app/LB/id/targetgroup/TG/id, names a load balancer of the
// account and a target group of the service.
func requestLabel(c *model.Call) error {
	const specification = tracking + ".predefinedMetricSpecification."
	if c.New.String(specification+"predefinedMetricType") != requestsPerTarget {
		return nil
	}
	label := c.New.String(specification + "resourceLabel")
	balancer, group, found := strings.Cut(label, "/targetgroup/")
	if !found || !strings.HasPrefix(balancer, "app/") {
		return model.Errorf(validation, "The resource label '%s' is not valid; want app/<load-balancer-name>/"+
			"<load-balancer-id>/targetgroup/<target-group-name>/<target-group-id>", label)
	}
	prefix := "arn:" + c.Partition() + ":elasticloadbalancing:" + c.Region + ":" + account.ID + ":"
	if !c.Exists("aws:lb/loadBalancer:LoadBalancer", prefix+"loadbalancer/"+balancer) {
		return model.Errorf(validation, "Load balancer %s does not exist", balancer)
	}
	r := scaled(c, c.New.String("resourceId"))
	if r == nil {
		return nil
	}
	for _, block := range r.Properties.Objects("loadBalancers") {
		if block.String("targetGroupArn") == prefix+"targetgroup/"+group {
			return nil
		}
	}
	return model.Errorf(validation, "Target group targetgroup/%s is not attached to the service", group)
}
