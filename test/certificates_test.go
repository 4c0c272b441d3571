package test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const (
	certificateType = "aws:acm/certificate:Certificate"
	cdnCertificate  = "arn:aws:acm:us-east-1:123456789012:certificate/cdn"
	albCertificate  = "arn:aws:acm:eu-west-1:123456789012:certificate/alb"
)

// certificate is a certificate of app.example.com that somebody gave the account.
func certificate(status string, names ...any) map[string]any {
	return map[string]any{"domainName": names[0], "subjectAlternativeNames": names, "status": status, "arn": "x"}
}

// withCertificates opens an environment with DNS elsewhere in an account with two certificates; nil is none.
func withCertificates(t *testing.T, cdn, alb map[string]any) *rehearsal.Rehearsal {
	t.Helper()
	o := options(t, "staging")
	o.Config["aws:region"] = "eu-west-1"
	o.Config["tenfold:domain"], o.Config["tenfold:alternativeNames"] = "app.example.org", `["www.example.org"]`
	o.Config["tenfold:zone"], o.Config["tenfold:dns"] = "", "none"
	o.Config["tenfold:certificates"] = `{"cdn": "` + cdnCertificate + `", "alb": "` + albCertificate + `"}`
	r, err := rehearsal.Open(t.Context(), o)
	require.NoError(t, err)
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		for arn, properties := range map[string]map[string]any{cdnCertificate: cdn, albCertificate: alb} {
			region := "us-east-1"
			if arn == albCertificate {
				region = "eu-west-1"
			}
			if properties != nil {
				if err := a.Seed(ctx, region, certificateType, arn, properties); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return r
}

func TestGivenCertificatesAreCheckedInThePreview(t *testing.T) {
	t.Parallel()
	issued := certificate("ISSUED", "*.example.org")
	r := withCertificates(t, certificate("PENDING_VALIDATION", "*.example.org"), certificate("ISSUED", "app.example.org"))
	_, err := r.Preview(t.Context())
	require.ErrorContains(t, err, `tenfold:certificates.cdn is "`+cdnCertificate+`", whose status is PENDING_VALIDATION; want ISSUED`)
	require.ErrorContains(t, err, `tenfold:certificates.alb is "`+albCertificate+`", which is for app.example.org; want one that is for `+
		"www.example.org too")
	require.Empty(t, resources(t, r))

	_, err = withCertificates(t, nil, issued).Preview(t.Context())
	require.ErrorContains(t, err, `"tenfold:certificates.cdn": resource '`+cdnCertificate+"' does not exist")

	r = withCertificates(t, issued, issued)
	mustUp(t, r)
	require.Zero(t, mustUp(t, r).Counts.Changes())
	_, err = r.Destroy(t.Context())
	require.NoError(t, err)
	require.Empty(t, resources(t, r))
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		return a.Do(ctx, func(tx *account.Tx) error {
			require.NotNil(t, tx.Get("us-east-1", certificateType, cdnCertificate), "the environment does not own it")
			return nil
		})
	})
}
