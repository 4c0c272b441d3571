package cli

import (
	"github.com/spf13/cobra"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

func (a *app) up() *cobra.Command {
	var flags engineFlags
	cmd := a.environmentCommand(&cobra.Command{
		Use:   "up ENV",
		Short: "Bring an environment up, or change it, in the simulated account",
		Long: `Makes the environment what its program and its file say, with the real Pulumi engine in the simulated AWS
account, and prints its outputs. After an interrupted or crashed run it goes on from there.

It never touches real AWS: pulumi up does.`,
		Example: `  tenfold up dev
  tenfold up production-100k
  tenfold up dev --config tier=100k
  tenfold up dev --json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.open(cmd.Context(), args[0], "up", flags, map[string]string{})
			if err != nil {
				return err
			}
			result, err := s.Up(cmd.Context())
			s.close()
			return a.finish(s, "up", result, err, func() {
				a.printOutputs(result.Outputs)
				a.printAdvice([]advice{
					{"tenfold account", "shows what the simulated account holds now"},
					{"tenfold up " + s.env, "again changes nothing, until you change something"},
					{"tenfold destroy " + s.env, "takes it down"},
				})
			})
		},
	})
	flags.add(cmd)
	return cmd
}

// finish prints the end of a run: the summary, then the result as JSON or as show prints it.
func (a *app) finish(s *session, verb string, result rehearsal.Result, err error, show func()) error {
	err = engineFailure(err, verb, s.env)
	if a.json {
		if err := a.printJSON(resultJSON(s.env, verb, result, err)); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	a.say("%s", a.good.Render(verb+" of "+s.env+": ")+summary(result))
	if a.json {
		return nil
	}
	show()
	return nil
}
