package dns

import (
	"regexp"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"
)

func TestConflict(t *testing.T) {
	set := func(typ, id string) []route53.GetRecordsResourceRecordSet {
		return []route53.GetRecordsResourceRecordSet{{Type: "TXT"}, {Type: typ, SetIdentifier: id}}
	}
	const (
		cname    = "a CNAME record of this name exists, and Route 53 allows no other record beside it; see docs/domains.md"
		weighted = `an A record with the identifier "blue" exists, and Route 53 allows no simple record beside it; delete it, or set dnsWeight ` +
			"here, too; see docs/domains.md"
		simple = "an A record without a weight exists, and Route 53 allows no weighted record beside it; give it one first; see docs/domains.md"
		ipv6   = "an AAAA record of this name exists, so clients with IPv6 would not follow the weight; delete it first; see docs/domains.md"
		own    = `an A record with the identifier "green" exists and is not this environment's; see docs/domains.md`
		policy = "an A record with another routing policy exists, and Route 53 allows no weighted record beside it; see docs/domains.md"
		taken  = "an A record of this name exists and is not this environment's; to overwrite it, set dns to \"takeover\"; to leave it, leave the " +
			"name out, or set dns to \"none\" while the environment is new; see docs/domains.md"
	)
	elsewhere := []route53.GetRecordsResourceRecordSet{{Type: "A", SetIdentifier: "x", Region: "eu-west-1"}}
	for name, c := range map[string]struct {
		existing               []route53.GetRecordsResourceRecordSet
		create, takeover, with string
	}{
		"nothing":                {nil, "", "", ""},
		"another type":           {set("AAAA", ""), "", "", ipv6},
		"the same type":          {set("A", ""), taken, "", simple},
		"a CNAME":                {set("CNAME", ""), cname, cname, cname},
		"a weighted record":      {set("A", "blue"), weighted, weighted, ""},
		"the same identifier":    {set("A", "green"), strings.Replace(weighted, "blue", "green", 1), strings.Replace(weighted, "blue", "green", 1), own},
		"weighted, but AAAA":     {set("AAAA", "blue"), "", "", ipv6},
		"another routing policy": {elsewhere, strings.Replace(weighted, "blue", "x", 1), strings.Replace(weighted, "blue", "x", 1), policy},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.create, record{kind: "A"}.conflict(c.existing))
			require.Equal(t, c.takeover, record{kind: "A", overwrite: true}.conflict(c.existing))
			require.Equal(t, c.with, record{kind: "A", set: "green"}.conflict(c.existing))
		})
	}
}

func TestTheNextOwnerHearsOfTheFormer(t *testing.T) {
	existing := []route53.GetRecordsResourceRecordSet{{Type: "A"}}
	require.Equal(t, "a.io: this environment takes over the A record; if another stack made it, remove it from that stack's state, or "+
		"its destroy deletes the record; see docs/domains.md", record{name: "a.io", kind: "A", overwrite: true}.overwrites(existing))
	require.Empty(t, record{name: "a.io", kind: "AAAA", overwrite: true}.overwrites(existing))
	require.Empty(t, record{name: "a.io", kind: "A"}.overwrites(existing))
}

// A record that changes between simple and weighted is not in its own way, nor is the AAAA record beside it.
func TestOwnRecords(t *testing.T) {
	old := record{kind: "A", target: "d1.cloudfront.net"}
	alias := func(typ, target string) route53.GetRecordsResourceRecordSet {
		return route53.GetRecordsResourceRecordSet{
			Type: typ, SetIdentifier: "s", AliasTarget: route53.GetRecordsResourceRecordSetAliasTarget{DnsName: target},
		}
	}
	require.True(t, old.is(route53.GetRecordsResourceRecordSet{Type: "A"}))
	require.True(t, old.is(alias("AAAA", "d1.cloudfront.net.")))
	require.False(t, old.is(alias("AAAA", "d2.cloudfront.net.")))
	require.False(t, record{kind: "A"}.is(alias("A", "")))
	require.False(t, record{}.is(route53.GetRecordsResourceRecordSet{Type: "A"}), "nothing is a new record's own")
}

func TestRecordOfInputs(t *testing.T) {
	require.Equal(t, record{zone: "Z1", name: "a.io", kind: "A", overwrite: true, set: "s", target: "d1.cloudfront.net"},
		recordOf(resource.NewPropertyMapFromMap(map[string]any{
			"zoneId": "Z1", "name": "a.io", "type": "A", "allowOverwrite": true, "setIdentifier": "s",
			"aliases": []any{map[string]any{"name": "d1.cloudfront.net"}},
		})))
	require.Equal(t, record{name: "a.io", kind: "A"}, recordOf(resource.NewPropertyMapFromMap(map[string]any{
		"zoneId": resource.MakeComputed(resource.NewProperty("")), "name": "a.io", "type": "A",
	})))
}

func TestPattern(t *testing.T) {
	for _, c := range []struct {
		host, found string
		want        bool
	}{
		{"app.example.com", "app.example.com.", true},
		{"app.example.com", "xapp.example.com.", false},
		{"app.example.com", "app.example.com.au.", false},
		{"app.example.com", "appxexample.com.", false},
		{"*.example.com", `\052.example.com.`, true},
		{"*.example.com", "*.example.com.", true},
		{"*.example.com", "app.example.com.", false},
	} {
		require.Equal(t, c.want, regexp.MustCompile(pattern(c.host)).MatchString(c.found), c.host+" "+c.found)
	}
}
