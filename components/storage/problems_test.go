package storage

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
)

func goodArgs() Args {
	return Args{
		OriginDomain: pulumi.String("origin.example.com"), Domain: "app.example.com", HostedZoneID: pulumi.String("Z1"),
		USEast1: &pulumi.ProviderResourceState{},
	}
}

func problemsOf(name string, a Args) error {
	return a.withDefaults().problems(name).Err("storage", name)
}

// requireProblems wants exactly these lines, without their prefix.
func requireProblems(t *testing.T, a Args, want ...string) {
	t.Helper()
	for i, line := range want {
		want[i] = `storage "files": ` + line
	}
	require.EqualError(t, problemsOf("files", a), strings.Join(want, "\n"))
}

func TestDefaults(t *testing.T) {
	waf := WAF{}
	got := Args{WAF: &waf}.withDefaults()
	require.Equal(t, Args{
		DNS: "create", LongestRequest: 30, OriginReadTimeout: 60, StaticPaths: []string{"/static/*"}, NoncurrentVersionDays: 30,
		AccessLogRetentionDays: 90, PriceClass: "PriceClass_All", WAF: &WAF{RateLimit: 2000},
	}, got)
	require.Zero(t, waf, "the caller's struct must stay as it is")
}

func TestDocumentedDefaults(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
	argsdoc.Check(t, WAF{}.withDefaults())
}

func manyPaths(n int) []string {
	paths := make([]string, n)
	for i := range paths {
		paths[i] = fmt.Sprintf("/%d/*", i)
	}
	return paths
}

func TestLimitsThemselvesAreAllowed(t *testing.T) {
	low, high := goodArgs(), goodArgs()
	low.LongestRequest, high.LongestRequest = 1, 60
	low.OriginReadTimeout, high.OriginReadTimeout = 1, 60
	low.NoncurrentVersionDays, high.NoncurrentVersionDays = 1, 3653
	low.InfrequentAccessDays, high.InfrequentAccessDays = 30, 3653
	low.AccessLogRetentionDays, high.AccessLogRetentionDays = 1, 3653
	low.WAF, high.WAF = &WAF{RateLimit: 10}, &WAF{RateLimit: 2_000_000_000}
	low.StaticPaths = []string{"/a"}
	high.StaticPaths, high.MediaPaths = manyPaths(23), []string{"/" + strings.Repeat("m", 254)}
	low.PriceClass, high.PriceClass = MostEdges, NorthAmericaAndEurope
	high.UploadOrigins = []string{"http://localhost:3000", "https://*.example.com", "https://a.example.com"}

	require.NoError(t, problemsOf("f", low))
	require.NoError(t, problemsOf(strings.Repeat("f", 47), high))
	require.NoError(t, problemsOf("files", Args{OriginDomain: pulumi.String("alb.example.net")}))
}

func TestEveryProblemIsReported(t *testing.T) {
	requireProblems(t, Args{WAF: &WAF{RateLimit: 9}, AccessLogRetentionDays: -1, PriceClass: "cheap"},
		"originDomain is required",
		"usEast1 is required; CloudFront wants the firewall there; make one with aws.NewProvider and the region us-east-1",
		"accessLogRetentionDays is -1; want 1 to 3653",
		`priceClass is "cheap"; want "PriceClass_All", "PriceClass_200" or "PriceClass_100"`,
		"waf.rateLimit is 9; want 10 to 2000000000",
	)
}

type problemCases map[string]func(*Args)

// check breaks good arguments in one way after the other; the key is the only line that it must give.
func (cases problemCases) check(t *testing.T) {
	t.Helper()
	for want, set := range cases {
		t.Run(want, func(t *testing.T) {
			a := goodArgs()
			set(&a)
			requireProblems(t, a, want)
		})
	}
}

func TestOriginProblems(t *testing.T) {
	const hint = "; want a name of the load balancer alone, such as origin.app.example.com; " +
		"CloudFront would send requests to itself"
	problemCases{
		"originDomain is required": func(a *Args) { a.OriginDomain = nil },
		`originDomain is "app.example.com"` + hint: func(a *Args) {
			a.OriginDomain = pulumi.String("app.example.com")
		},
		`originDomain is "b.io"` + hint: func(a *Args) {
			a.OriginDomain, a.AlternativeNames = pulumi.String("b.io"), []string{"b.io"}
		},
		"longestRequest is 61; want 1 to 60; CloudFront waits no longer": func(a *Args) { a.LongestRequest = 61 },
		"longestRequest is -1; want 1 to 60; CloudFront waits no longer": func(a *Args) { a.LongestRequest = -1 },
		"originReadTimeout is 61; want 1 to 60":                          func(a *Args) { a.OriginReadTimeout = 61 },
		"originReadTimeout is -1; want 1 to 60":                          func(a *Args) { a.OriginReadTimeout = -1 },
		"originReadTimeout is 29; want at least longestRequest, 30; a shorter one cuts requests off": func(a *Args) {
			a.OriginReadTimeout = 29
		},
	}.check(t)
}

