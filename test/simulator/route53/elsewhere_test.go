package route53_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/meta"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/route53"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestAZoneOfAnotherAccount(t *testing.T) {
	const role = "arn:aws:iam::210987654321:role/dns"
	ctx := context.Background()
	a := simtest.New(t, slices.Concat(route53.Types(), ec2.Types()), slices.Concat(route53.Functions(), meta.Functions()))
	require.NoError(t, a.GiveZone(ctx, "Z1", "example.com", ""))

	t.Run("no role", func(t *testing.T) {
		_, err := a.AssumeRole(role)
		require.ErrorContains(t, err, "IAM Role ("+role+") cannot be assumed.\n\nThere are a number of possible causes")
		require.ErrorContains(t, err, "sts:AssumeRole on resource: "+role)
	})
	t.Run("a role that trusts others", func(t *testing.T) {
		require.NoError(t, a.Seed(ctx, account.In("210987654321", account.Global), "aws:iam/role:Role", "deaf", map[string]any{
			"assumeRolePolicy": `{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"555555555555"}}}`,
		}))
		_, err := a.AssumeRole("arn:aws:iam::210987654321:role/deaf")
		require.ErrorContains(t, err, "cannot be assumed")
	})
	t.Run("a role of this account", func(t *testing.T) {
		here, err := a.AssumeRole("arn:aws:iam::123456789012:role/deploy")
		require.NoError(t, err)
		here.MustCreate(route53.Record, "own", address("Z1", "own", nil))
	})

	require.NoError(t, a.GiveZone(ctx, "Z2", "example.com", role))
	there, err := a.AssumeRole(role)
	require.NoError(t, err)
	got, err := there.Invoke("aws:route53/getZone:getZone", model.Props{"name": "example.com"})
	require.NoError(t, err)
	require.Equal(t, "Z2", got["zoneId"], "each account sees its own zone")
	got, err = there.Invoke("aws:index/getCallerIdentity:getCallerIdentity", nil)
	require.NoError(t, err)
	require.Equal(t, "210987654321", got["accountId"])

	id, _ := there.MustCreate(route53.Record, "www", address("Z2", "www", nil))
	require.NotNil(t, there.Read(route53.Record, id))
	require.Nil(t, a.Read(route53.Record, id), "a record of another account is not found here")
	_, _, err = a.Create(route53.Record, "far", address("Z2", "far", nil))
	require.ErrorContains(t, err, "NoSuchHostedZone: No hosted zone found with ID: Z2")

	_, _, err = there.Create(ec2.VPC, "vpc", model.Props{"cidrBlock": "10.0.0.0/16"})
	require.ErrorContains(t, err, "the simulated account models only Route 53 in another account, not aws:ec2/vpc:Vpc in 210987654321")
}
