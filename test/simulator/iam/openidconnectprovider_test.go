package iam_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

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
