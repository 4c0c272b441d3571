package certificate

import (
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

func TestValidationOptionIsFoundByNameNotByPlace(t *testing.T) {
	option := func(domain, record string) acm.CertificateDomainValidationOption {
		return acm.CertificateDomainValidationOption{
			DomainName: pulumi.StringRef(domain), ResourceRecordName: pulumi.StringRef(record),
		}
	}
	options := []acm.CertificateDomainValidationOption{{}, option("*.b.io", "_1.b.io."), option("a.io", "_2.a.io.")}

	for domain, want := range map[string]string{"a.io": "_2.a.io.", "b.io": "_1.b.io."} {
		got, err := optionFor(options, domain)
		require.NoError(t, err)
		require.Equal(t, want, *got.ResourceRecordName)
	}
	_, err := optionFor(options, "c.io")
	require.EqualError(t, err, "the certificate has no validation record for c.io")
}

func TestValidatedNamesAreDistinct(t *testing.T) {
	require.Equal(t, []string{"example.com", "app.example.com"},
		validated([]string{"example.com", "*.example.com", "app.example.com"}))
	require.Equal(t, []string{"example.com"}, validated([]string{"*.example.com", "example.com"}))
	require.Empty(t, validated(nil))
}
