package route53_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/route53"
)

func TestRecordRules(t *testing.T) {
	a, zone := newZone(t)
	alias := []any{map[string]any{"name": "x.example.org", "zoneId": "Z0", "evaluateTargetHealth": true}}
	weighted := model.Props{"weightedRoutingPolicies": []any{map[string]any{"weight": 1}}}
	latency := model.Props{"latencyRoutingPolicies": []any{map[string]any{"region": "us-east-1"}}}
	set := func(id string, policies ...model.Props) model.Props {
		all := model.Props{"setIdentifier": id}
		for _, p := range policies {
			for k, v := range p {
				all[k] = v
			}
		}
		return all
	}
	each(t, a, route53.Record, []errorCase{
		{"D1 records", address(zone, "d1", nil), ""},
		{"D1 alias", address(zone, "d1a", model.Props{"records": nil, "ttl": nil, "aliases": alias}), ""},
		{
			"D1 neither", address(zone, "d1b", model.Props{"records": nil, "ttl": nil}),
			"one of `aliases,records` must be specified",
		},
		{"D1 both", address(zone, "d1c", model.Props{"aliases": alias}), "only one of `aliases,records` can be specified"},
		{
			"D1 no ttl", address(zone, "d1d", model.Props{"ttl": nil}),
			`Missing required argument: "records": all of ` + "`records,ttl` must be specified",
		},
		{
			"D1 ttl with alias", address(zone, "d1e", model.Props{"records": nil, "aliases": alias}),
			`Conflicting configuration arguments: "ttl": conflicts with aliases`,
		},
		{"D2 policy with identifier", address(zone, "d2", set("a", weighted)), ""},
		{"D2 second identifier", address(zone, "d2", set("b", weighted)), ""},
		{
			"D2 no identifier", address(zone, "d2", weighted),
			`Missing required argument: "weighted_routing_policies": all of`,
		},
		{
			"D2 two policies", address(zone, "d2", set("c", weighted, latency)),
			`Conflicting configuration arguments: "latency_routing_policies": conflicts with weighted_routing_policies`,
		},
		{"D3 exists", address(zone, "d1", nil), ", InvalidChangeBatch: [Tried to create resource record set " +
			"[name='d1.example.com.', type='A'] but it already exists]"},
		{"D3 same identifier", address(zone, "d2", set("a", weighted)), "but it already exists]"},
		{"D15 simple beside weighted", address(zone, "d2", nil), "InvalidChangeBatch: [RRSet with DNS name d2.example.com., type A " +
			"cannot be created as other RRSets exist with the same name and type.]"},
		{"D15 and no overwriting helps", address(zone, "d2", model.Props{"allowOverwrite": true}), "as other RRSets exist"},
		{"D15 weighted beside simple", address(zone, "d1", set("a", weighted)), "InvalidChangeBatch: [RRSet with DNS name " +
			"d1.example.com., type A, SetIdentifier a cannot be created as a non-weighted set exists with the same name and type.]"},
		{"D15 weighted beside simple of another type", address(zone, "d1", model.Props{
			"type": "TXT", "setIdentifier": "a", "weightedRoutingPolicies": []any{map[string]any{"weight": 1}},
		}), ""},
		{"D16 another TTL", address(zone, "d2", set("e", weighted, model.Props{"ttl": 61})), "[RRSet with DNS name d2.example.com. " +
			"and type A, SetIdentifier e cannot be created as weighted sets must contain the same TTL.]"},
		{"D3 other type", address(zone, "d1", model.Props{"type": "AAAA", "records": []any{"2001:db8::1"}}), ""},
		{"D3 overwrite", address(zone, "D1.example.com.", model.Props{"allowOverwrite": true}), ""},
		{
			"D3 the zone's own", address(zone, "", model.Props{"name": "example.com", "type": "NS"}),
			"[name='example.com.', type='NS'] but it already exists]",
		},
		{
			"D5 outside", address(zone, "notexample.com", nil),
			"InvalidChangeBatch: RRSet with DNS name notexample.com. is not permitted in zone example.com.",
		},
		{"D5 inside", address(zone, "not.example.com", nil), ""},
		{
			"D6 apex", address(zone, "example.com", model.Props{"type": "CNAME", "records": []any{"example.org"}}),
			"InvalidChangeBatch: RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.",
		},
		{
			"D6 CNAME beside A", address(zone, "d1", model.Props{"type": "CNAME", "records": []any{"example.org"}}),
			"as it conflicts with other records with the same DNS name",
		},
		{"D6 CNAME", address(zone, "d6", model.Props{"type": "CNAME", "records": []any{"example.org"}}), ""},
		{"D6 A beside CNAME", address(zone, "d6", nil), "as it conflicts with other records with the same DNS name"},
		{"D10", address("Z0", "x", nil), ", NoSuchHostedZone: No hosted zone found with ID: Z0"},
		{"type", address(zone, "t", model.Props{"type": "ANAME"}), "expected type to be one of"},
	})
}

