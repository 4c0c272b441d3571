package route53_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/route53"
)

func TestZone(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(route53.Zone, "zone", model.Props{"name": "Example.com."})
	require.Regexp(t, `^Z[0-9A-F]{20}$`, id)
	require.Equal(t, "arn:aws:route53:::hostedzone/"+id, state["arn"])
	require.Equal(t, id, state["zoneId"])
	require.Len(t, state["nameServers"], 4)
	require.Regexp(t, `^ns-\d+\.awsdns-\d\d\.com$`, state["primaryNameServer"])
	require.Equal(t, "Managed by Pulumi", state["comment"])

	require.Contains(t, a.Check(route53.Zone, "set", model.Props{
		"name": "example.com", "delegationSetId": "N1", "vpcs": []any{map[string]any{"vpcId": "vpc-1"}},
	})[0], `"delegation_set_id": conflicts with vpcs`)
	require.Contains(t, a.Check(route53.Zone, "long", model.Props{"comment": strings.Repeat("x", 257)})[0],
		"expected length of comment to be in the range (0 - 256)")

	changed, _, _, err := a.Diff(route53.Zone, id, model.Props{"name": "example.com"})
	require.NoError(t, err)
	require.Empty(t, changed)
	_, replaced, _, err := a.Diff(route53.Zone, id, model.Props{"name": "example.org"})
	require.NoError(t, err)
	require.Equal(t, []string{"name"}, replaced, "D9")

	require.NoError(t, a.SetQuota(context.Background(), "hostedZones", 1))
	_, _, err = a.Region("eu-west-1").Create(route53.Zone, "more", model.Props{"name": "example.org"})
	require.ErrorContains(t, err, "TooManyHostedZones")
}

func TestZoneDelete(t *testing.T) {
	a, zone := newZone(t)
	record, _ := a.MustCreate(route53.Record, "www", address(zone, "www", nil))
	t.Run("D8 records", func(t *testing.T) {
		require.ErrorContains(t, a.Delete(route53.Zone, zone), ", HostedZoneNotEmpty: The specified hosted zone contains "+
			"non-required resource record sets and so cannot be deleted.")
	})
	t.Run("D8 forced", func(t *testing.T) {
		_, err := a.Update(route53.Zone, zone, model.Props{"name": "example.com", "forceDestroy": true})
		require.NoError(t, err)
		require.NoError(t, a.Delete(route53.Zone, zone))
		require.Nil(t, a.Read(route53.Record, record))
	})
	t.Run("D8 required records", func(t *testing.T) {
		zone, _ := a.MustCreate(route53.Zone, "zone", model.Props{"name": "example.com"})
		a.MustCreate(route53.Record, "ns", address(zone, "example.com", model.Props{
			"type": "NS", "records": []any{"ns.example.org"}, "allowOverwrite": true,
		}))
		require.NoError(t, a.Delete(route53.Zone, zone))
	})
}

