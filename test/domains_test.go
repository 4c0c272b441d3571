package test

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const (
	zoneID     = "Z0123456789EXAMPLE"
	recordType = "aws:route53/record:Record"
)

// The role's account has the zone and gets every record, and this account none. A zone of the same name in this account is
// not touched.
func TestAZoneInAnotherAccount(t *testing.T) {
	t.Parallel()
	const role = "arn:aws:iam::210987654321:role/dns"
	elsewhere := account.In("210987654321", account.Global)
	o := options(t, "staging")
	o.Config["tenfold:zoneRole"], o.Config["aws:allowedAccountIds"] = role, `["123456789012"]`
	r := openEnvironment(t, o)
	_, err := r.Preview(t.Context())
	require.ErrorContains(t, err, "IAM Role ("+role+") cannot be assumed.")
	require.ErrorContains(t, err, "api error AccessDenied: User: arn:aws:iam::123456789012:user/tenfold is not authorized to "+
		"perform: sts:AssumeRole on resource: "+role)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.GiveZone(ctx, "Z9ELSEWHERE", hostedZone, role) })

	mustUp(t, r)
	require.Zero(t, mustUp(t, r).Counts.Changes())
	made := map[string]int{}
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		list, err := a.Resources(ctx)
		for _, res := range list {
			if res.Type == recordType {
				made[res.Region+" "+res.Properties.String("zoneId")]++
			}
		}
		return err
	})
	require.Equal(t, map[string]int{elsewhere + " Z9ELSEWHERE": 5}, made, "two validation records, origin, and the name for IPv4 and IPv6")

	_, err = r.Destroy(t.Context())
	require.NoError(t, err)
	require.Empty(t, resources(t, r))
}

// The zone that the role reaches may lack the name.
func TestAZoneThatTheRoleDoesNotReach(t *testing.T) {
	t.Parallel()
	const role = "arn:aws:iam::210987654321:role/dns"
	o := options(t, "staging")
	o.Config["tenfold:zoneRole"] = role
	r := openEnvironment(t, o)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.GiveZone(ctx, "Z9", "example.org", role) })
	_, err := r.Preview(t.Context())
	require.ErrorContains(t, err, `tenfold:zone is "example.com"; want a public hosted zone of account 210987654321, by `+
		"tenfold:zoneRole: no matching Route 53 Hosted Zone found")
}

// seedRecord gives the zone a record that no environment of this account made.
func seedRecord(t *testing.T, r *rehearsal.Rehearsal, name, typ, value string) {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Seed(ctx, account.Global, recordType, zoneID+"_"+name+"_"+typ, map[string]any{
			"zoneId": zoneID, "name": name, "fqdn": name, "type": typ, "ttl": 60, "records": []any{value},
		})
	})
}

// A site that is served already is not touched: the preview says so.
func TestAPreviewRefusesARecordThatExists(t *testing.T) {
	t.Parallel()
	r := openEnvironment(t, options(t, "staging"))
	seedRecord(t, r, "staging.example.com", "A", "192.0.2.1")
	_, err := r.Preview(t.Context())
	require.ErrorContains(t, err, "staging.example.com: an A record of this name exists and is not this environment's; set dns "+
		`to "none" to leave it, and once the environment serves, to "takeover" to overwrite it; see docs/domains.md`)
	require.Empty(t, resources(t, r))
}

// files is a distribution for app.example.com, with what dns says.
func files(dns string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		virginia, err := aws.NewProvider(ctx, "us-east-1", &aws.ProviderArgs{Region: pulumi.String("us-east-1")})
		if err != nil {
			return err
		}
		_, err = storage.New(ctx, "files", storage.Args{
			OriginDomain: pulumi.String("origin.example.net"), Domain: "app.example.com", HostedZoneID: pulumi.String(zoneID),
			USEast1: virginia, DNS: dns, AllowDestroy: true,
		})
		return err
	}
}

