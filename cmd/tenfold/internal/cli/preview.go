package cli

import "github.com/spf13/cobra"

func (a *app) preview() *cobra.Command {
	var flags engineFlags
	cmd := a.environmentCommand(&cobra.Command{
		Use:   "preview ENV",
		Short: "Show what tenfold up would change",
		Long: `Shows what tenfold up would do to each component, each value that would change, and what that interrupts. It
changes nothing.

It compares with the simulated account, never with real AWS. Use pulumi preview for that.`,
		Example: `  tenfold preview dev
  tenfold preview production-10k --config tier=100k
  tenfold preview dev --verbose`,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.open(cmd.Context(), args[0], "preview", flags, map[string]string{})
			if err != nil {
				return err
			}
			result, err := s.Preview(cmd.Context())
			s.close()
			return a.finish(s, "preview", result, err, nil)
		},
	})
	flags.add(cmd)
	a.verboseFlag(cmd)
	return cmd
}
