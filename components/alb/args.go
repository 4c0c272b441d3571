package alb

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/dns"
)

// The two ways to choose the target of a request, for Args.Algorithm.
const (
	// LeastOutstandingRequests sends a request to the target with the fewest unanswered ones.
	LeastOutstandingRequests = "least_outstanding_requests"
	// RoundRobin sends a request to each target in turn.
	RoundRobin = "round_robin"
)

// What to do with the record of a name, for Args.DNS.
const (
	// DNSCreate creates it. One that exists already is an error: it may be somebody's website.
	DNSCreate = dns.Create
	// DNSNone creates none. Clients reach the load balancer once you create one.
	DNSNone = dns.None
	// DNSTakeover overwrites one that exists.
	DNSTakeover = dns.Takeover
)

// Args are the arguments of New.
type Args struct {
	// VPCID is the VPC of the subnets and of the targets. Required.
	VPCID pulumi.StringInput `pulumi:"vpcId"`
	// SubnetIDs are public subnets, one per availability zone, at least two; each needs 8 free addresses.
	// Changing them is done in place. Required.
	SubnetIDs pulumi.StringArrayInput `pulumi:"subnetIds"`

	// Domain is the host name that the load balancer serves over HTTPS, in lower case, at most 64 characters, such as
	// "app.example.com". Without it, the load balancer serves plain HTTP only, and the output Warning says so. Default:
	// none.
	Domain string `pulumi:"domain,optional"`
	// AlternativeNames are further host names in the same hosted zone, at most 9, for the certificate and as aliases.
	// "*.example.com" is valid. A change replaces the certificate without downtime. Default: none.
	AlternativeNames []string `pulumi:"alternativeNames,optional"`
	// HostedZoneID is the public Route 53 zone of Domain. Required with Domain, unless CertificateARN is set and DNS is
	// DNSNone. Default: none.
	HostedZoneID pulumi.StringInput `pulumi:"hostedZoneId,optional"`
	// ZoneProvider is a provider of the account that the hosted zone is in, if that is another. Default: none.
	ZoneProvider pulumi.ProviderResource
	// DNS says what happens to the records of Domain and AlternativeNames: DNSCreate, DNSNone or DNSTakeover. Default:
	// "create".
	DNS string `pulumi:"dns,optional"`
	// CertificateARN is an issued certificate for Domain and AlternativeNames, in the load balancer's region.
	// Without it, the component creates one. Default: none.
	CertificateARN pulumi.StringInput `pulumi:"certificateArn,optional"`

	// CloudFrontOnly admits only requests from a CloudFront distribution that sends the output OriginSecret. With a
	// Domain, it also closes port 80, because CloudFront redirects clients itself. Domain is then the load balancer's
	// own name, such as "origin.example.com", not the one that clients use. Turning it on cuts off clients that connect
	// directly: put the distribution in front first. Default: false.
	CloudFrontOnly bool `pulumi:"cloudFrontOnly,optional"`
	// OriginSecretGeneration creates a new OriginSecret when you raise it by one. The previous secret stays valid, so
	// no request fails in the minutes until all of CloudFront sends the new one. 1 to 1000000. Default: 1.
	OriginSecretGeneration int `pulumi:"originSecretGeneration,optional"`

	// Algorithm chooses the target of each request: LeastOutstandingRequests keeps slow requests from piling up on one
	// task; RoundRobin allows SlowStart. Default: "least_outstanding_requests".
	Algorithm string `pulumi:"algorithm,optional"`
	// SlowStart is how long, in seconds, the share of a new target grows to the full one: 30 to 900, or 0 for no delay.
	// Only with RoundRobin. Default: none.
	SlowStart int `pulumi:"slowStart,optional"`

	// LongestRequest is how long, in seconds, the slowest request may take that a deployment must not interrupt, 1 to
	// 3600. IdleTimeout and DeregistrationDelay must be at least as long. Default: 30.
	LongestRequest int `pulumi:"longestRequest,optional"`
	// IdleTimeout is the number of seconds without traffic after which the load balancer closes a connection,
	// LongestRequest to 4000. The application's own keep-alive timeout must be longer; otherwise clients get a 502 now
	// and then. Default: 60.
	IdleTimeout int `pulumi:"idleTimeout,optional"`
	// DeregistrationDelay is how long, in seconds, a deregistered target may finish its requests, LongestRequest to
	// 3600. Every deployment waits for it, so AWS's own default of 300 costs five minutes each time. Twice the default
	// LongestRequest is ample. Default: 60.
	DeregistrationDelay int `pulumi:"deregistrationDelay,optional"`

	// HealthCheckPath is the path that says whether a target's process works, such as "/healthz". It looks at this process
	// only, not at a database, cache or broker, and returns 200 within a second: ECS ends every task that fails, and an
	// outage of the database must not end them all. It begins with "/" and has 2 to 1024 characters. Required.
	HealthCheckPath string `pulumi:"healthCheckPath"`
	// HealthCheckInterval is the time between two checks of a target in seconds, 5 to 300. Default: 15.
	HealthCheckInterval int `pulumi:"healthCheckInterval,optional"`
	// HealthCheckTimeout is how long, in seconds, a check waits for the response, 2 to 120 and less than
	// HealthCheckInterval. Default: 5.
	HealthCheckTimeout int `pulumi:"healthCheckTimeout,optional"`
	// HealthyThreshold is how many successful checks in a row bring a target into service, 2 to 10. Default: 2.
	HealthyThreshold int `pulumi:"healthyThreshold,optional"`
	// UnhealthyThreshold is how many failed checks in a row take a target out of service, 2 to 10. ECS then ends the task.
	// With the defaults a target may fail for 140 seconds, which is longer than a failover of the database. A task that
	// hangs is ended after 155 seconds; one that exits is replaced at once. Default: 10.
	UnhealthyThreshold int `pulumi:"unhealthyThreshold,optional"`

	// AccessLogRetentionDays is how long access logs are kept, in days, 1 to 3653. Default: 90.
	AccessLogRetentionDays int `pulumi:"accessLogRetentionDays,optional"`
	// WAF adds a web application firewall. Not with CloudFrontOnly, where the distribution has it. Default: none.
	WAF *WAF `pulumi:"waf,optional"`
	// AllowDestroy turns deletion protection off and lets the log bucket be deleted with its logs. A deleted OriginSecret
	// can be recovered for 7 days, and for 30 days without. It must be applied with an update before the destroy.
	// Default: false.
	AllowDestroy bool `pulumi:"allowDestroy,optional"`
}