func TestPrivateZones(t *testing.T) {
	a := newAccount(t)
	vpc, _ := a.MustCreate(ec2.VPC, "vpc", model.Props{"cidrBlock": "10.0.0.0/16"})
	more, _ := a.MustCreate(ec2.VPC, "more", model.Props{"cidrBlock": "10.1.0.0/16"})
	inside := model.Props{"name": "internal", "vpcs": []any{map[string]any{"vpcId": vpc}}}
	private, _ := a.MustCreate(route53.Zone, "private", inside)
	public, _ := a.MustCreate(route53.Zone, "public", model.Props{"name": "example.com"})

	t.Run("unknown VPC", func(t *testing.T) {
		_, _, err := a.Region("eu-west-1").Create(route53.Zone, "far", inside)
		require.ErrorContains(t, err, "InvalidVPCId: The VPC: "+vpc+" in region eu-west-1")
		_, _, err = a.Region("eu-west-1").Create(route53.Zone, "far", model.Props{
			"name": "internal", "vpcs": []any{map[string]any{"vpcId": vpc, "vpcRegion": "us-east-1"}},
		})
		require.NoError(t, err)
	})
	t.Run("D9 VPC for a public zone", func(t *testing.T) {
		_, err := a.Update(route53.Zone, public, model.Props{
			"name": "example.com", "vpcs": []any{map[string]any{"vpcId": vpc}},
		})
		require.ErrorContains(t, err,
			", PublicZoneVPCAssociation: You're trying to associate a VPC with a public hosted zone.")
		_, _, err = a.Create(route53.Association, "more", model.Props{"zoneId": public, "vpcId": more})
		require.ErrorContains(t, err, "PublicZoneVPCAssociation")
	})
	t.Run("D9 last VPC", func(t *testing.T) {
		_, err := a.Update(route53.Zone, private, model.Props{"name": "internal"})
		require.ErrorContains(t, err, ", LastVPCAssociation: The VPC that you're trying to disassociate")
	})
	t.Run("association", func(t *testing.T) {
		id, state := a.MustCreate(route53.Association, "more", model.Props{"zoneId": private, "vpcId": more})
		require.Equal(t, private+":"+more, id)
		require.Equal(t, "us-east-1", state["vpcRegion"])
		_, _, err := a.Create(route53.Association, "none", model.Props{"zoneId": "Z0", "vpcId": more})
		require.ErrorContains(t, err, "NoSuchHostedZone: No hosted zone found with ID: Z0", "D10")
	})
}

func TestGetZone(t *testing.T) {
	a := newAccount(t)
	vpc, _ := a.MustCreate(ec2.VPC, "vpc", model.Props{"cidrBlock": "10.0.0.0/16"})
	require.NoError(t, a.Seed(context.Background(), account.Global, route53.Zone, "Z0123456789",
		map[string]any{"name": "example.com"}))
	made, state := a.MustCreate(route53.Zone, "made",
		model.Props{"name": "example.org", "tags": map[string]any{"dot.ted": "x"}})
	private, _ := a.MustCreate(route53.Zone, "private",
		model.Props{"name": "example.com", "vpcs": []any{map[string]any{"vpcId": vpc}}})
	find := func(args model.Props) (model.Props, error) { return a.Invoke("aws:route53/getZone:getZone", args) }
	for name, tt := range map[string]struct {
		args model.Props
		want string
	}{
		"name":     {model.Props{"name": "example.com"}, "Z0123456789"},
		"name dot": {model.Props{"name": "Example.com."}, "Z0123456789"},
		"ID":       {model.Props{"zoneId": "Z0123456789"}, "Z0123456789"},
		"made":     {model.Props{"name": "example.org"}, made},
		"tags":     {model.Props{"tags": map[string]any{"dot.ted": "x"}}, made},
		"private":  {model.Props{"name": "example.com", "privateZone": true}, private},
		"VPC":      {model.Props{"name": "example.com", "vpcId": vpc}, private},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := find(tt.args)
			require.NoError(t, err)
			require.Equal(t, tt.want, got["zoneId"])
			require.Equal(t, tt.want, got["id"])
			require.Len(t, got["nameServers"], 4)
		})
	}
	got, err := find(model.Props{"zoneId": made})
	require.NoError(t, err)
	require.Equal(t, state["nameServers"], got["nameServers"])
	_, err = find(model.Props{"name": "example.net"})
	require.ErrorContains(t, err, "no matching Route 53 Hosted Zone found")
	_, err = find(model.Props{})
	require.ErrorContains(t, err, `either "name" or "zone_id" must be set`)
	a.MustCreate(route53.Zone, "twin", model.Props{"name": "example.org"})
	_, err = find(model.Props{"name": "example.org"})
	require.ErrorContains(t, err, "multiple Route 53 Hosted Zones matched")

	_, record := a.MustCreate(route53.Record, "www", address("Z0123456789", "www", nil))
	require.Equal(t, "www.example.com", record["fqdn"], "a given zone takes records")
	got, err = find(model.Props{"zoneId": "Z0123456789"})
	require.NoError(t, err)
	require.Equal(t, 3.0, got["resourceRecordSetCount"])
}
