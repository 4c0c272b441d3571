package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// pluginPath is the simulated provider, built from the sources as they are; pulumiPath is where make tools puts pulumi.
var pluginPath, pulumiPath string

func TestMain(m *testing.M) {
	code, err := build(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func build(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "cli")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	if pulumiPath, err = filepath.Abs("../../../../.tenfold/bin/pulumi"); err != nil {
		return 1, err
	}
	pluginPath = filepath.Join(dir, "pulumi-resource-aws")
	source := "../../../../test/simulator/cmd/pulumi-resource-aws"
	if out, err := exec.Command("go", "build", "-o", pluginPath, source).CombinedOutput(); err != nil {
		return 1, fmt.Errorf("building the simulated provider: %w\n%s", err, out)
	}
	return m.Run(), nil
}

const devFile = `# keep me
config:
  aws:region: us-east-1
  shop:tier: 10k
  shop:domain: app.example.com
  shop:zone: example.com
`

// newProject makes a project with the environments dev and live, and goes into a directory below its root.
func newProject(t *testing.T) (root string) {
	t.Helper()
	root = t.TempDir()
	write(t, root, "Pulumi.yaml", "name: shop\nruntime: go\nmain: stacks\nstackConfigDir: environments\n")
	write(t, root, "environments/Pulumi.dev.yaml", devFile)
	write(t, root, "environments/Pulumi.live.yaml", "config:\n  aws:region: eu-central-1\n  shop:tier: 100k\n")
	require.NoError(t, os.MkdirAll(filepath.Join(root, "stacks/deep"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(root, ".tenfold/bin/plugin"), 0o755))
	require.NoError(t, os.Symlink(pluginPath, filepath.Join(root, ".tenfold/bin/plugin/pulumi-resource-aws")))
	if _, err := os.Stat(pulumiPath); err == nil {
		require.NoError(t, os.Symlink(pulumiPath, filepath.Join(root, ".tenfold/bin/pulumi")))
	} else if _, err := exec.LookPath("pulumi"); err != nil {
		t.Fatal("there is no pulumi in .tenfold/bin or on the PATH; run make tools")
	}
	t.Chdir(filepath.Join(root, "stacks/deep"))
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

type anything struct{ pulumi.CustomResourceState }

// shop is the program of the tests: a VPC, protected unless shop:allowDestroy is true, whose range can be configured.
func shop(ctx *pulumi.Context) error {
	cidr := "10.0.0.0/16"
	if text, ok := ctx.GetConfig("shop:range"); ok {
		cidr = text
	}
	allow, _ := ctx.GetConfig("shop:allowDestroy")
	var vpc anything
	err := ctx.RegisterResource("aws:ec2/vpc:Vpc", "main", pulumi.Map{"cidrBlock": pulumi.String(cidr)}, &vpc,
		pulumi.Protect(allow != "true"))
	ctx.Export("vpcId", vpc.ID())
	ctx.Export("warning", pulumi.String(""))
	ctx.Export("password", pulumi.ToSecret(pulumi.String("hunter2")))
	return err
}

// run runs a command line and returns what it printed and its exit code.
func run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	return runContext(t.Context(), args...)
}

func runContext(ctx context.Context, args ...string) (stdout, stderr string, code int) {
	var out, err bytes.Buffer
	code = Main(ctx, shop, append([]string{"tenfold"}, args...), &out, &err)
	return out.String(), err.String(), code
}
