package test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// files is a distribution for app.example.com, with what dns says, and a weight unless it is negative.
func files(dns string, weight int) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		virginia, err := aws.NewProvider(ctx, "us-east-1", &aws.ProviderArgs{Region: pulumi.String("us-east-1")})
		if err != nil {
			return err
		}
		args := storage.Args{
			OriginDomain: pulumi.String("origin.example.net"), Domain: "app.example.com", HostedZoneID: pulumi.String(zoneID),
			USEast1: virginia, DNS: dns, AllowDestroy: true,
		}
		if weight >= 0 {
			args.DNSWeight = &weight
		}
		_, err = storage.New(ctx, "files", args)
		return err
	}
}

// openFiles opens files in an account with the zone. Environments of one directory share it.
func openFiles(t *testing.T, dir, environment, dns string, weight int) *rehearsal.Rehearsal {
	t.Helper()
	r, err := rehearsal.Open(t.Context(), rehearsal.Options{
		Project: "sample", Environment: environment, Program: files(dns, weight), WorkDir: dir, BinDir: binDir,
		Config: map[string]string{"aws:region": "us-east-1"},
	})
	require.NoError(t, err)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.GiveZone(ctx, zoneID, hostedZone, "") })
	return r
}

// aliases are the records of a name in the account, without those that prove its ownership: type, weight and target.
func aliases(t *testing.T, r *rehearsal.Rehearsal, name string) []string {
	t.Helper()
	list := []string{}
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Do(ctx, func(tx *account.Tx) error {
			for _, res := range tx.Find(account.Global, recordType, "fqdn", name) {
				text := res.Properties.String("type")
				if set := res.Properties.String("setIdentifier"); set != "" {
					text += " " + set + " " + res.Properties.String("weightedRoutingPolicies.0.weight")
				}
				list = append(list, text+" "+res.Properties.String("records.0")+
					strings.TrimLeft(res.Properties.String("aliases.0.name"), "abcdefghijklmnopqrstuvwxyz0123456789"))
			}
			return nil
		})
	})
	slices.Sort(list)
	return list
}

const app = "app.example.com"

func TestTakeoverOverwritesTheRecordInOneUpdate(t *testing.T) {
	t.Parallel()
	r := openFiles(t, t.TempDir(), "test", storage.DNSTakeover, -1)
	seedRecord(t, r, app, "A", "192.0.2.1")
	result := mustUp(t, r)
	require.Equal(t, []string{"A .cloudfront.net", "AAAA .cloudfront.net"}, aliases(t, r, app))
	require.Contains(t, strings.Join(result.Warnings, " "), "app.example.com: this environment takes over the A record")
	require.Zero(t, mustUp(t, r).Counts.Changes())
}

func TestNoRecordIsTouchedWithDNSNone(t *testing.T) {
	t.Parallel()
	r := openFiles(t, t.TempDir(), "test", storage.DNSNone, -1)
	seedRecord(t, r, app, "CNAME", "old.example.net")
	mustUp(t, r)
	require.Equal(t, []string{"CNAME old.example.net"}, aliases(t, r, app))
}

func TestNothingIsCreatedBesideACNAME(t *testing.T) {
	t.Parallel()
	r := openFiles(t, t.TempDir(), "test", storage.DNSTakeover, -1)
	seedRecord(t, r, app, "CNAME", "old.example.net")
	_, err := r.Preview(t.Context())
	require.ErrorContains(t, err, "app.example.com: a CNAME record of this name exists, and Route 53 allows no other record "+
		"beside it; see docs/domains.md")
}

