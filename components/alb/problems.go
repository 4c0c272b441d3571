package alb

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	// longestName leaves room, in the 32 characters of a target group's name, for "-tg" and the 8 that make a name
	// unique.
	longestName = 21

	longestPath      = 1024 // characters
	longestDelay     = 3600 // seconds
	longestIdle      = 4000 // seconds
	longestRetention = 3653 // days, ten years
	highestRate      = 2_000_000_000
	lastGeneration   = 1_000_000
)

const healthCheckPathWant = "a path of the application below /, such as /health"

var namePattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	nameProblems(&p, name)
	a.placeProblems(&p)
	a.domainProblems(&p)
	a.routingProblems(&p)
	a.timeoutProblems(&p)
	a.healthProblems(&p)
	p.Between("accessLogRetentionDays", a.AccessLogRetentionDays, 1, longestRetention)
	p.Between("originSecretGeneration", a.OriginSecretGeneration, 1, lastGeneration)
	a.firewallProblems(&p)
	return p
}

// nameProblems looks at the component's name, because names of load balancers, target groups and buckets are made of
// it.
func nameProblems(p *component.Problems, name string) {
	if len(name) > longestName {
		p.Want("name", name, fmt.Sprintf("at most %d characters", longestName),
			"a target group's name has at most 32, of which AWS needs 11 for -tg and a random suffix")
	}
	if !namePattern.MatchString(name) || strings.HasPrefix(name, "internal-") {
		p.Want("name", name, "lower-case letters, digits and inner hyphens, not beginning with internal-")
	}
}

func (a Args) placeProblems(p *component.Problems) {
	p.Required("vpcId", a.VPCID != nil)
	p.Required("subnetIds", a.SubnetIDs != nil)
	if ids, ok := a.SubnetIDs.(pulumi.StringArray); ok && len(ids) < 2 {
		p.Want("the number of subnetIds", len(ids), "at least 2, in different availability zones")
	}
	p.Between("targetPort", a.TargetPort, 1, 65535)
}

func (a Args) domainProblems(p *component.Problems) {
	if a.Domain == "" {
		p.Required("domain", a.HostedZoneID == nil && len(a.AlternativeNames) == 0,
			"hostedZoneId and alternativeNames are for HTTPS")
		return
	}
	p.Required("hostedZoneId", a.HostedZoneID != nil, "the certificate of domain is validated there")
	certificate.CheckNames(p, a.Domain, a.AlternativeNames)
}

// firewallProblems: a limit per client address would be one per edge of CloudFront, and block them.
func (a Args) firewallProblems(p *component.Problems) {
	if a.WAF == nil {
		return
	}
	p.Between("waf.rateLimit", a.WAF.RateLimit, 10, highestRate)
	if a.CloudFrontOnly {
		p.Want("waf", "set", "none with cloudFrontOnly",
			"here every client has an address of CloudFront's; put the firewall on the distribution")
	}
}

func (a Args) routingProblems(p *component.Problems) {
	if a.Algorithm != LeastOutstandingRequests && a.Algorithm != RoundRobin {
		p.Want("algorithm", a.Algorithm, fmt.Sprintf("%q or %q", LeastOutstandingRequests, RoundRobin))
	}
	switch {
	case a.SlowStart == 0:
	case a.SlowStart < 30 || a.SlowStart > 900:
		p.Want("slowStart", a.SlowStart, "0 or 30 to 900")
	case a.Algorithm == LeastOutstandingRequests:
		p.Want("slowStart", a.SlowStart, fmt.Sprintf("0 with algorithm %q", a.Algorithm),
			fmt.Sprintf("AWS allows slow start only with %q", RoundRobin))
	}
}

// timeoutProblems checks the load balancer's part of the shutdown chain: a request that may take long must neither be
// cut off when no byte flows, nor when its target is taken out.
func (a Args) timeoutProblems(p *component.Problems) {
	p.Between("longestRequest", a.LongestRequest, 1, longestDelay)
	atLeastRequest := func(field string, got, high int) {
		p.Between(field, got, 1, high)
		if got > 0 && got < a.LongestRequest && a.LongestRequest <= longestDelay {
			p.Want(field, got, fmt.Sprintf("at least longestRequest, %d", a.LongestRequest),
				"a shorter one cuts requests off")
		}
	}
	atLeastRequest("idleTimeout", a.IdleTimeout, longestIdle)
	atLeastRequest("deregistrationDelay", a.DeregistrationDelay, longestDelay)
}

func (a Args) healthProblems(p *component.Problems) {
	path, _, _ := strings.Cut(a.HealthCheckPath, "?")
	switch {
	case a.HealthCheckPath == "":
		p.Missing("healthCheckPath", "name "+healthCheckPathWant)
	case !strings.HasPrefix(path, "/"), path == "/":
		p.Want("healthCheckPath", a.HealthCheckPath, healthCheckPathWant,
			"a page that always answers keeps broken tasks in service")
	case len(a.HealthCheckPath) > longestPath:
		p.Want("the length of healthCheckPath", len(a.HealthCheckPath), fmt.Sprintf("at most %d", longestPath))
	}
	p.Between("healthCheckInterval", a.HealthCheckInterval, 5, 300)
	p.Between("healthCheckTimeout", a.HealthCheckTimeout, 2, 120)
	if a.HealthCheckTimeout >= a.HealthCheckInterval {
		p.Want("healthCheckTimeout", a.HealthCheckTimeout,
			fmt.Sprintf("less than healthCheckInterval, %d", a.HealthCheckInterval))
	}
	p.Between("healthyThreshold", a.HealthyThreshold, 2, 10)
	p.Between("unhealthyThreshold", a.UnhealthyThreshold, 2, 10)
}
