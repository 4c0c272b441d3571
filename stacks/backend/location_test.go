package backend

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// environment is a small valid environment, with more configuration.
func environment(more map[string]string) stacktest.Option {
	all := map[string]string{
		"aws:region": "eu-central-1", "tenfold:tier": "10k", "tenfold:healthCheckPath": "/healthz",
		"tenfold:image":           "registry.example.com/backend:1.2.3",
		"tenfold:pgbouncerImage":  "registry.example.com/pgbouncer:1.24",
		"tenfold:queueDepthImage": "registry.example.com/queuedepth:1.0.0",
		"tenfold:celeryApp":       "backend.celery",
	}
	maps.Copy(all, more)
	return stacktest.Config(all)
}

func TestTheProviderOfUSEast1HasTheSettingsOfTheDefaultOne(t *testing.T) {
	settings := map[string]string{
		"aws:profile": "prod", "aws:allowedAccountIds": `["123456789012"]`, "aws:defaultTags": `{"tags":{"team":"web"}}`,
		"aws:assumeRole": `{"roleArn":"arn:aws:iam::123456789012:role/deploy","externalId":"x"}`, "aws:accessKey": "AKIA",
		"aws:sharedConfigFiles": `["/etc/aws"]`, "aws:maxRetries": "5", "aws:ignoreTags": `{"keys":["scanned"]}`,
		"tenfold:domain": "app.example.com", "tenfold:zone": "example.com",
	}
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), environment(settings),
		stacktest.Secrets("aws:accessKey", "aws:assumeRole"))
	provider := rec.One(t, "pulumi:providers:aws")
	for key, want := range map[string]string{
		"region": "us-east-1", "profile": "prod", "allowedAccountIds": `["123456789012"]`,
		"defaultTags": `{"tags":{"team":"web"}}`, "accessKey": "AKIA", "sharedConfigFiles": `["/etc/aws"]`, "maxRetries": "5",
		"assumeRole": settings["aws:assumeRole"], "ignoreTags": `{"keys":["scanned"]}`,
	} {
		require.Equal(t, want, provider.Input(key), key)
		require.Equal(t, key == "accessKey" || key == "assumeRole", provider.IsSecret(key), key)
	}
	require.Len(t, provider.Inputs, 9)
}
