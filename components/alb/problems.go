package alb

import (
	"fmt"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/dns"
)

const (
	// maxName leaves room, in the 32 characters of a target group's name, for "-tg" and the 8 that make a name
	// unique.
	maxName = 21

	maxPath       = 1024 // characters
	maxDelay      = 3600 // seconds
	maxIdle       = 4000 // seconds
	maxRetention  = 3653 // days, ten years
	maxRate       = 2_000_000_000
	maxGeneration = 1_000_000
)

const healthCheckPathWant = "a path of the application below /, such as /healthz"

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	validateName(&p, name)
	p.Placement(a.VPCID, a.SubnetIDs)
	a.validateDomain(&p)
	a.validateRouting(&p)
	a.validateTimeouts(&p)
	a.validateHealthCheck(&p)
	p.Between("accessLogRetentionDays", a.AccessLogRetentionDays, 1, maxRetention)
	p.Between("originSecretGeneration", a.OriginSecretGeneration, 1, maxGeneration)
	a.validateFirewall(&p)
	return p
}

// validateName checks the component's name, because names of load balancers, target groups and buckets derive from it.
func validateName(p *component.Problems, name string) {
	p.Length("name", name, maxName, "a target group's name has at most 32, of which AWS needs 11 for -tg and a random suffix")
	if !component.IsLabel(name) || strings.HasPrefix(name, "internal-") {
		p.Want("name", name, "lower-case letters, digits and inner hyphens, not beginning with internal-")
	}
}

func (a Args) validateDomain(p *component.Problems) {
	dns.Validate(p, dns.Fields{
		Domain: a.Domain, AlternativeNames: a.AlternativeNames, HostedZoneID: a.HostedZoneID,
		CertificateARN: a.CertificateARN, DNS: a.DNS,
	})
}

// validateFirewall: a limit per client address would be one per edge of CloudFront, and block them.
func (a Args) validateFirewall(p *component.Problems) {
	if a.WAF == nil {
		return
	}
	p.Between("waf.rateLimit", a.WAF.RateLimit, 10, maxRate)
	if a.CloudFrontOnly {
		p.Want("waf", "set", "none with cloudFrontOnly",
			"here every client has an address of CloudFront's; put the firewall on the distribution")
	}
}

func (a Args) validateRouting(p *component.Problems) {
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

// validateTimeouts checks the load balancer's part of the shutdown chain: a request that may take long must neither be
// cut off when no byte flows, nor when its target is taken out.
func (a Args) validateTimeouts(p *component.Problems) {
	p.Between("longestRequest", a.LongestRequest, 1, maxDelay)
	atLeastRequest := func(field string, got, high int) {
		p.Between(field, got, 1, high)
		if got > 0 && got < a.LongestRequest && a.LongestRequest <= maxDelay {
			p.Want(field, got, fmt.Sprintf("at least longestRequest, %d", a.LongestRequest),
				"a shorter one cuts requests off")
		}
	}
	atLeastRequest("idleTimeout", a.IdleTimeout, maxIdle)
	atLeastRequest("deregistrationDelay", a.DeregistrationDelay, maxDelay)
}

func (a Args) validateHealthCheck(p *component.Problems) {
	path, _, _ := strings.Cut(a.HealthCheckPath, "?")
	switch {
	case a.HealthCheckPath == "":
		p.Missing("healthCheckPath", "name "+healthCheckPathWant)
	case !strings.HasPrefix(path, "/"), path == "/":
		p.Want("healthCheckPath", a.HealthCheckPath, healthCheckPathWant,
			"/ is a page that may need the database, and ECS ends every task that fails")
	case len(a.HealthCheckPath) > maxPath:
		p.Want("the length of healthCheckPath", len(a.HealthCheckPath), fmt.Sprintf("at most %d", maxPath))
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
