package backend

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestNothingIsMeasuredWithoutQueues(t *testing.T) {
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), stacktest.Config(map[string]string{
		"aws:region": "us-east-1", "tenfold:tier": "10k", "tenfold:healthCheckPath": "/healthz",
		"tenfold:image":           "registry.example.com/backend:1.2.3",
		"tenfold:pgbouncerImage":  "registry.example.com/pgbouncer:1.24",
		"tenfold:queueDepthImage": "registry.example.com/queuedepth:1.0.0",
		"tenfold:overrides":       `{"workers": {"celery": null, "bulk": null}}`,
	}))
	require.Zero(t, rec.Count("tenfold:ecs:QueueDepth"))
	require.Zero(t, rec.Count("tenfold:ecs:Worker"))
}
