package alb

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
)

func goodArgs() Args {
	return Args{
		VPCID:           pulumi.String("vpc-1"),
		SubnetIDs:       pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
		HealthCheckPath: "/health",
	}
}

func goodHTTPS() Args {
	a := goodArgs()
	a.Domain, a.HostedZoneID = "app.example.com", pulumi.String("Z1")
	return a
}

func problemsOf(name string, a Args) error {
	return a.withDefaults().problems(name).Err("alb", name)
}

// requireProblems wants exactly these lines, without their prefix.
func requireProblems(t *testing.T, a Args, want ...string) {
	t.Helper()
	for i, line := range want {
		want[i] = `alb "web": ` + line
	}
	require.EqualError(t, problemsOf("web", a), strings.Join(want, "\n"))
}

func TestDefaults(t *testing.T) {
	waf := WAF{}
	got := Args{WAF: &waf}.withDefaults()
	require.Equal(t, Args{
		DNS: "create", OriginSecretGeneration: 1, Algorithm: "least_outstanding_requests", LongestRequest: 30,
		IdleTimeout: 60, DeregistrationDelay: 60, HealthCheckInterval: 15, HealthCheckTimeout: 5, HealthyThreshold: 2,
		UnhealthyThreshold: 10, AccessLogRetentionDays: 90, WAF: &WAF{RateLimit: 2000},
	}, got)
	require.Zero(t, waf, "the caller's struct must stay as it is")
}

func TestLimitsThemselvesAreAllowed(t *testing.T) {
	low, high := goodHTTPS(), goodHTTPS()
	low.LongestRequest, high.LongestRequest = 1, 3600
	low.IdleTimeout, high.IdleTimeout = 1, 4000
	low.DeregistrationDelay, high.DeregistrationDelay = 1, 3600
	low.Algorithm, high.Algorithm = RoundRobin, RoundRobin
	low.SlowStart, high.SlowStart = 30, 900
	low.HealthCheckInterval, high.HealthCheckInterval = 5, 300
	low.HealthCheckTimeout, high.HealthCheckTimeout = 2, 120
	low.HealthyThreshold, high.HealthyThreshold = 2, 10
	low.UnhealthyThreshold, high.UnhealthyThreshold = 2, 10
	low.HealthCheckPath, high.HealthCheckPath = "/h", "/"+strings.Repeat("h", 1023)
	low.AccessLogRetentionDays, high.AccessLogRetentionDays = 1, 3653
	low.WAF, high.WAF = &WAF{RateLimit: 10}, &WAF{RateLimit: 2_000_000_000}

	require.NoError(t, problemsOf("w", low))
	require.NoError(t, problemsOf(strings.Repeat("w", 21), high))
}

func TestEveryProblemIsReported(t *testing.T) {
	requireProblems(t, Args{WAF: &WAF{RateLimit: 9}, AccessLogRetentionDays: -1},
		"vpcId is required",
		"subnetIds is required",
		"healthCheckPath is required; name a path of the application below /, such as /healthz",
		"accessLogRetentionDays is -1; want 1 to 3653",
		"waf.rateLimit is 9; want 10 to 2000000000",
	)
}

type problemCases map[string]func(*Args)

// check breaks good arguments in one way after the other; the key is the only line that it must give.
func (cases problemCases) check(t *testing.T) {
	t.Helper()
	for want, set := range cases {
		t.Run(want, func(t *testing.T) {
			a := goodHTTPS()
			set(&a)
			requireProblems(t, a, want)
		})
	}
}

func TestPlaceProblems(t *testing.T) {
	problemCases{
		"the number of subnetIds is 1; want at least 2, in different availability zones": func(a *Args) {
			a.SubnetIDs = pulumi.ToStringArray([]string{"subnet-a"})
		},
		"originSecretGeneration is -1; want 1 to 1000000": func(a *Args) { a.OriginSecretGeneration = -1 },
		"originSecretGeneration is 1000001; want 1 to 1000000": func(a *Args) {
			a.OriginSecretGeneration = 1_000_001
		},
		"accessLogRetentionDays is 3654; want 1 to 3653":     func(a *Args) { a.AccessLogRetentionDays = 3654 },
		"waf.rateLimit is 2000000001; want 10 to 2000000000": func(a *Args) { a.WAF = &WAF{RateLimit: 2_000_000_001} },
	}.check(t)
}

func TestFirewallBelongsToTheDistribution(t *testing.T) {
	problemCases{
		`waf is "set"; want none with cloudFrontOnly; here every client has an address of CloudFront's; ` +
			`put the firewall on the distribution`: func(a *Args) { a.CloudFrontOnly, a.WAF = true, &WAF{} },
	}.check(t)
}

