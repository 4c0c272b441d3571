package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

const about = `Tenfold runs whole AWS environments on your machine: the real Pulumi engine, your program and configuration, and a
simulated AWS account that enforces AWS's rules and returns AWS's errors.

tenfold never touches real AWS: no command can reach a cloud, and it passes on no credentials. For real AWS, use pulumi
with the same program and the same files: pulumi up --stack production-100k.`

// root makes the command tree.
func (a *app) root() *cobra.Command {
	root := group(&cobra.Command{
		Use:   "tenfold",
		Short: "Run environments in a simulated AWS account",
		Long:  about,
		Example: `  tenfold env list            list the environments
  tenfold up dev              create or update one
  tenfold account             show what the simulated account contains
  tenfold rehearse dev        run its full life cycle: up, no-op up, refresh, destroy`,
		SilenceErrors: true, SilenceUsage: true,
	})
	root.PersistentFlags().StringVarP(&a.dir, "directory", "C", ".",
		"search for Pulumi.yaml in this `directory` and its parents")
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(a.up(), a.preview(), a.refresh(), a.destroy(), a.rehearse(), a.account(), a.env(), a.commands())
	return root
}

// group makes a command that only has subcommands. Without one it prints its help.
func group(cmd *cobra.Command, children ...*cobra.Command) *cobra.Command {
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		hint := ""
		if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
			hint = "; did you mean " + strings.Join(near, " or ") + "?"
		}
		return usagef("%s has no command %q%s", cmd.CommandPath(), args[0], hint)
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(children...)
	return cmd
}

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no argument, but was given %q", cmd.CommandPath(), args[0])
	}
	return nil
}

// jsonFlag adds --json.
func (a *app) jsonFlag(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&a.json, "json", false, "print the result as JSON")
	return cmd
}

// verboseFlag adds --verbose.
func (a *app) verboseFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.verbose, "verbose", false, "list single resources instead of components")
}

// say prints a line of progress.
func (a *app) say(format string, args ...any) { fmt.Fprintf(a.err, format+"\n", args...) }