func TestRecordIdentity(t *testing.T) {
	a, zone := newZone(t)
	id, state := a.MustCreate(route53.Record, "www", address(zone, "WWW", nil))
	require.Equal(t, zone+"_www.example.com_A", id)
	require.Equal(t, "www.example.com", state["fqdn"])
	_, apex := a.MustCreate(route53.Record, "apex", address(zone, "example.com.", nil))
	require.Equal(t, "example.com", apex["fqdn"])
	weighted, _ := a.MustCreate(route53.Record, "blue", address(zone, "w", model.Props{
		"setIdentifier": "blue", "weightedRoutingPolicies": []any{map[string]any{"weight": 1}},
	}))
	require.Equal(t, zone+"_w.example.com_A_blue", weighted)
	tests := []struct {
		name              string
		props             model.Props
		changed, replaced []string
	}{
		{"D4 case and dot", address(zone, "www.", nil), nil, nil},
		{"D4 name", address(zone, "web", nil), []string{"name"}, []string{"name"}},
		{"D4 zone", address("Z0", "WWW", nil), []string{"zoneId"}, []string{"zoneId"}},
		{"D4 type in place", address(zone, "WWW", model.Props{"type": "AAAA"}), []string{"type"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed, replaced, _, err := a.Diff(route53.Record, id, tt.props)
			require.NoError(t, err)
			require.ElementsMatch(t, tt.changed, changed)
			require.ElementsMatch(t, tt.replaced, replaced)
		})
	}
	_, err := a.Update(route53.Record, id, address(zone, "WWW", model.Props{"records": []any{"192.0.2.2"}}))
	require.NoError(t, err, "a record does not stand in its own way")
}

// A record becomes weighted, and simple again, in one change batch. The engine keeps its first ID, as Pulumi does.
func TestARecordBecomesWeighted(t *testing.T) {
	a, zone := newZone(t)
	id, _ := a.MustCreate(route53.Record, "www", address(zone, "www", nil))
	green := model.Props{"setIdentifier": "green", "weightedRoutingPolicies": []any{map[string]any{"weight": 200}}}
	changed, replaced, _, err := a.Diff(route53.Record, id, address(zone, "www", green))
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"setIdentifier", "weightedRoutingPolicies"}, changed)
	require.Empty(t, replaced)
	_, err = a.Update(route53.Record, id, address(zone, "www", green))
	require.NoError(t, err)
	require.Equal(t, "green", a.Read(route53.Record, id)["setIdentifier"])

	blue, _ := a.MustCreate(route53.Record, "blue", address(zone, "www", model.Props{
		"setIdentifier": "blue", "weightedRoutingPolicies": []any{map[string]any{"weight": 55}},
	}))
	_, err = a.Update(route53.Record, id, address(zone, "www", nil))
	require.ErrorContains(t, err, "as other RRSets exist with the same name and type.]", "D15")
	require.NoError(t, a.Delete(route53.Record, blue), "each weighted record is deleted by its own identifier")
	_, err = a.Update(route53.Record, id, address(zone, "www", nil))
	require.NoError(t, err)
	require.Nil(t, a.Read(route53.Record, id)["setIdentifier"])
	require.NoError(t, a.Delete(route53.Record, id))
	require.Nil(t, a.Read(route53.Record, id))
}

