package rehearsal

import (
	"context"
	"errors"
	"fmt"
)

// Forget removes a resource from the environment's state, as pulumi state delete does. The account keeps it.
func (r *Rehearsal) Forget(ctx context.Context, urn string) error {
	env := []string{"PULUMI_HOME=" + r.options.home()}
	for name, value := range r.options.env() {
		env = append(env, name+"="+value)
	}
	_, _, _, err := r.command.Run(ctx, r.stack.Workspace().WorkDir(), nil, nil, nil, env,
		"state", "delete", urn, "--yes", "--stack", r.options.Environment)
	if err != nil {
		return fmt.Errorf("removing %s from the state of %q: %w", urn, r.options.Environment, errors.New(r.command.complaint(err)))
	}
	return nil
}
