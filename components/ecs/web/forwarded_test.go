package web

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
)

// trusted is the value of UVICORN_FORWARDED_ALLOW_IPS in the container, nil without it.
func trusted(t *testing.T, args Args) any {
	t.Helper()
	list, ok := tasktest.Decode(t, runWeb(t, args).One(t, tasktest.TypeTaskDefinition), "containerDefinitions").([]any)
	require.True(t, ok)
	for _, one := range list[0].(map[string]any)["environment"].([]any) {
		variable := one.(map[string]any)
		require.NotEqual(t, "FORWARDED_ALLOW_IPS", variable["name"], "Gunicorn 23 exits when it names a network")
		if variable["name"] == "UVICORN_FORWARDED_ALLOW_IPS" {
			return variable["value"]
		}
	}
	return nil
}

func TestUvicornBelievesTheLoadBalancerOnly(t *testing.T) {
	require.Equal(t, "10.0.240.0/22,10.0.244.0/22", trusted(t, maximal()))
	require.Nil(t, trusted(t, minimal()))

	own := maximal()
	own.Task = own.Task.WithVariable("UVICORN_FORWARDED_ALLOW_IPS", pulumi.String("10.9.0.0/16"))
	require.Equal(t, "10.9.0.0/16", trusted(t, own))
}