// WAF configures the firewall.
type WAF struct {
	// RateLimit is how many requests one client address may make in 5 minutes, 10 to 2000000000. The firewall answers
	// more with 429. All clients behind one address share it. Default: 2000.
	RateLimit int `pulumi:"rateLimit,optional"`
	// CountOnly counts requests that the rules would block, and admits them, so that you see what the rules do to real
	// traffic. Default: false.
	CountOnly bool `pulumi:"countOnly,optional"`
}

func (a Args) withDefaults() Args {
	a.DNS = cmp.Or(a.DNS, DNSCreate)
	a.OriginSecretGeneration = cmp.Or(a.OriginSecretGeneration, 1)
	a.Algorithm = cmp.Or(a.Algorithm, LeastOutstandingRequests)
	a.LongestRequest = cmp.Or(a.LongestRequest, 30)
	a.IdleTimeout = cmp.Or(a.IdleTimeout, 60)
	a.DeregistrationDelay = cmp.Or(a.DeregistrationDelay, 60)
	a.HealthCheckInterval = cmp.Or(a.HealthCheckInterval, 15)
	a.HealthCheckTimeout = cmp.Or(a.HealthCheckTimeout, 5)
	a.HealthyThreshold = cmp.Or(a.HealthyThreshold, 2)
	a.UnhealthyThreshold = cmp.Or(a.UnhealthyThreshold, 10)
	a.AccessLogRetentionDays = cmp.Or(a.AccessLogRetentionDays, 90)
	if a.WAF != nil {
		waf := a.WAF.withDefaults()
		a.WAF = &waf
	}
	return a
}

func (w WAF) withDefaults() WAF {
	w.RateLimit = cmp.Or(w.RateLimit, 2000)
	return w
}
