package task

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func TestTheImageFitsItsRegistry(t *testing.T) {
	const (
		inECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1"
		other = `task.registryCredentials is not the ARN of a secret; want that of a Secrets Manager secret; its JSON has ` +
			`the keys username and password`
	)
	for name, tc := range map[string]struct {
		image, architecture string
		credentials         pulumi.StringInput
		want                string
	}{
		"ghcr":          {"ghcr.io/team/web:v1", ecs.X8664, pulumi.String(secretARN), ""},
		"none":          {inECR, ecs.ARM64, nil, ""},
		"not yet known": {"ghcr.io/team/web:v1", ecs.ARM64, pulumi.String(secretARN).ToStringOutput(), ""},
		"ecr":           {inECR, ecs.ARM64, pulumi.String(secretARN), "task.registryCredentials is set; want none with an image in ECR; the execution role may pull it"},
		"architecture":  {inECR, "amd64", nil, `task.architecture is "amd64"; want "ARM64" or "X86_64"`},
		"a parameter":   {"ghcr.io/team/web:v1", ecs.ARM64, pulumi.String(paramARN), other},
		"a key of it":   {"ghcr.io/team/web:v1", ecs.ARM64, pulumi.String(secretARN + ":x::"), other},
		"every secret":  {"ghcr.io/team/web:v1", ecs.ARM64, pulumi.String(secretARN + "*"), other},
		"a password":    {"ghcr.io/team/web:v1", ecs.ARM64, pulumi.String("hunter2"), other},
	} {
		var p component.Problems
		validateRegistry(&p, ecs.TaskArgs{
			Image: pulumi.String(tc.image), Architecture: tc.architecture, RegistryCredentials: tc.credentials,
		})
		if tc.want == "" {
			require.Empty(t, p, name)
			continue
		}
		require.EqualError(t, p.Err("web", "w"), `web "w": `+tc.want, name)
	}
}
