package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) destroy() *cobra.Command {
	cmd := a.environmentCommand(&cobra.Command{
		Use:   "destroy ENV",
		Short: "Delete an environment from the simulated account",
		Long: `Deletes everything that the environment has in the simulated account, and its state.

An environment that protects its data is refused before anything is deleted. As on real AWS, set tenfold:allowDestroy to
true in its file and run tenfold up first.`,
		Example: `  tenfold destroy dev`,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.open(cmd.Context(), args[0], "destroy", engineFlags{noPolicies: true}, map[string]string{})
			if err != nil {
				return err
			}
			defer s.close()
			if err := mayDestroy(s); err != nil {
				return err
			}
			result, err := s.Destroy(cmd.Context())
			if err == nil {
				err = s.Remove(cmd.Context())
			}
			s.close()
			return a.finish(s, "destroy", result, err, nil)
		},
	})
	a.verboseFlag(cmd)
	return cmd
}

// mayDestroy refuses a destroy that could not finish.
func mayDestroy(s *session) error {
	protected, err := s.Protected()
	if err != nil || len(protected) == 0 {
		return err
	}
	allow := s.project.Name + ":allowDestroy"
	return advise(
		fmt.Errorf("destroy of %q: the environment is protected and nothing was deleted; it holds\n  %s",
			s.env, strings.Join(protected, "\n  ")),
		advice{"set " + allow + ": true", "in " + s.project.file(s.env)},
		advice{"tenfold up " + s.env, "removes the protection"},
		advice{"tenfold destroy " + s.env, "then works"})
}
