package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// engineFlags are the flags of the commands that run the program.
type engineFlags struct {
	config     []string
	noPolicies bool
	// parallel is how many resources the engine works on at the same time; only up has the flag.
	parallel int
}

func (f *engineFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&f.config, "config", "c", nil,
		"set configuration for this run only, as `key=value`; may be repeated")
	cmd.Flags().BoolVar(&f.noPolicies, "no-policies", false, "skip the policies in policies/")
}

// environmentCommand completes a command whose one argument is an environment.
func (a *app) environmentCommand(cmd *cobra.Command) *cobra.Command {
	cmd.Args = a.oneEnvironment
	cmd.ValidArgsFunction = a.completeEnvironment
	return a.jsonFlag(cmd)
}

// session is one environment, opened, with its display.
type session struct {
	*rehearsal.Rehearsal
	*display
	env     string
	project project
	// unwatch stops waiting for an interrupt.
	unwatch func() bool
}

// close ends the display.
func (s *session) close() {
	s.unwatch()
	s.display.close()
}

// open opens an environment. The program sees the project's root as its working directory, as under pulumi.
func (a *app) open(ctx context.Context, env, verb string, f engineFlags, config map[string]string) (*session, error) {
	p, err := a.findProject()
	if err != nil {
		return nil, err
	}
	if err := os.Chdir(p.root); err != nil {
		return nil, err
	}
	if err := f.into(config, p.Name); err != nil {
		return nil, err
	}
	o := rehearsal.Options{
		Environment: env, Program: a.program, ProjectDir: p.root, WorkDir: p.work(), BinDir: p.bin(), Config: config,
		Parallel: f.parallel,
	}
	if o.PolicyPack, err = f.pack(p); err != nil {
		return nil, err
	}
	s := a.newSession(ctx, env, verb, p)
	o.Progress, o.Events, o.Planned = s.display, s.events, s.planned
	if s.Rehearsal, err = rehearsal.Open(ctx, o); err != nil {
		s.close()
		return nil, err
	}
	if verb == "up" || verb == "preview" || verb == "rehearse" {
		err = a.giveZone(ctx, s, config)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// newSession starts the display of an environment.
func (a *app) newSession(ctx context.Context, env, verb string, p project) *session {
	s := &session{display: newDisplay(a, verb+" "+env), env: env, project: p}
	s.brief = !a.json && !a.verbose && verb != "rehearse"
	s.inPlace = s.brief && verb != "preview"
	s.unwatch = context.AfterFunc(ctx, func() {
		fmt.Fprintln(s, "interrupted: finishing in-flight operations; interrupt again to stop at once")
	})
	return s
}

// into adds the configuration of the command line. A key without a namespace is the project's.
func (f engineFlags) into(config map[string]string, project string) error {
	for _, pair := range f.config {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return usagef("--config is %q; want key=value", pair)
		}
		if !strings.Contains(key, ":") {
			key = project + ":" + key
		}
		config[key] = value
	}
	return nil
}

// pack is the path of the policy pack, "" without policies.
func (f engineFlags) pack(p project) (string, error) {
	if f.noPolicies {
		return "", nil
	}
	if _, err := os.Stat(p.policies()); err != nil {
		return "", advise(fmt.Errorf("the policy pack is missing: %w", err),
			advice{"make build", "builds it"}, advice{"--no-policies", "skips the policies"})
	}
	return p.policies(), nil
}

// giveZone puts the hosted zone of the environment's domain into the account. A real account has it already: it comes
// with the domain, and no environment creates it.
func (a *app) giveZone(ctx context.Context, s *session, config map[string]string) (err error) {
	file, err := s.project.config(s.env)
	if err != nil {
		return err
	}
	setting := func(name string) string {
		key := s.project.Name + ":" + name
		if value, overridden := config[key]; overridden {
			return value
		}
		return file[key]
	}
	zone := setting("zone")
	if zone == "" {
		return nil
	}
	acc, err := account.Open(s.Account())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, acc.Close()) }()
	id := zoneID(zone)
	fmt.Fprintf(s, "the simulated account already has the hosted zone %s, as a real one would\n", zone)
	return acc.GiveZone(ctx, id, zone, setting("zoneRole"))
}

// engineFailure adds the next steps to the failure of a run.
func engineFailure(err error, verb, env string) error {
	var failure *rehearsal.Error
	if !errors.As(err, &failure) {
		return err
	}
	again := advice{"tenfold " + verb + " " + env, "resumes, once you have fixed the cause"}
	switch {
	case verb == "preview":
		again.why = "once you have fixed the cause"
		return advise(err, again)
	case failure.Interrupted:
		again.why = "resumes: nothing that was created is lost"
	case len(failure.Violations) > 0 && len(failure.Failures) == 0:
		return advise(err, again, advice{"--no-policies", "skips the policies"})
	}
	return advise(err, again, advice{"tenfold destroy " + env, "deletes what was created"})
}
