package dns

import (
	"regexp"
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
		weighted = `an A record with a routing policy exists; want none, or dns "none"; see docs/domains.md`
		taken    = "an A record of this name exists and is not this environment's; set dns to \"none\" to leave it, and once the environment serves, to " +
			"\"takeover\" to overwrite it; see docs/domains.md"
	)
	for name, c := range map[string]struct {
		existing         []route53.GetRecordsResourceRecordSet
		create, takeover string
	}{
		"nothing":            {nil, "", ""},
		"another type":       {set("AAAA", ""), "", ""},
		"the same type":      {set("A", ""), taken, ""},
		"a CNAME":            {set("CNAME", ""), cname, cname},
		"a weighted record":  {set("A", "blue"), weighted, weighted},
		"weighted, but AAAA": {set("AAAA", "blue"), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.create, record{kind: "A"}.conflict(c.existing))
			require.Equal(t, c.takeover, record{kind: "A", overwrite: true}.conflict(c.existing))
		})
	}
}

func TestRecordOfInputs(t *testing.T) {
	require.Equal(t, record{zone: "Z1", name: "a.io", kind: "A", overwrite: true}, recordOf(resource.NewPropertyMapFromMap(
		map[string]any{"zoneId": "Z1", "name": "a.io", "type": "A", "allowOverwrite": true})))
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
