package cli

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

func (a *app) reset() *cobra.Command {
	return &cobra.Command{
		Use:   "reset",
		Short: "Empty the simulated account",
		Long: `Deletes the simulated account and the state of every environment in it. Your files and the tools in .tenfold/bin
stay. Do not run it while another command changes an environment.`,
		Example: `  tenfold account reset`,
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			p, err := a.findProject()
			if err != nil {
				return err
			}
			for _, name := range []string{"account.db", "account.db-wal", "account.db-shm", "state", "work"} {
				if err := os.RemoveAll(filepath.Join(p.work(), name)); err != nil {
					return err
				}
			}
			a.say("the simulated account is empty")
			return nil
		},
	}
}
