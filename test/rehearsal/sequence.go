package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

// Report is what the steps of [Rehearsal.Rehearse] did, as far as it came.
type Report struct {
	Steps []Step
}

// Step is one step of a rehearsal.
type Step struct {
	// Name is up, second up, refresh or destroy.
	Name string
	Result
}

// Rehearse runs an environment's whole life: an up; a second up, which must change nothing; a refresh, which must find
// no drift; and a destroy, which must leave nothing of the environment in the account. It stops at the first step that
// fails and leaves the environment as it is then, to be looked at. The environment must not be up already.
//
// Protected resources cannot be destroyed: configure the program, through Options.Config, not to protect them.
func (r *Rehearsal) Rehearse(ctx context.Context) (Report, error) {
	var report Report
	if err := r.mustBeDown(); err != nil {
		return report, err
	}
	before, err := r.resources(ctx)
	if err != nil {
		return report, err
	}
	for _, step := range []struct {
		name  string
		run   func(context.Context) (Result, error)
		check func(Result) error
	}{
		{"up", r.Up, nil},
		{"second up", r.Up, r.changedNothing("the second up changed what it should have left alone")},
		{"refresh", r.Refresh, r.changedNothing("the refresh found drift")},
		{"destroy", r.Destroy, nil},
	} {
		r.options.say("%s of %s", step.name, r.options.Environment)
		result, err := step.run(ctx)
		report.Steps = append(report.Steps, Step{step.name, result})
		if err == nil && step.check != nil {
			err = step.check(result)
		}
		if err != nil {
			return report, err
		}
	}
	return report, r.nothingLeft(ctx, before)
}

func (r *Rehearsal) mustBeDown() error {
	state, err := r.state()
	if err != nil {
		return err
	}
	if n := len(state.Resources); n > 0 {
		return fmt.Errorf("environment %q is up already, with %d resources; destroy it before a rehearsal",
			r.options.Environment, n)
	}
	return nil
}

// changedNothing makes a check that nothing changed; the error lists what did.
func (r *Rehearsal) changedNothing(what string) func(Result) error {
	return func(result Result) error {
		if result.Counts.Changes() == 0 {
			return nil
		}
		lines := []string{fmt.Sprintf("rehearsal of %q: %s: %s", r.options.Environment, what, result.Counts)}
		for _, c := range result.Changed {
			lines = append(lines, c.String())
		}
		return errors.New(strings.Join(lines, "\n  "))
	}
}

// nothingLeft fails when the account holds more of the environment than it did before. What other environments made
// meanwhile has their URNs.
func (r *Rehearsal) nothingLeft(ctx context.Context, before []account.Resource) error {
	after, err := r.resources(ctx)
	if err != nil {
		return err
	}
	lines := []string{fmt.Sprintf("rehearsal of %q: the destroy left resources in the account:", r.options.Environment)}
	for _, res := range after {
		same := func(b account.Resource) bool {
			return b.Region == res.Region && b.Type == res.Type && b.ID == res.ID
		}
		if r.owns(res) && !proves(res) && !slices.ContainsFunc(before, same) {
			lines = append(lines, fmt.Sprintf("%s %s in %s", res.Type, res.ID, res.Region))
		}
	}
	if len(lines) == 1 {
		return nil
	}
	return errors.New(strings.Join(lines, "\n  "))
}

// proves tells that a resource is a DNS record by which ACM issues and renews certificates. A destroy leaves them: every
// certificate of a name in the account shares one.
func proves(res account.Resource) bool {
	return res.Type == "aws:route53/record:Record" &&
		slices.ContainsFunc(res.Properties.Strings("records"), func(value string) bool {
			return strings.HasSuffix(strings.TrimSuffix(value, "."), ".acm-validations.aws")
		})
}

// owns tells that a resource is this environment's, or nobody's: what AWS makes beside a resource has no URN.
func (r *Rehearsal) owns(res account.Resource) bool {
	return res.URN == "" || strings.HasPrefix(res.URN, "urn:pulumi:"+r.options.Environment+"::"+r.project+"::")
}

// resources are the account's.
func (r *Rehearsal) resources(ctx context.Context) (list []account.Resource, err error) {
	a, err := account.Open(r.Account())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Resources(ctx)
}
