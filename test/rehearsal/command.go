package rehearsal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/blang/semver"
)

// minPulumi is the first Pulumi CLI that takes a compiled binary as a policy pack.
var minPulumi = semver.MustParse("3.255.0")

// grace is how long an interrupted engine may finish the operations in flight and write its state before it is
// killed. A simulated call takes milliseconds, a slowed one seconds.
const grace = time.Minute

// command runs the Pulumi CLI. Unlike the Automation API's own it gives the engine a process group of its own (a
// ctrl-C on the terminal reaches a whole group, and the engine ends at once at the second interrupt), a longer grace,
// and an environment without credentials.
type command struct {
	path    string
	version semver.Version
	binDir  string
	stderr  string // of the last run
}

// findCommand takes pulumi from BinDir, or else from the PATH.
func findCommand(ctx context.Context, o Options) (*command, error) {
	if _, err := os.Stat(plugin(o.BinDir)); err != nil {
		return nil, fmt.Errorf("the simulated provider is missing: %w; call rehearsal.Install, or in Tenfold's repository run make build", err)
	}
	path := filepath.Join(o.BinDir, "pulumi")
	if _, err := os.Stat(path); err != nil {
		if path, err = exec.LookPath("pulumi"); err != nil {
			return nil, fmt.Errorf("there is no pulumi in %s or on the PATH; %s", o.BinDir, getPulumi())
		}
	}
	version, err := versionOf(ctx, path)
	if err != nil {
		return nil, err
	}
	return &command{path: path, version: version, binDir: o.BinDir}, nil
}

// plugin is the path of the simulated provider. It has a directory of its own, which nobody puts on the PATH: the
// engine would use it for real AWS too.
func plugin(binDir string) string { return filepath.Join(binDir, "plugin", "pulumi-resource-aws") }

// getPulumi is a hint.
func getPulumi() string {
	return fmt.Sprintf("install the Pulumi CLI %s or newer, or in Tenfold's repository run make tools", minPulumi)
}

func versionOf(ctx context.Context, path string) (semver.Version, error) {
	cmd := exec.CommandContext(ctx, path, "version")
	cmd.Env = append(cleanEnviron(os.Environ()), "PULUMI_SKIP_UPDATE_CHECK=true")
	out, err := cmd.Output()
	if err != nil {
		return semver.Version{}, fmt.Errorf("asking %s for its version: %w", path, err)
	}
	version, err := semver.ParseTolerant(strings.TrimSpace(string(out)))
	if err != nil {
		return version, fmt.Errorf("reading the version of %s: %w", path, err)
	}
	if version.LT(minPulumi) {
		return version, fmt.Errorf("%s is version %s; want at least %s; %s", path, version, minPulumi, getPulumi())
	}
	return version, nil
}

// Version is the version of the CLI; the Automation API asks for it.
func (c *command) Version() semver.Version { return c.version }

// Run runs the CLI once. When ctx ends, the engine is interrupted, finishes what is in flight and writes its state.
func (c *command) Run(ctx context.Context, dir string, stdin io.Reader, moreOut, moreErr []io.Writer, env []string,
	args ...string,
) (string, string, int, error) {
	if len(args) > 1 && args[0] == "stack" && args[1] == "history" {
		return "[]", "", 0, nil // asked for after each operation; nobody reads it, and each start of the CLI takes half a second
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, c.path, append([]string{"--non-interactive"}, args...)...)
	cmd.Dir, cmd.Stdin = dir, stdin
	cmd.Env = append(cleanEnviron(os.Environ()), append(env, "PULUMI_AUTOMATION_API=true", c.searchPath())...)
	cmd.Stdout = io.MultiWriter(append(moreOut, &stdout)...)
	cmd.Stderr = io.MultiWriter(append(moreErr, &stderr)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	ownProcessGroup(cmd)
	err := cmd.Run()
	c.stderr = stderr.String()
	return c.stderrFirst(stdout.String(), err)
}

func (c *command) stderrFirst(stdout string, err error) (string, string, int, error) {
	code := 0
	if err != nil {
		code = -1
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		code = exit.ExitCode()
	}
	return stdout, c.stderr, code, err
}

// complaint is what the CLI itself said when it failed, or else the error.
func (c *command) complaint(err error) string {
	if text := tidy(strings.TrimPrefix(strings.TrimSpace(c.stderr), "error: ")); text != "" {
		return text
	}
	return tidy(err.Error())
}

func (c *command) searchPath() string {
	return "PATH=" + filepath.Dir(plugin(c.binDir)) + string(os.PathListSeparator) + os.Getenv("PATH")
}

// cleanEnviron removes what could lead the engine or a provider to a real account, and what would change its
// behaviour from outside.
func cleanEnviron(environ []string) []string {
	var clean []string
	for _, variable := range environ {
		if !strings.HasPrefix(variable, "AWS_") && !strings.HasPrefix(variable, "PULUMI_") {
			clean = append(clean, variable)
		}
	}
	return clean
}

// env is the environment of the engine and, through it, of the simulated provider.
func (o Options) env() map[string]string {
	env := map[string]string{
		"TENFOLD_ACCOUNT":          o.account(),
		"PULUMI_BACKEND_URL":       "file://" + filepath.ToSlash(o.state()),
		"PULUMI_CONFIG_PASSPHRASE": "",
		"PULUMI_SKIP_UPDATE_CHECK": "true",
		// A plugin that is missing is an error, never a download.
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
		// Each step would write the state twice.
		"PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
	}
	if o.SkipCheckpoints {
		env["PULUMI_EXPERIMENTAL"], env["PULUMI_SKIP_CHECKPOINTS"] = "true", "true"
	}
	return env
}
