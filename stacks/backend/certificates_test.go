package backend

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestACertificateCoversOneLabel(t *testing.T) {
	names := []string{"example.com", "*.example.com"}
	for host, want := range map[string]bool{
		"example.com": true, "app.example.com": true, "*.example.com": true, "a.app.example.com": false, "*.app.example.com": false,
		"example.org": false,
	} {
		require.Equal(t, want, covers(names, host), host)
	}
}
