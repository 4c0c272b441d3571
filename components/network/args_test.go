package network

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
)

var twoZones = []string{"us-east-1a", "us-east-1b"}

func TestDefaults(t *testing.T) {
	require.Equal(t, Args{
		CIDR: "10.0.0.0/16", Zones: twoZones, NAT: "perZone", FlowLogRetentionDays: 30,
	}, Args{Zones: twoZones}.withDefaults())

	chosen := Args{
		CIDR: "10.1.0.0/20", Zones: twoZones, NAT: "single", InterfaceEndpoints: []string{"kms"},
		FlowLogRetentionDays: 7, FlowLogRejectsOnly: true,
	}
	require.Equal(t, chosen, chosen.withDefaults())
}

func TestDocumentedDefaults(t *testing.T) {
	argsdoc.Check(t, Args{}.withDefaults())
}

func TestNoProblems(t *testing.T) {
	for name, a := range map[string]Args{
		"defaults":    {Zones: twoZones},
		"three zones": {Zones: []string{"us-east-1f", "us-east-1a", "us-east-1c"}},
		"GovCloud":    {Zones: []string{"us-gov-west-1a", "us-gov-west-1b"}},
		"10/8":        {Zones: twoZones, CIDR: "10.255.0.0/16"},
		"172.16/12":   {Zones: twoZones, CIDR: "172.31.240.0/20"},
		"192.168/16":  {Zones: twoZones, CIDR: "192.168.0.0/16"},
		"100.64/10":   {Zones: twoZones, CIDR: "100.127.0.0/18"},
		"single NAT":  {Zones: twoZones, NAT: "single"},
		"endpoints": {
			Zones:              twoZones,
			InterfaceEndpoints: []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "sts", "email-smtp"},
		},
	} {
		require.Empty(t, a.withDefaults().problems("main"), name)
	}
}

func TestProblems(t *testing.T) {
	const outside = "; want a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10"
	for name, tc := range map[string]struct {
		args Args
		want []string
	}{
		"no CIDR": {Args{CIDR: "big"}, []string{`cidr is "big"; want an IPv4 range such as 10.0.0.0/16`}},
		"IPv6":    {Args{CIDR: "fd00::/16"}, []string{`cidr is "fd00::/16"; want an IPv4 range such as 10.0.0.0/16`}},
		"not canonical": {Args{CIDR: "10.0.3.0/16"}, []string{
			`cidr is "10.0.3.0/16"; want the first address of a range; use 10.0.0.0/16`,
		}},
		"too large": {Args{CIDR: "10.0.0.0/15"}, []string{`cidr is "10.0.0.0/15"; want a prefix of /16 to /20`}},
		"too small": {Args{CIDR: "10.0.0.0/21"}, []string{`cidr is "10.0.0.0/21"; want a prefix of /16 to /20`}},
		"public":    {Args{CIDR: "172.32.0.0/16"}, []string{`cidr is "172.32.0.0/16"` + outside}},
		"more than a space": {Args{CIDR: "10.0.0.0/7"}, []string{
			`cidr is "10.0.0.0/7"; want a prefix of /16 to /20`, `cidr is "10.0.0.0/7"` + outside,
		}},
		"no zones": {Args{Zones: []string{}}, []string{
			"zones is required; name 2 to 3 availability zones of one region, such as us-east-1a and us-east-1b",
		}},
		"one zone": {Args{Zones: twoZones[:1]}, []string{"zones is 1; want 2 to 3"}},
		"four zones": {
			Args{Zones: []string{"us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"}},
			[]string{"zones is 4; want 2 to 3"},
		},
		"a region for a zone": {Args{Zones: []string{"us-east-1", "us-east-1b"}}, []string{
			`zones[0] is "us-east-1"; want the name of an availability zone such as us-east-1a`,
		}},
		"an empty zone": {Args{Zones: []string{"us-east-1a", ""}}, []string{
			`zones[1] is ""; want the name of an availability zone such as us-east-1a`,
		}},
		"a local zone": {Args{Zones: []string{"us-east-1a", "us-east-1-bos-1a"}}, []string{
			`zones[1] is "us-east-1-bos-1a"; want the name of an availability zone such as us-east-1a`,
		}},
		"a zone twice": {Args{Zones: []string{"us-east-1a", "us-east-1a"}}, []string{
			`zones[1] is "us-east-1a"; want a zone that is not in the list yet`,
		}},
		"two regions": {Args{Zones: []string{"us-east-1a", "eu-west-1b"}}, []string{
			`zones[1] is "eu-west-1b"; want a zone of us-east-1, the region of zones[0]`,
		}},
		"NAT": {Args{NAT: "none"}, []string{`nat is "none"; want "perZone" or "single"`}},
		"an endpoint for S3": {Args{InterfaceEndpoints: []string{"s3"}}, []string{
			`interfaceEndpoints[0] is "s3"; want a service with an interface endpoint; ` +
				"leave it out: S3 always has a gateway endpoint, which is free",
		}},
		"another name": {Args{InterfaceEndpoints: []string{"logs", "ecr"}}, []string{
			`interfaceEndpoints[1] is "ecr"; want a service with an interface endpoint; use ecr.api and ecr.dkr`,
		}},
		"the long name": {Args{InterfaceEndpoints: []string{"com.amazonaws.us-east-1.logs"}}, []string{
			`interfaceEndpoints[0] is "com.amazonaws.us-east-1.logs"; want the short name of a service such as ecr.api`,
		}},
		"no name": {Args{InterfaceEndpoints: []string{"ECR.api", ""}}, []string{
			`interfaceEndpoints[0] is "ECR.api"; want the short name of a service such as ecr.api`,
			`interfaceEndpoints[1] is ""; want the short name of a service such as ecr.api`,
		}},
		"an endpoint twice": {Args{InterfaceEndpoints: []string{"kms", "kms"}}, []string{
			`interfaceEndpoints[1] is "kms"; want a service that is not in the list yet`,
		}},
		"retention": {Args{FlowLogRetentionDays: 31}, []string{
			"flowLogRetentionDays is 31; want a number of days that CloudWatch Logs knows, 1 to 3653; " +
				"the nearest is 30",
		}},
		"everything": {Args{
			CIDR: "x", Zones: twoZones[:1], NAT: "x", InterfaceEndpoints: []string{"x_"},
		}, []string{
			`cidr is "x"; want an IPv4 range such as 10.0.0.0/16`,
			"zones is 1; want 2 to 3",
			`nat is "x"; want "perZone" or "single"`,
			`interfaceEndpoints[0] is "x_"; want the short name of a service such as ecr.api`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.args.Zones == nil {
				tc.args.Zones = twoZones
			}
			want := `network "main": ` + strings.Join(tc.want, "\n"+`network "main": `)
			require.EqualError(t, tc.args.withDefaults().problems("main").Err("network", "main"), want)
		})
	}
}