// The way of docs/domains.md, "A share of the clients first", with a site that has records of both kinds.
func TestAShareOfTheClientsMovesFirst(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	up := func(dns string, weight int) *rehearsal.Rehearsal {
		r := openFiles(t, dir, "green", dns, weight)
		mustUp(t, r)
		require.Zero(t, mustUp(t, r).Counts.Changes())
		return r
	}
	r := openFiles(t, dir, "green", storage.DNSNone, -1)
	seedRecord(t, r, app, "A", "192.0.2.1")
	seedRecord(t, r, app, "AAAA", "2001:db8::1")
	mustUp(t, r)

	weighted := openFiles(t, dir, "green", storage.DNSCreate, 0)
	_, err := weighted.Preview(t.Context())
	require.ErrorContains(t, err, "app.example.com: an A record without a weight exists, and Route 53 allows no weighted record")
	deleteRecord(t, r, app, "A", "")
	seedWeighted(t, r, app, "old", "192.0.2.1", 255)
	_, err = weighted.Preview(t.Context())
	require.ErrorContains(t, err, "app.example.com: an AAAA record of this name exists, so clients with IPv6 would not follow")
	deleteRecord(t, r, app, "AAAA", "")

	up(storage.DNSCreate, 0)
	require.Equal(t, []string{"A green 0 .cloudfront.net", "A old 255 192.0.2.1"}, aliases(t, r, app))
	up(storage.DNSCreate, 25)
	require.Equal(t, []string{"A green 25 .cloudfront.net", "A old 255 192.0.2.1"}, aliases(t, r, app))

	_, err = openFiles(t, dir, "green", storage.DNSCreate, -1).Preview(t.Context())
	require.ErrorContains(t, err, `app.example.com: an A record with the identifier`)
	deleteRecord(t, r, app, "A", "old")
	up(storage.DNSCreate, -1)
	require.Equal(t, []string{"A .cloudfront.net", "AAAA .cloudfront.net"}, aliases(t, r, app))
	_, err = r.Destroy(t.Context())
	require.NoError(t, err)
	require.Empty(t, aliases(t, r, app))
}

// A record that exists becomes weighted in place, and a refresh finds it.
func TestARecordBecomesWeighted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	blue := openFiles(t, dir, "blue", storage.DNSCreate, -1)
	mustUp(t, blue)
	blue = openFiles(t, dir, "blue", storage.DNSCreate, 255)
	mustUp(t, blue)
	require.Equal(t, []string{"A blue 255 .cloudfront.net"}, aliases(t, blue, app), "and none for IPv6")
	require.Zero(t, mustUp(t, blue).Counts.Changes())
	_, err := blue.Refresh(t.Context())
	require.NoError(t, err)
	require.Zero(t, mustUp(t, blue).Counts.Changes(), "the engine keeps the ID of the simple record")
}

// A simple record that is taken over is deleted with the environment that made it, unless that forgets it.
func TestAFormerOwnerForgetsItsRecords(t *testing.T) {
	t.Parallel()
	for name, forgets := range map[string]bool{"forgets": true, "does not": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			former := openFiles(t, dir, "former", storage.DNSCreate, -1)
			mustUp(t, former)
			dropAliases(t, former)
			next := openFiles(t, dir, "next", storage.DNSTakeover, -1)
			mustUp(t, next)
			want := []string{}
			if forgets {
				want = []string{"A .cloudfront.net", "AAAA .cloudfront.net"}
				for _, role := range []string{"alias", "alias6"} {
					require.NoError(t, former.Forget(t.Context(), "urn:pulumi:former::sample::tenfold:storage:Storage$"+recordType+
						"::files-"+role+"-app.example.com"))
				}
			}
			_, err := former.Destroy(t.Context())
			require.NoError(t, err)
			require.Equal(t, want, aliases(t, next, app))
		})
	}
}

// dropAliases frees the names of all distributions, as aws cloudfront associate-alias does for the next one.
func dropAliases(t *testing.T, r *rehearsal.Rehearsal) {
	t.Helper()
	for _, res := range resources(t, r) {
		if res.Type == distributionType {
			inAccount(t, r, func(ctx context.Context, a *account.Account) error {
				return a.Change(ctx, account.Global, res.Type, res.ID, map[string]any{"aliases": []any{}})
			})
		}
	}
}

const distributionType = "aws:cloudfront/distribution:Distribution"

func deleteRecord(t *testing.T, r *rehearsal.Rehearsal, name, typ, set string) {
	t.Helper()
	id := zoneID + "_" + name + "_" + typ
	if set != "" {
		id += "_" + set
	}
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Do(ctx, func(tx *account.Tx) error {
			tx.Delete(account.Global, recordType, id)
			return nil
		})
	})
}

func seedWeighted(t *testing.T, r *rehearsal.Rehearsal, name, set, value string, weight int) {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Seed(ctx, account.Global, recordType, zoneID+"_"+name+"_A_"+set, map[string]any{
			"zoneId": zoneID, "name": name, "fqdn": name, "type": "A", "ttl": 60, "records": []any{value}, "setIdentifier": set,
			"weightedRoutingPolicies": []any{map[string]any{"weight": weight}},
		})
	})
}
