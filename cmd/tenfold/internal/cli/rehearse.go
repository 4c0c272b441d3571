package cli

import (
	"errors"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

func (a *app) rehearse() *cobra.Command {
	var flags engineFlags
	cmd := a.environmentCommand(&cobra.Command{
		Use:   "rehearse ENV",
		Short: "Run an environment's full life cycle in the simulated account",
		Long: `Runs four steps: an up, a second up that must change nothing, a refresh that must find no drift, and a destroy that
must leave nothing behind. It stops at the first step that fails, and leaves the environment as it is.

A rehearsal sets tenfold:allowDestroy and tenfold:skipFinalSnapshot to true, whatever the environment's file says, so
that the destroy can finish and leaves no snapshot. Nothing else differs from the file.`,
		Example: `  tenfold rehearse dev
  tenfold rehearse production-100k --json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.findProject()
			if err != nil {
				return err
			}
			config := map[string]string{p.Name + ":allowDestroy": "true", p.Name + ":skipFinalSnapshot": "true"}
			s, err := a.open(cmd.Context(), args[0], "rehearse", flags, config)
			if err != nil {
				return err
			}
			report, err := s.Rehearse(cmd.Context())
			if err == nil {
				err = s.Remove(cmd.Context())
			}
			s.close()
			return a.finishRehearsal(s, report, err)
		},
	})
	flags.add(cmd)
	return cmd
}

func (a *app) finishRehearsal(s *session, report rehearsal.Report, err error) error {
	if err != nil {
		err = rehearsalFailure(err, report, s.env)
	}
	if a.json {
		return errors.Join(a.printJSON(reportJSON(s.env, report, err)), err)
	}
	rows := [][]string{{"STEP", "RESULT", "TIME"}}
	for i, step := range report.Steps {
		result := step.Counts.String()
		if err != nil && i == len(report.Steps)-1 {
			result = "failed: " + result
		}
		rows = append(rows, []string{step.Name, result, seconds(step.Duration)})
	}
	if len(report.Steps) > 0 {
		a.printTable(rows)
	}
	if err == nil {
		a.say("%s", a.good.Render("rehearsal of "+s.env+": passed, and nothing is left in the simulated account"))
	}
	return err
}

func rehearsalFailure(err error, report rehearsal.Report, env string) error {
	if !slices.ContainsFunc(report.Steps, func(s rehearsal.Step) bool { return s.Counts.Changes() > 0 }) {
		return advise(err, advice{"tenfold rehearse " + env, "once you have fixed the cause; nothing was created"})
	}
	return advise(err,
		advice{"tenfold account", "shows what the simulated account contains"},
		advice{"tenfold destroy " + env, "deletes what was created; then rehearse again"})
}

func seconds(d time.Duration) string { return d.Round(100 * time.Millisecond).String() }
