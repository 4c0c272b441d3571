package cidr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/cidr"
)

func TestProblem(t *testing.T) {
	for text, want := range map[string][2]string{
		"203.0.113.0/24":   {},
		cidr.Anywhere:      {},
		"203.0.113.7/32":   {},
		"203.0.113.7/24":   {"the first address of a range", "use 203.0.113.0/24"},
		"203.0.113.7":      {"a range of IPv4 addresses", "use 203.0.113.7/32 for one address"},
		"smtp.example.com": {"a range of IPv4 addresses such as 203.0.113.0/24", "security groups take no host names"},
		"::/0":             {"a range of IPv4 addresses such as 203.0.113.0/24", "security groups take no host names"},
		"203.0.113.0/33":   {"a range of IPv4 addresses such as 203.0.113.0/24", "security groups take no host names"},
	} {
		got, hint := cidr.Problem(text)
		require.Equal(t, want, [2]string{got, hint}, text)
	}
}
