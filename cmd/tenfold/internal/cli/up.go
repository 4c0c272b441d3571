package cli

import (
	"github.com/spf13/cobra"
)

func (a *app) up() *cobra.Command {
	var flags engineFlags
	cmd := a.environmentCommand(&cobra.Command{
		Use:   "up ENV",
		Short: "Create or update an environment in the simulated account",
		Long: `Creates or updates the environment that the program and the environment's file describe. It runs the real Pulumi
engine in the simulated AWS account, and prints the outputs. After an interrupted or crashed run it resumes.

It never touches real AWS. Use pulumi up for that.`,
		Example: `  tenfold up dev
  tenfold up production-100k
  tenfold up dev --config tier=100k
  tenfold up dev --parallel 4
  tenfold up dev --json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.parallel < 0 {
				return usagef("--parallel is %d; want at least 0", flags.parallel)
			}
			s, err := a.open(cmd.Context(), args[0], "up", flags, map[string]string{})
			if err != nil {
				return err
			}
			result, err := s.Up(cmd.Context())
			s.close()
			return a.finish(s, "up", result, err, func() {
				a.printOutputs(result.Outputs)
				a.printAdvice([]advice{
					{"tenfold account", "shows what the simulated account contains"},
					{"tenfold up " + s.env, "changes nothing until you change something"},
					{"tenfold destroy " + s.env, "deletes it"},
				})
			})
		},
	})
	flags.add(cmd)
	a.verboseFlag(cmd)
	cmd.Flags().IntVar(&flags.parallel, "parallel", 0,
		"work on at most `n` resources at the same time; 0 is the engine's default")
	return cmd
}