// Whoever deletes a simple record deletes what stands there, also what another has put in its place: the provider knows it by
// its name and type.
func TestADeleteTakesTheRecordOfTheNextOwner(t *testing.T) {
	a, zone := newZone(t)
	id, _ := a.MustCreate(route53.Record, "first", address(zone, "www", nil))
	a.MustCreate(route53.Record, "second", address(zone, "www", model.Props{"records": []any{"192.0.2.9"}, "allowOverwrite": true}))
	require.NoError(t, a.Delete(route53.Record, id))
	require.Nil(t, a.Read(route53.Record, id))
}

func TestRecordAliases(t *testing.T) {
	a, zone := newZone(t)
	west := a.Region("us-west-2")
	lb := func(kind string) model.Props {
		vpc, _ := west.MustCreate(ec2.VPC, "vpc", model.Props{"cidrBlock": "10.0.0.0/16"})
		var subnets []any
		for i, z := range []string{"us-west-2a", "us-west-2b"} {
			id, _ := west.MustCreate(ec2.Subnet, z, model.Props{
				"vpcId": vpc, "availabilityZone": z, "cidrBlock": "10.0." + string(rune('0'+i)) + ".0/24",
			})
			subnets = append(subnets, id)
		}
		_, state := west.MustCreate(elb.LoadBalancer, "lb",
			model.Props{"loadBalancerType": kind, "internal": true, "subnets": subnets})
		return state
	}
	alb, nlb := lb("application"), lb("network")
	alias := func(name string, target, targetZone any) model.Props {
		return address(zone, name, model.Props{"records": nil, "ttl": nil, "aliases": []any{
			map[string]any{"name": target, "zoneId": targetZone, "evaluateTargetHealth": true},
		}})
	}
	missing := func(target, zone string) string {
		return "InvalidChangeBatch: Tried to create an alias that targets " + target + "., type A in zone " + zone +
			", but that target was not found"
	}
	each(t, a, route53.Record, []errorCase{
		{"D7 application", alias("a", alb["dnsName"], alb["zoneId"]), ""},
		{"D7 dualstack", alias("b", "dualstack."+alb.String("dnsName")+".", alb["zoneId"]), ""},
		{"D7 network", alias("c", nlb["dnsName"], nlb["zoneId"]), ""},
		{
			"D7 network's zone for application", alias("d", alb["dnsName"], nlb["zoneId"]),
			missing(alb.String("dnsName"), nlb.String("zoneId")),
		},
		{"D7 own zone for application", alias("e", alb["dnsName"], zone), missing(alb.String("dnsName"), zone)},
		{
			"D7 no load balancer", alias("f", "x-1.us-west-2.elb.amazonaws.com", alb["zoneId"]),
			missing("x-1.us-west-2.elb.amazonaws.com", alb.String("zoneId")),
		},
		{"D7 own record", alias("g", "a.example.com", zone), ""},
		{"D7 no own record", alias("h", "none.example.com", zone), missing("none.example.com", zone)},
		{"D7 CloudFront", alias("i", "d111.cloudfront.net", "Z2FDTNDATAQYW2"), ""},
		{"D7 CloudFront in another zone", alias("j", "d111.cloudfront.net", "Z0"), missing("d111.cloudfront.net", "Z0")},
		{"D7 unknown service", alias("k", "s3-website.us-east-1.amazonaws.com", "Z3AQBSTGFYJSTF"), ""},
	})
}
