package cli

import "github.com/spf13/cobra"

func (a *app) refresh() *cobra.Command {
	cmd := a.environmentCommand(&cobra.Command{
		Use:   "refresh ENV",
		Short: "Update the state to match the simulated account",
		Long: `Compares the state of the environment with the simulated account, shows the drift, and updates the state. The next
tenfold up reverts the drift.`,
		Example: `  tenfold refresh dev`,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.open(cmd.Context(), args[0], "refresh", engineFlags{noPolicies: true}, map[string]string{})
			if err != nil {
				return err
			}
			result, err := s.Refresh(cmd.Context())
			s.close()
			return a.finish(s, "refresh", result, err, nil)
		},
	})
	a.verboseFlag(cmd)
	return cmd
}
