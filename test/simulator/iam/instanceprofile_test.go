package iam_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestInstanceProfile(t *testing.T) {
	a := newAccount(t)
	_, state := a.MustCreate(iam.InstanceProfile, "p", model.Props{"name": "p"})
	require.Equal(t, us+"instance-profile/p", state["arn"])
	for name, c := range map[string]struct {
		props model.Props
		want  string
	}{
		"I10":        {model.Props{"name": "p"}, "EntityAlreadyExists: Instance Profile p already exists."},
		"I16 length": {model.Props{"name": strings.Repeat("a", 129)}, "expected length of name to be in the range (1 - 128)"},
		"role":       {model.Props{"role": "none"}, "NoSuchEntity: The role with name none cannot be found."},
	} {
		_, _, err := a.Create(iam.InstanceProfile, "q", c.props)
		require.ErrorContains(t, err, c.want, name)
	}
}

func TestServiceLinkedRole(t *testing.T) {
	a := newAccount(t)
	ecs := model.Props{"awsServiceName": "ecs.amazonaws.com"}
	id, state := a.MustCreate(iam.ServiceLinkedRole, "ecs", ecs)
	require.Equal(t, us+"role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", id)
	require.Equal(t, "AWSServiceRoleForECS", state["name"])
	_, _, err := a.Create(iam.ServiceLinkedRole, "again", ecs)
	require.ErrorContains(t, err, "InvalidInput: Service role name AWSServiceRoleForECS has been taken in this account, "+
		"please try a different suffix.")
	_, _, err = a.Create(iam.ServiceLinkedRole, "bad", model.Props{"awsServiceName": "ecs"})
	require.ErrorContains(t, err, "must be a full service hostname e.g. elasticbeanstalk.amazonaws.com")
	_, _, err = a.Create(iam.Role, "r", role(model.Props{"assumeRolePolicy": trust(`{"AWS":"` + id + `"}`)}))
	require.NoError(t, err, "I3: a service-linked role is a principal")
}

func TestOIDCProvider(t *testing.T) {
	a := newAccount(t)
	props := model.Props{
		"url":           "https://oidc.eks.us-east-1.amazonaws.com/id/A",
		"clientIdLists": []any{"sts.amazonaws.com"},
	}
	id, _ := a.MustCreate(iam.OIDCProvider, "p", props)
	require.Equal(t, us+"oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A", id)
	_, _, err := a.Create(iam.OIDCProvider, "q", props)
	require.ErrorContains(t, err,
		"EntityAlreadyExists: Provider with url https://oidc.eks.us-east-1.amazonaws.com/id/A already exists.", "I10")
	_, _, err = a.Create(iam.OIDCProvider, "q", simtest.With(props, model.Props{"url": "http://x"}))
	require.ErrorContains(t, err, `expected "url" to have a url with schema of: "https", got http://x`)
	require.NoError(t, a.SetQuota(t.Context(), "oidcProviders", 1))
	_, _, err = a.Create(iam.OIDCProvider, "q", simtest.With(props, model.Props{"url": "https://x"}))
	require.ErrorContains(t, err, "LimitExceeded: Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100", "I15")
	changed, replaced, _, err := a.Diff(iam.OIDCProvider, id, simtest.With(props, model.Props{"url": "https://x"}))
	require.NoError(t, err)
	require.Equal(t, changed, replaced)
}
