package route53_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/route53"
)

func TestGetRecords(t *testing.T) {
	a, zone := newZone(t)
	a.MustCreate(route53.Record, "a", address(zone, "app", nil))
	a.MustCreate(route53.Record, "wild", address(zone, "*", nil))
	a.MustCreate(route53.Record, "set", address(zone, "set", model.Props{
		"setIdentifier": "x", "weightedRoutingPolicies": []any{map[string]any{"weight": 7}},
	}))
	a.MustCreate(route53.Record, "alias", address(zone, "alias", model.Props{
		"records": nil, "ttl": nil, "aliases": []any{
			map[string]any{"name": "x.example.org", "zoneId": "Z0", "evaluateTargetHealth": true},
		},
	}))
	find := func(regex string) []string {
		got, err := a.Invoke("aws:route53/getRecords:getRecords", model.Props{"zoneId": zone, "nameRegex": regex})
		require.NoError(t, err)
		var found []string
		for _, set := range got.Objects("resourceRecordSets") {
			found = append(found, set.String("name")+" "+set.String("type")+" "+set.String("resourceRecords.0.value")+
				set.String("setIdentifier")+set.String("aliasTarget.dnsName"))
		}
		return found
	}
	require.Equal(t, []string{"app.example.com. A 192.0.2.1"}, find(`^app\.example\.com\.$`))
	require.Equal(t, []string{`\052.example.com. A 192.0.2.1`}, find(`^(\*|\\052)\.example\.com\.$`))
	require.Equal(t, []string{"set.example.com. A 192.0.2.1x"}, find(`^set`))
	require.Equal(t, []string{"alias.example.com. A x.example.org."}, find(`^alias`))
	require.Equal(t, []string{"example.com. NS ", "example.com. SOA "}, find(`^example\.com\.$`))
	require.Len(t, find(""), 6)
	_, err := a.Invoke("aws:route53/getRecords:getRecords", model.Props{"zoneId": "Z9"})
	require.ErrorContains(t, err, "NoSuchHostedZone: No hosted zone found with ID: Z9")
	_, err = a.Invoke("aws:route53/getRecords:getRecords", model.Props{"zoneId": zone, "nameRegex": "("})
	require.ErrorContains(t, err, "invalid value for name_regex")
}
