package firewall

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMetricNameKeepsEnvironmentsApart(t *testing.T) {
	require.Equal(t, "tenfold-production-1-0-web", metricName("tenfold", "production-1.0", "web"))
	long := metricName("tenfold", strings.Repeat("s", 200), "web")
	require.Len(t, long, 128)
	require.NotEqual(t, long, metricName("tenfold", strings.Repeat("s", 200), "web2"))
}
