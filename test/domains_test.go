package test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

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
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.GiveZone(ctx, "Z9ELSEWHERE", hostedZone, role)
	})

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
	require.ErrorContains(t, err, "staging.example.com: an A record of this name exists and is not this environment's; to "+
		`overwrite it, set dns to "takeover"; to leave it, leave the name out, or set dns to "none" while the environment is new; `+
		"see docs/domains.md")
	require.Empty(t, resources(t, r))
}