func openFiles(t *testing.T, dns string) *rehearsal.Rehearsal {
	t.Helper()
	r := openProgram(t, files(dns))
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Seed(ctx, account.Global, "aws:route53/zone:Zone", zoneID, map[string]any{"name": hostedZone})
	})
	return r
}

// aliases are the records of app.example.com in the account, without those that prove its ownership.
func aliases(t *testing.T, r *rehearsal.Rehearsal) []string {
	t.Helper()
	var list []string
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Do(ctx, func(tx *account.Tx) error {
			for _, res := range tx.Find(account.Global, recordType, "fqdn", "app.example.com") {
				list = append(list, res.Properties.String("type")+" "+res.Properties.String("records.0")+
					strings.TrimLeft(res.Properties.String("aliases.0.name"), "abcdefghijklmnopqrstuvwxyz0123456789"))
			}
			return nil
		})
	})
	return list
}

func TestTakeoverOverwritesTheRecordInOneUpdate(t *testing.T) {
	t.Parallel()
	r := openFiles(t, storage.DNSTakeover)
	seedRecord(t, r, "app.example.com", "A", "192.0.2.1")
	mustUp(t, r)
	require.Equal(t, []string{"A .cloudfront.net", "AAAA .cloudfront.net"}, aliases(t, r))
	require.Zero(t, mustUp(t, r).Counts.Changes())
}

func TestNoRecordIsTouchedWithDNSNone(t *testing.T) {
	t.Parallel()
	r := openFiles(t, storage.DNSNone)
	seedRecord(t, r, "app.example.com", "CNAME", "old.example.net")
	mustUp(t, r)
	require.Equal(t, []string{"CNAME old.example.net"}, aliases(t, r))
}

func TestNothingIsCreatedBesideACNAME(t *testing.T) {
	t.Parallel()
	r := openFiles(t, storage.DNSTakeover)
	seedRecord(t, r, "app.example.com", "CNAME", "old.example.net")
	_, err := r.Preview(t.Context())
	require.ErrorContains(t, err, "app.example.com: a CNAME record of this name exists, and Route 53 allows no other record "+
		"beside it; see docs/domains.md")
}

// The way of docs/domains.md: at every step the load balancer's certificate names what CloudFront connects to, before the step
// and after it.
func TestADomainMovesByAlternativeNames(t *testing.T) {
	t.Parallel()
	const old, next = "staging.example.com", "new.example.com"
	o := options(t, "staging")
	origin := "origin." + old
	for _, step := range [][]string{{old}, {old, next}, {next, old}, {next}} {
		o.Config["tenfold:domain"], o.Config["tenfold:alternativeNames"] = step[0], `["`+strings.Join(step[1:], `", "`)+`"]`
		if len(step) == 1 {
			delete(o.Config, "tenfold:alternativeNames")
		}
		r := openEnvironment(t, o)
		mustUp(t, r)
		names, connects := balancerNames(t, r)
		require.Contains(t, names, origin, "CloudFront connects to it until all edges follow")
		require.Contains(t, names, connects)
		origin = connects
	}
}

// balancerNames are the names of the load balancer's certificate, and the one that CloudFront connects to.
func balancerNames(t *testing.T, r *rehearsal.Rehearsal) (names []string, connects string) {
	t.Helper()
	listener, certificates := "", map[string][]string{}
	for _, res := range resources(t, r) {
		switch props := res.Properties; res.Type {
		case "aws:lb/listener:Listener":
			listener = props.String("certificateArn") + listener
		case "aws:acm/certificate:Certificate":
			certificates[res.ID] = props.Strings("subjectAlternativeNames")
		case "aws:cloudfront/distribution:Distribution":
			for _, o := range props.Objects("origins") {
				if o.Has("customOriginConfig") {
					connects = o.String("domainName")
				}
			}
		}
	}
	return certificates[listener], connects
}