func TestDocumentedDefaults(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, WAF{}.withDefaults())
}

func TestHealthCheckProblems(t *testing.T) {
	const hint = "; want a path of the application below /, such as /healthz; " +
		"/ is a page that may need the database, and ECS ends every task that fails"
	problemCases{
		`healthCheckPath is "/"` + hint:         func(a *Args) { a.HealthCheckPath = "/" },
		`healthCheckPath is "/?ready=1"` + hint: func(a *Args) { a.HealthCheckPath = "/?ready=1" },
		`healthCheckPath is "health"` + hint:    func(a *Args) { a.HealthCheckPath = "health" },
		"the length of healthCheckPath is 1025; want at most 1024": func(a *Args) {
			a.HealthCheckPath = "/" + strings.Repeat("h", 1024)
		},
		"healthCheckInterval is 301; want 5 to 300": func(a *Args) { a.HealthCheckInterval = 301 },
		"healthCheckTimeout is 1; want 2 to 120":    func(a *Args) { a.HealthCheckTimeout = 1 },
		"healthCheckTimeout is 15; want less than healthCheckInterval, 15": func(a *Args) {
			a.HealthCheckTimeout = 15
		},
		"healthyThreshold is 1; want 2 to 10":    func(a *Args) { a.HealthyThreshold = 1 },
		"unhealthyThreshold is 11; want 2 to 10": func(a *Args) { a.UnhealthyThreshold = 11 },
	}.check(t)
}

func TestRoutingAndTimeoutProblems(t *testing.T) {
	const hint = "; a shorter one cuts requests off"
	problemCases{
		"idleTimeout is 4001; want 1 to 4000":                        func(a *Args) { a.IdleTimeout = 4001 },
		"deregistrationDelay is 3601; want 1 to 3600":                func(a *Args) { a.DeregistrationDelay = 3601 },
		"deregistrationDelay is -1; want 1 to 3600":                  func(a *Args) { a.DeregistrationDelay = -1 },
		"longestRequest is 3601; want 1 to 3600":                     func(a *Args) { a.LongestRequest = 3601 },
		"idleTimeout is 29; want at least longestRequest, 30" + hint: func(a *Args) { a.IdleTimeout = 29 },
		"deregistrationDelay is 29; want at least longestRequest, 30" + hint: func(a *Args) {
			a.DeregistrationDelay = 29
		},
		`algorithm is "random"; want "least_outstanding_requests" or "round_robin"`: func(a *Args) {
			a.Algorithm = "random"
		},
		"slowStart is 29; want 0 or 30 to 900":  func(a *Args) { a.Algorithm, a.SlowStart = RoundRobin, 29 },
		"slowStart is 901; want 0 or 30 to 900": func(a *Args) { a.Algorithm, a.SlowStart = RoundRobin, 901 },
		`slowStart is 30; want 0 with algorithm "least_outstanding_requests"; ` +
			`AWS allows slow start only with "round_robin"`: func(a *Args) { a.SlowStart = 30 },
	}.check(t)
}

func TestDomainProblems(t *testing.T) {
	problemCases{
		"hostedZoneId is required; the certificate of domain is validated there": func(a *Args) {
			a.HostedZoneID = nil
		},
		"domain is required; hostedZoneId, certificateArn, alternativeNames and dnsWeight are for a name of your own": func(a *Args) { a.Domain = "" },
		`domain is "localhost"; want a host name in lower case of at most 64 characters, such as app.example.com`: func(
			a *Args,
		) {
			a.Domain = "localhost"
		},
		`dns is "off"; want "create", "none" or "takeover"`: func(a *Args) { a.DNS = "off" },
		`hostedZoneId is required; the record of domain is created there; or set dns to "none"`: func(a *Args) {
			a.HostedZoneID, a.CertificateARN = nil, pulumi.String("arn:aws:acm:us-east-1:123456789012:certificate/1")
		},
		`alternativeNames[0] is "app.example.com"; want every name once`: func(a *Args) {
			a.AlternativeNames = []string{"app.example.com"}
		},
	}.check(t)
}

func TestNameMustFitWhatIsMadeOfIt(t *testing.T) {
	const charset = "; want lower-case letters, digits and inner hyphens, not beginning with internal-"
	for name, want := range map[string]string{
		"production-eu-backend1": `; want at most 21 characters; ` +
			`a target group's name has at most 32, of which AWS needs 11 for -tg and a random suffix`,
		"Web":          charset,
		"web_1":        charset,
		"-web":         charset,
		"web-":         charset,
		"":             charset,
		"internal-web": charset,
	} {
		t.Run(name, func(t *testing.T) {
			require.EqualError(t, problemsOf(name, goodArgs()), `alb "`+name+`": name is "`+name+`"`+want)
		})
	}
}