func weight(w int) *int { return &w }

func TestDomainProblems(t *testing.T) {
	problemCases{
		"hostedZoneId is required; the certificate of domain is validated there": func(a *Args) { a.HostedZoneID = nil },
		"usEast1 is required; CloudFront wants the certificate of domain there; " +
			"make one with aws.NewProvider and the region us-east-1": func(a *Args) { a.USEast1 = nil },
		"usEast1 is required; CloudFront wants the firewall there; " +
			"make one with aws.NewProvider and the region us-east-1": func(a *Args) { a.USEast1, a.WAF = nil, &WAF{} },
		"domain is required; hostedZoneId, certificateArn, alternativeNames and dnsWeight are for a name of your own": func(a *Args) {
			a.Domain = ""
		},
		`domain is "localhost"; want a host name in lower case of at most 64 characters, such as app.example.com`: func(
			a *Args,
		) {
			a.Domain = "localhost"
		},
		"dnsWeight is 256; want 0 to 255": func(a *Args) { a.DNSWeight = weight(256) },
		"dnsWeight is -1; want 0 to 255":  func(a *Args) { a.DNSWeight = weight(-1) },
		`dns is "takeover"; want "create" with dnsWeight; a weighted record overwrites none`: func(a *Args) {
			a.DNS, a.DNSWeight = "takeover", weight(1)
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

func TestPathProblems(t *testing.T) {
	const hint = `; want a path such as "/static/*"; it must leave others to the application`
	long := "/" + strings.Repeat("p", 255)
	problemCases{
		`staticPaths[0] is "*"` + hint:           func(a *Args) { a.StaticPaths = []string{"*"} },
		`staticPaths[0] is "/*"` + hint:          func(a *Args) { a.StaticPaths = []string{"/*"} },
		`staticPaths[0] is "static/*"` + hint:    func(a *Args) { a.StaticPaths = []string{"static/*"} },
		`staticPaths[0] is "/st${aws}"` + hint:   func(a *Args) { a.StaticPaths = []string{"/st${aws}"} },
		`mediaPaths[0] is "` + long + `"` + hint: func(a *Args) { a.MediaPaths = []string{long} },
		`staticPaths[1] is "/a/*"; want every path once`: func(a *Args) {
			a.StaticPaths = []string{"/a/*", "/a/*"}
		},
		`mediaPaths[0] is "/static/*"; want every path once`: func(a *Args) { a.MediaPaths = []string{"/static/*"} },
		"the number of staticPaths and mediaPaths is 25; want 1 to 24": func(a *Args) {
			a.StaticPaths, a.MediaPaths = manyPaths(24), []string{"/media/*"}
		},
	}.check(t)
}

func TestRetentionProblems(t *testing.T) {
	problemCases{
		"noncurrentVersionDays is -1; want 1 to 3653":        func(a *Args) { a.NoncurrentVersionDays = -1 },
		"noncurrentVersionDays is 3654; want 1 to 3653":      func(a *Args) { a.NoncurrentVersionDays = 3654 },
		"accessLogRetentionDays is 3654; want 1 to 3653":     func(a *Args) { a.AccessLogRetentionDays = 3654 },
		"infrequentAccessDays is 29; want 0 or 30 to 3653":   func(a *Args) { a.InfrequentAccessDays = 29 },
		"infrequentAccessDays is 3654; want 0 or 30 to 3653": func(a *Args) { a.InfrequentAccessDays = 3654 },
		"waf.rateLimit is 2000000001; want 10 to 2000000000": func(a *Args) { a.WAF = &WAF{RateLimit: 2_000_000_001} },
	}.check(t)
}

func TestUploadOriginProblems(t *testing.T) {
	const hint = "; want a scheme and a host without a path, such as https://example.com"
	for _, origin := range []string{"*", "example.com", "https://example.com/", "ftp://example.com", "https://a.*.io"} {
		t.Run(origin, func(t *testing.T) {
			a := goodArgs()
			a.UploadOrigins = []string{"https://example.com", origin}
			requireProblems(t, a, fmt.Sprintf("uploadOrigins[1] is %q", origin)+hint)
		})
	}
}

func TestNameMustFitWhatIsMadeOfIt(t *testing.T) {
	const charset = "; want lower-case letters, digits and inner hyphens"
	long := strings.Repeat("f", 48)
	for name, want := range map[string]string{
		long: "; want at most 47 characters; " +
			"a bucket's name has at most 63, of which 16 are for -uploads and a random suffix",
		"Files": charset, "my_files": charset, "-files": charset, "files-": charset, "": charset,
	} {
		t.Run(name, func(t *testing.T) {
			require.EqualError(t, problemsOf(name, goodArgs()), `storage "`+name+`": name is "`+name+`"`+want)
		})
	}
}
