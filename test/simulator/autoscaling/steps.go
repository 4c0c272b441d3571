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

// steps checks that step adjustments leave neither gap nor overlap.
func steps(c *model.Call) error {
	var list []interval
	for _, block := range c.New.Objects(stepping) {
		for _, step := range block.Objects("stepAdjustments") {
			i := interval{math.Inf(-1), math.Inf(1)}
			if low, ok := bound(step, "metricIntervalLowerBound"); ok {
				i.low = low
			}
			if high, ok := bound(step, "metricIntervalUpperBound"); ok {
				i.high = high
			}
			list = append(list, i)
		}
	}
	if len(list) > mostSteps {
		return model.Refusef("LimitExceededException", "A scaling policy can have at most %d step adjustments.", mostSteps)
	}
	return seamless(list)
}

func seamless(list []interval) error {
	slices.SortFunc(list, func(a, b interval) int { return cmp.Compare(a.low, b.low) })
	for i, step := range list {
		if step.low >= step.high {
			return model.Refusef(validation, "The lower bound of a step adjustment must be less than its upper bound")
		}
		if i == 0 {
			continue
		}
		switch before := list[i-1].high; {
		case step.low < before:
			return model.Refusef(validation, "There cannot be overlap between the step adjustments")
		case step.low > before:
			return model.Refusef(validation, "There cannot be a gap between the step adjustments")
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
		return model.Refusef(validation, "The resource label '%s' is not valid; want app/<load-balancer-name>/"+
			"<load-balancer-id>/targetgroup/<target-group-name>/<target-group-id>", label)
	}
	prefix := "arn:" + c.Partition() + ":elasticloadbalancing:" + c.Region + ":" + account.ID + ":"
	if !c.Exists("aws:lb/loadBalancer:LoadBalancer", prefix+"loadbalancer/"+balancer) {
		return model.Refusef(validation, "Load balancer %s does not exist", balancer)
	}
	r := scaled(c, c.New.String("resourceId"))
	if r == nil {
		return nil
	}
	for _, block := range model.Props(r.Properties).Objects("loadBalancers") {
		if block.String("targetGroupArn") == prefix+"targetgroup/"+group {
			return nil
		}
	}
	return model.Refusef(validation, "Target group targetgroup/%s is not attached to the service", group)
}
