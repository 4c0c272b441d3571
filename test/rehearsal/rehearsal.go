// Package rehearsal runs a Pulumi program with the real Pulumi engine in the simulated AWS account: a real `pulumi up`
// that needs no network, no Pulumi account and no AWS credentials, and that cannot reach AWS.
//
// It works on copies: state, account and a copy of the project's configuration live in Options.WorkDir, and the
// user's own files are never changed.
package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// Options say what to run and where.
type Options struct {
	// Project is the name of the Pulumi project. With a ProjectDir the name stands in Pulumi.yaml, and this one is
	// ignored. Required without a ProjectDir.
	Project string
	// Environment is the name of the Pulumi stack. Required.
	Environment string
	// Program is the Pulumi program. Required.
	Program pulumi.RunFunc
	// ProjectDir is the directory of Pulumi.yaml; the environment's configuration is read from its stackConfigDir.
	// Default: "", a project without files.
	ProjectDir string
	// WorkDir keeps the state, the account and the work copies. It is created when absent. Required.
	WorkDir string
	// BinDir holds plugin/pulumi-resource-aws, the simulated provider, and pulumi unless a new enough one is on the PATH.
	// Required.
	BinDir string
	// PolicyPack is a policy pack: a compiled binary or a directory. A violation of a mandatory policy is a failure.
	// Default: "", no policies.
	PolicyPack string
	// Config is configuration beside the environment's file, or against it. A key without a namespace is the
	// project's. Default: nil.
	Config map[string]string
	// SkipPreview lets Up go to work without planning first: a third faster, for tests that bring one thing up many times.
	// Default: false.
	SkipPreview bool
	// SkipCheckpoints writes the state once, at the end of each operation, and not at each step: several times as fast,
	// but an engine that is killed forgets what it did. Default: false.
	SkipCheckpoints bool
	// Parallel is how many resources Up works on at the same time. Default: 0, the engine's own number.
	Parallel int
	// ContinueOnError lets Up go on with what does not depend on a resource that failed, as pulumi up --continue-on-error
	// does. Default: false.
	ContinueOnError bool
	// Progress gets a line per finished resource and per warning. Default: nil, no progress.
	Progress io.Writer
	// Planned gets what an Up will change, after its plan and before it changes anything. Default: nil.
	Planned func(Result)
	// Events gets every event of the engine. The receiver must keep receiving until the operation returns; the
	// channel is never closed. Default: nil.
	Events chan<- events.EngineEvent
}

// Rehearsal is an environment that is ready to be brought up. It is not safe for concurrent use; several rehearsals
// of different environments may share a WorkDir at the same time.
type Rehearsal struct {
	options     Options
	project     string
	command     *command
	stack       auto.Stack
	lockTimeout time.Duration
}

// Open makes the work copy of the project and the environment's stack, and creates the account when it is absent.
func Open(ctx context.Context, o Options) (*Rehearsal, error) {
	o, err := o.absolute()
	if err != nil {
		return nil, fmt.Errorf("opening environment %q: %w", o.Environment, err)
	}
	r := &Rehearsal{options: o, lockTimeout: lockTimeout}
	if err := r.open(ctx); err != nil {
		return nil, fmt.Errorf("opening environment %q: %w", o.Environment, err)
	}
	return r, nil
}

func (r *Rehearsal) open(ctx context.Context) error {
	if err := r.createAccount(); err != nil {
		return err
	}
	dir, project, err := r.options.copyProject()
	if err != nil {
		return err
	}
	r.project = project
	if r.command, err = findCommand(ctx, r.options); err != nil {
		return err
	}
	r.stack, err = auto.UpsertStackInlineSource(ctx, r.options.Environment, project, r.options.Program,
		auto.WorkDir(dir), auto.PulumiHome(r.options.home()), auto.Pulumi(r.command), auto.EnvVars(r.options.env()))
	if err != nil {
		return errors.New(r.command.complaint(err))
	}
	return nil
}

func (r *Rehearsal) createAccount() error {
	for _, dir := range []string{r.options.state(), r.options.home()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	a, err := account.Open(r.Account())
	if err != nil {
		return err
	}
	return a.Close()
}

// Account is the path of the simulated account's file, for account.Open.
func (r *Rehearsal) Account() string { return r.options.account() }

// Pulumi is the path of the Pulumi CLI that runs the engine.
func (r *Rehearsal) Pulumi() string { return r.command.path }

func (o Options) state() string   { return filepath.Join(o.WorkDir, "state") }
func (o Options) home() string    { return filepath.Join(o.state(), "home") }
func (o Options) account() string { return filepath.Join(o.WorkDir, "account.db") }
func (o Options) work() string    { return filepath.Join(o.WorkDir, "work", o.Environment) }

// absolute checks the required options and makes every path absolute: the engine runs in another directory.
func (o Options) absolute() (Options, error) {
	if o.Environment == "" || o.Program == nil || o.WorkDir == "" || o.BinDir == "" {
		return o, errors.New("the options Environment, Program, WorkDir and BinDir are required")
	}
	if o.Project == "" && o.ProjectDir == "" {
		return o, errors.New("one of the options Project and ProjectDir is required")
	}
	var errs []error
	for _, path := range []*string{&o.ProjectDir, &o.WorkDir, &o.BinDir, &o.PolicyPack} {
		if *path == "" {
			continue
		}
		absolute, err := filepath.Abs(*path)
		errs, *path = append(errs, err), absolute
	}
	return o, errors.Join(errs...)
}
