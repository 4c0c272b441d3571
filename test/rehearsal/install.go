package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// providerPackage is the simulated provider, found through the go.mod of whoever rehearses.
const providerPackage = "github.com/tenfold-iac/tenfold/test/simulator/cmd/pulumi-resource-aws"

// Install fills a directory for Options.BinDir: it builds the simulated provider, in the version that the go.mod of the
// working directory names, and further commands by the names of their binaries, such as a policy pack. It needs Go on
// the PATH. pulumi is the path of a Pulumi CLI to use before the one on the PATH; a path at which there is none is
// ignored.
func Install(ctx context.Context, dir, pulumi string, commands map[string]string) error {
	if err := os.MkdirAll(filepath.Dir(plugin(dir)), 0o755); err != nil {
		return fmt.Errorf("installing into %s: %w", dir, err)
	}
	if err := goBuild(ctx, plugin(dir), providerPackage); err != nil {
		return err
	}
	for name, pkg := range commands {
		if err := goBuild(ctx, filepath.Join(dir, name), pkg); err != nil {
			return err
		}
	}
	return link(pulumi, filepath.Join(dir, "pulumi"))
}

func goBuild(ctx context.Context, to, pkg string) error {
	out, err := exec.CommandContext(ctx, "go", "build", "-o", to, pkg).CombinedOutput()
	if err != nil {
		return fmt.Errorf("building %s: %w\n%s", pkg, err, out)
	}
	return nil
}

func link(from, to string) error {
	from, err := filepath.Abs(from)
	if err != nil {
		return err
	}
	if info, err := os.Stat(from); err != nil || info.IsDir() {
		return nil
	}
	if err := os.Symlink(from, to); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
