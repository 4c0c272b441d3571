package backend

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"
)

// connections are lines of tenfold:egress for the web service.
func connections(n int) string {
	lines := "tenfold:egress:\n"
	for i := range n {
		lines += fmt.Sprintf("  - {name: a%d, port: %d, cidr: 203.0.113.0/24, parts: [web]}\n", i, 1000+i)
	}
	return lines
}

// nightlyJobs are lines of tenfold:jobs.
func nightlyJobs(n int) string {
	lines := "tenfold:overrides: {pgbouncer: {maxClientConnections: 5000}}\ntenfold:jobs:\n"
	for i := range n {
		lines += fmt.Sprintf("  - {name: j%d, schedule: \"cron(0 3 * * ? *)\", timezone: UTC, command: [python], longestRun: 60}\n", i)
	}
	return lines
}

// The rules of a security group are counted over all that adds to it, and not by list.
func TestASecurityGroupHasAMaximumOfRules(t *testing.T) {
	t.Chdir(t.TempDir())
	require.Empty(t, refuse(t, connections(56)), "with HTTPS, PgBouncer, the cache and the broker they are 60")
	require.Equal(t, "tenfold:egress gives the security group of web 61 outbound rules; want at most 60, AWS's quota (line 1)",
		refuse(t, connections(57)))
	two := strings.ReplaceAll(connections(57), "203.0.113.0/24, parts: [web]", "203.0.113.0/24, parts: [worker-bulk]")
	require.Equal(t, strings.ReplaceAll(refuse(t, connections(57)), "of web", "of worker-bulk"), refuse(t, two))
	require.Empty(t, refuse(t, nightlyJobs(55)))
	require.Equal(t, "tenfold:jobs gives the security group of broker 61 inbound rules; want at most 60, AWS's quota (line 2)",
		refuse(t, nightlyJobs(57)))
}

// A prefix list counts with its maximum number of entries.
func TestAPrefixListIsManyRules(t *testing.T) {
	counts := ruleCounts{}
	for _, rule := range []map[string]any{
		{"securityGroupId": "sg-1", "cidrIpv4": "10.0.0.0/8"},
		{"securityGroupId": "sg-1", "prefixListId": "pl-1"},
		{"securityGroupId": "sg-1", "prefixListId": "pl-2"},
		{"securityGroupId": "sg-2"},
		{"cidrIpv4": "10.0.0.0/8"},
	} {
		counts.add(egressRule, resource.NewPropertyMapFromMap(rule))
	}
	require.Equal(t, 1+20+1, counts[ruleGroup{egressRule, "sg-1"}].total(map[string]int{"pl-1": 20}))
	require.Equal(t, 1, counts[ruleGroup{egressRule, "sg-2"}].total(nil))
	require.Len(t, counts, 2)
}
