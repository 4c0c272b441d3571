package servers

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// Container runs processes as a task on Fargate does: the root file system is read-only, all that may be written to is
// the disk at /tmp, and the user is the image's, who need not be in /etc/passwd.
type Container struct {
	// App is the folder that the image has at WorkDir.
	App string
	// User is the number of the user and of its group. 0 is root.
	User int
	// Env are the variables of the image and of the task definition.
	Env []string

	parts *Parts
	tmp   string
}

// WorkDir is where a container has its application, and where its command starts.
const WorkDir = "/srv"

// isolate mounts what a container sees, in a namespace of its own, and becomes the command. As everywhere here, the
// kernel kills the command when the test ends; setpriv asks for that again, because a change of the user forgets it.
const isolate = `
set -e
root=$1 app=$2 tmp=$3 user=$4
shift 4
mount --make-rprivate /
[ "$root" = / ] || mount --bind "$root" "$root"
mount --bind "$app" "${root%/}/srv"
mount -o remount,bind,ro "${root%/}/srv"
mount --bind "$tmp" "${root%/}/tmp"
mount -t tmpfs -o mode=1777 shm "${root%/}/dev/shm"
mount -o remount,bind,ro "$root"
exec /usr/sbin/chroot "$root" /usr/bin/setpriv --pdeathsig KILL --reuid "$user" --regid "$user" --clear-groups \
	/usr/bin/env --chdir=` + WorkDir + ` "$@"
`

// NewContainer makes the disk of a container that runs the application in a folder.
func (p *Parts) NewContainer(tb testing.TB, app string, user int, env []string) *Container {
	tb.Helper()
	c := &Container{App: app, User: user, Env: env, parts: p, tmp: p.SharedDir(tb)}
	// As the init container of a task leaves it.
	require.NoError(tb, os.Chmod(c.tmp, os.ModeSticky|0o777))
	return c
}

// SharedDir makes a folder of root that everybody may read.
func (p *Parts) SharedDir(tb testing.TB) string {
	tb.Helper()
	dir := p.Dir(tb)
	require.NoError(tb, os.Chown(dir, 0, 0))
	require.NoError(tb, os.Chmod(dir, 0o755)) //nolint:gosec // containers read it under other users
	return dir
}

// Start starts the command of the container.
func (c *Container) Start(tb testing.TB, args ...string) *Process {
	tb.Helper()
	return c.parts.start(tb, c.parts.Dir(tb), filepath.Base(args[0]), c.command(args))
}

// Run runs a command in the container to its end and returns what it printed.
func (c *Container) Run(tb testing.TB, args ...string) (string, error) {
	tb.Helper()
	return run(tb, c.command(args))
}

// MustRun is Run for a command that must succeed.
func (c *Container) MustRun(tb testing.TB, args ...string) string {
	tb.Helper()
	out, err := c.Run(tb, args...)
	require.NoError(tb, err, "%q\n%s", args, out)
	return out
}

// Tmp is the path by which the test knows a file on the container's disk.
func (c *Container) Tmp(name string) string { return filepath.Join(c.tmp, name) }

func (c *Container) command(args []string) *exec.Cmd {
	own := []string{"-c", isolate, "isolate", c.parts.root, c.App, c.tmp, strconv.Itoa(c.User)}
	return &exec.Cmd{
		Path: "/bin/sh", Args: append(append([]string{"sh"}, own...), args...), Dir: "/", SysProcAttr: isolated(),
		Env: append([]string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/"}, c.Env...),
	}
}
