package cli

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

func TestUsageErrors(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"unknown command":     {[]string{"upp", "dev"}, `tenfold has no command "upp"; did you mean up?`},
		"unknown subcommand":  {[]string{"env", "lst"}, `tenfold env has no command "lst"; did you mean list?`},
		"unknown account":     {[]string{"account", "xyzzy"}, `tenfold account has no command "xyzzy"`},
		"no environment":      {[]string{"up"}, "tenfold up needs the name of an environment; there are dev, live"},
		"two environments":    {[]string{"up", "dev", "live"}, "tenfold up takes one environment, but was given 2"},
		"unknown environment": {[]string{"destroy", "prod"}, `there is no environment "prod"; there are dev, live`},
		"unknown flag":        {[]string{"up", "dev", "--force"}, "unknown flag: --force"},
		"odd config":          {[]string{"up", "dev", "-c", "tier"}, `--config is "tier"; want key=value`},
		"argument":            {[]string{"env", "list", "dev"}, `tenfold env list takes no argument, but was given "dev"`},
		"negative last":       {[]string{"account", "calls", "--last", "-1"}, "--last is -1; want at least 0"},
		"odd action": {
			[]string{"account", "fault", "--action", "x"}, `--action is "x"; want create, read, update, delete`,
		},
		"odd effect": {
			[]string{"account", "fault", "--effect", "x"}, `--effect is "x"; want fail, slow, kill, rollback or raise`,
		},
		"slow without delay": {[]string{"account", "fault", "--effect", "slow"}, "--effect slow and --delay belong together"},
		"delay without slow": {[]string{"account", "fault", "--delay", "1s"}, "--effect slow and --delay belong together"},
		"negative parallel":  {[]string{"up", "dev", "--parallel", "-1"}, "--parallel is -1; want at least 0"},
		"negative nth":       {[]string{"account", "fault", "--nth", "-1"}, "--nth is -1; want at least 0"},
	} {
		t.Run(name, func(t *testing.T) {
			newProject(t)
			out, err, code := run(t, test.args...)
			require.Equal(t, exitUsage, code)
			require.Equal(t, "error: "+test.want+
				"\nnext: tenfold help  lists the commands; every command has --help\n", err)
			require.Empty(t, out)
		})
	}
}

func TestOutsideAProject(t *testing.T) {
	t.Chdir(t.TempDir())
	_, err, code := run(t, "env", "list")
	require.Equal(t, exitUsage, code)
	require.Contains(t, err, "error: finding the project: there is no Pulumi.yaml in /")

	root := newProject(t)
	t.Chdir(t.TempDir())
	out, _, code := run(t, "env", "list", "-C", root)
	require.Equal(t, exitOK, code)
	require.Contains(t, out, "eu-central-1")
}

func TestToolsThatAreMissing(t *testing.T) {
	newProject(t)
	_, err, code := run(t, "up", "dev")
	require.Equal(t, exitFailure, code)
	require.Regexp(t, `(?s)^error: the policy pack is missing: stat \S+/.tenfold/bin/tenfold-policies: .*\n`+
		`next: make build     builds it\n      --no-policies  skips the policies\n$`, err)
}

// Every command says what it does, gives an example where it can be run, and describes every flag; none of them takes
// more than one argument.
func TestEveryCommandHelps(t *testing.T) {
	commands := 0
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		commands++
		require.NotEmpty(t, cmd.Short, cmd.CommandPath())
		require.Contains(t, cmd.Example, cmd.CommandPath()[:len("tenfold")], cmd.CommandPath())
		for _, child := range cmd.Commands() {
			walk(child)
		}
	}
	root := newApp(shop, nil, nil).root()
	walk(root)
	require.Equal(t, 14, commands)

	for _, verb := range []string{"up", "preview"} {
		out, _, code := run(t, verb, "--help")
		require.Equal(t, exitOK, code)
		require.Contains(t, out, "never")
		require.Contains(t, out, "real AWS")
		require.Contains(t, out, "--no-policies")
	}
	out, _, code := run(t)
	require.Equal(t, exitOK, code)
	require.Contains(t, out, "tenfold never touches real AWS")
}

func TestCompletion(t *testing.T) {
	newProject(t)
	out, _, code := run(t, "__complete", "up", "")
	require.Equal(t, exitOK, code)
	require.Equal(t, "dev\nlive\n:4\n", out)
	out, _, _ = run(t, "__complete", "up", "dev", "")
	require.Equal(t, ":4\n", out)
}
