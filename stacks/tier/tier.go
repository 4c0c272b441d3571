// Package tier holds complete sets of sizes: how big everything is for 10,000 users and for 100,000. A tier is one
// commented literal; an environment overrides single fields of it.
package tier

import (
	"fmt"
	"slices"
	"strings"
)

// Tier is a set of sizes. Its JSON names are the field names of an environment's overrides.
type Tier struct {
	// Name is what tenfold:tier says.
	Name string `json:"-"`
	// PeakRequestsPerSecond is the load that the web tier must carry at its maximum.
	PeakRequestsPerSecond int     `json:"peakRequestsPerSecond"`
	Network               Network `json:"network"`
	ALB                   ALB     `json:"alb"`
	Web                   Web     `json:"web"`
	// LogRetentionDays is how long application, audit and flow logs are kept.
	LogRetentionDays int `json:"logRetentionDays"`
}

// Network sizes the network.
type Network struct {
	// CIDR is the range of the VPC. Environments that are ever peered need different ranges.
	CIDR string `json:"cidr"`
	// Zones is the number of availability zones.
	Zones int `json:"zones"`
	// NAT is "perZone" or "single".
	NAT string `json:"nat"`
	// InterfaceEndpoints are the AWS services reached without NAT, such as ecr.api.
	InterfaceEndpoints []string `json:"interfaceEndpoints"`
	// FlowLogRejectsOnly leaves accepted traffic out of the flow logs, which then cost next to nothing.
	FlowLogRejectsOnly bool `json:"flowLogRejectsOnly"`
}

// ALB sizes the load balancer.
type ALB struct {
	// WAF puts a web application firewall in front.
	WAF bool `json:"waf"`
	// RateLimit is the number of requests per 5 minutes and client address that the firewall lets through.
	RateLimit int `json:"rateLimit"`
	// AccessLogRetentionDays is how long access logs are kept.
	AccessLogRetentionDays int `json:"accessLogRetentionDays"`
}

// Web sizes the web service.
type Web struct {
	// CPU is in CPU units (1024 = 1 vCPU), Memory in MiB, both per task.
	CPU    int `json:"cpu"`
	Memory int `json:"memory"`
	// MinTasks and MaxTasks bound the autoscaler.
	MinTasks int `json:"minTasks"`
	MaxTasks int `json:"maxTasks"`
	// CPUTarget is the average CPU use, in percent, that the autoscaler keeps.
	CPUTarget int `json:"cpuTarget"`
	// RequestsPerTarget is the number of requests per minute and task that the autoscaler keeps.
	RequestsPerTarget int `json:"requestsPerTarget"`
	// LongestRequest is how long, in seconds, the slowest request may take that a deployment must not cut off.
	LongestRequest int `json:"longestRequest"`
	// DeregistrationDelay is how long, in seconds, a task that is taken out may finish its requests. Every deployment
	// waits for it.
	DeregistrationDelay int `json:"deregistrationDelay"`
}

var tiers = []func() Tier{tier10k, tier100k}

// Names are the tiers, smallest first.
func Names() []string {
	names := make([]string, len(tiers))
	for i, t := range tiers {
		names[i] = t().Name
	}
	return names
}

// Get returns a tier by its name.
func Get(name string) (Tier, error) {
	for _, t := range tiers {
		if tier := t(); tier.Name == name {
			return tier, nil
		}
	}
	return Tier{}, fmt.Errorf("tier is %q; want one of %s", name, strings.Join(Names(), ", "))
}

// Problems are what makes a set of sizes impossible, each naming its field. Components check their own ranges; here
// is what only the whole can know.
func (t Tier) Problems() []string {
	var problems []string
	if t.Network.Zones < 2 || t.Network.Zones > 3 {
		problems = append(problems, fmt.Sprintf("network.zones is %d; want 2 to 3", t.Network.Zones))
	}
	if !slices.Contains([]string{"perZone", "single"}, t.Network.NAT) {
		problems = append(problems, fmt.Sprintf("network.nat is %q; want \"perZone\" or \"single\"", t.Network.NAT))
	}
	if t.Web.MaxTasks < t.Web.MinTasks {
		problems = append(problems, fmt.Sprintf("web.maxTasks is %d; want at least web.minTasks, %d",
			t.Web.MaxTasks, t.Web.MinTasks))
	}
	if carried := t.Web.MaxTasks * t.Web.RequestsPerTarget / secondsPerMinute; carried < t.PeakRequestsPerSecond {
		problems = append(problems, fmt.Sprintf("peakRequestsPerSecond is %d; web.maxTasks × web.requestsPerTarget / 60 = "+
			"%d × %d / 60 = %d requests per second at the most", t.PeakRequestsPerSecond, t.Web.MaxTasks,
			t.Web.RequestsPerTarget, carried))
	}
	return problems
}

const secondsPerMinute = 60
