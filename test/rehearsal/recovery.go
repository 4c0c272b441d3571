package rehearsal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// lockTimeout is how long an operation waits for the engine of an earlier run, which may outlive a killed program until
// its in-flight calls end.
const lockTimeout = 10 * time.Second

// lockInterval is how often it checks the lock meanwhile.
const lockInterval = 200 * time.Millisecond

// recover puts the state in order after an earlier run that was killed.
func (r *Rehearsal) recover(ctx context.Context) error {
	if err := r.unlock(ctx); err != nil {
		return fmt.Errorf("environment %q: %w", r.options.Environment, err)
	}
	if err := r.settle(ctx); err != nil {
		return fmt.Errorf("environment %q: taking in what an earlier run left unfinished: %w", r.options.Environment, err)
	}
	return nil
}

// lock is a lock of the state, as the engine writes it.
type lock struct {
	PID       int       `json:"pid"`
	Hostname  string    `json:"hostname"`
	Timestamp time.Time `json:"timestamp"`
	path      string
}

// unlock removes the locks of dead engines and waits for a live one.
func (r *Rehearsal) unlock(ctx context.Context) error {
	for began := time.Now(); ; {
		held, err := r.locks()
		if err != nil || len(held) == 0 {
			return err
		}
		owner := held[0]
		if owner.dead() {
			r.options.say("an earlier run (process %d) died; its lock is removed", owner.PID)
			if err := os.Remove(owner.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			continue
		}
		if time.Since(began) > r.lockTimeout {
			return fmt.Errorf("another run (process %d on %s, since %s) holds it; wait for it or end it with kill -INT %[1]d",
				owner.PID, owner.Hostname, owner.Timestamp.Format(time.TimeOnly))
		}
		select {
		case <-time.After(lockInterval):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (r *Rehearsal) locks() ([]lock, error) {
	paths, err := filepath.Glob(filepath.Join(
		r.options.state(), ".pulumi", "locks", "organization", r.project, r.options.Environment, "*.json"))
	if err != nil {
		return nil, err
	}
	var held []lock
	for _, path := range paths {
		l := lock{path: path}
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // its owner is done
		}
		if err := errors.Join(err, json.Unmarshal(text, &l)); err != nil {
			return nil, fmt.Errorf("reading the lock %s: %w", path, err)
		}
		held = append(held, l)
	}
	return held, nil
}

// dead tells that a lock's owner is gone. That of another host cannot be asked.
func (l lock) dead() bool {
	here, err := os.Hostname()
	return err == nil && l.Hostname == here && !alive(l.PID)
}

// state reads the environment's state from the file backend: the CLI would take half a second for it.
func (r *Rehearsal) state() (*apitype.DeploymentV3, error) {
	path := filepath.Join(r.options.state(), ".pulumi", "stacks", r.project, r.options.Environment+".json")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &apitype.DeploymentV3{}, nil
	}
	var file apitype.VersionedCheckpoint
	var checkpoint apitype.CheckpointV3
	if err == nil {
		err = json.Unmarshal(text, &file)
	}
	if err == nil {
		err = json.Unmarshal(file.Checkpoint, &checkpoint)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the state %s: %w", path, err)
	}
	if checkpoint.Latest == nil {
		return &apitype.DeploymentV3{}, nil
	}
	return checkpoint.Latest, nil
}
