package account

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"
)

// Effect is what a fault does to a call.
type Effect string

// The effects of a fault.
const (
	// Fail fails the call with the fault's code and message, before anything changes.
	Fail Effect = "fail"
	// Slow delays the call by the fault's delay.
	Slow Effect = "slow"
	// Kill ends the provider's process in the middle of the call, before anything changes.
	Kill Effect = "kill"
	// RollBack makes an ECS deployment fail, so that its circuit breaker rolls it back.
	RollBack Effect = "rollback"
	// Raise makes a Lambda function end with an error, whose payload is the fault's message.
	Raise Effect = "raise"
)

// Fault makes calls fail, or delays them. Type and Name are globs in the syntax of path.Match. An empty Action, Type or
// Name matches everything.
type Fault struct {
	Action  string        `json:"action"` // create, read, update or delete
	Type    string        `json:"type"`   // type token, such as aws:ec2/*
	Name    string        `json:"name"`   // logical name
	Nth     int           `json:"nth"`    // the n-th matching call, from 1; 0 is every one
	Effect  Effect        `json:"effect"`
	Code    string        `json:"code"`    // AWS's error code; Default: InternalFailure
	Message string        `json:"message"` // AWS's error message
	Delay   time.Duration `json:"delay"`   // of Slow
}

// validate rejects a fault that can never match.
func (f Fault) validate() error {
	_, errType := path.Match(flat(f.Type), "")
	_, errName := path.Match(flat(f.Name), "")
	actions := []string{"", "create", "read", "update", "delete"}
	effects := []Effect{Fail, Slow, Kill, RollBack, Raise}
	switch {
	case !slices.Contains(actions, f.Action):
		return fmt.Errorf("action is %q; want one of create, read, update, delete, or none for all", f.Action)
	case !slices.Contains(effects, f.Effect):
		return fmt.Errorf("effect is %q; want one of fail, slow, kill, rollback, raise", f.Effect)
	case f.Nth < 0:
		return fmt.Errorf("nth is %d; want the number of a call from 1, or 0 for every one", f.Nth)
	case errType != nil:
		return fmt.Errorf("type is %q: %w", f.Type, errType)
	case errName != nil:
		return fmt.Errorf("name is %q: %w", f.Name, errName)
	case f.Effect == Slow && f.Delay <= 0:
		return errors.New("effect is slow and delay is 0; want a delay")
	}
	return nil
}

// Inject adds a fault.
func (a *Account) Inject(ctx context.Context, f Fault) error {
	if err := f.validate(); err != nil {
		return fmt.Errorf("injecting a fault: %w", err)
	}
	return a.Do(ctx, func(t *Tx) error {
		t.exec("insert into fault (action, type, name, nth, effect, code, message, delay) values (?,?,?,?,?,?,?,?)",
			f.Action, f.Type, f.Name, f.Nth, string(f.Effect), f.Code, f.Message, int64(f.Delay))
		return nil
	})
}

// ClearFaults removes all faults.
func (a *Account) ClearFaults(ctx context.Context) error {
	return a.Do(ctx, func(t *Tx) error {
		t.exec("delete from fault")
		return nil
	})
}

// Faults returns the faults that are set.
func (a *Account) Faults(ctx context.Context) ([]Fault, error) {
	var list []Fault
	err := a.Do(ctx, func(t *Tx) error {
		for _, f := range t.faults() {
			list = append(list, f.Fault)
		}
		return nil
	})
	return list, err
}

type countedFault struct {
	Fault
	seq, seen int
}

// Faults counts a call against every fault that matches it and returns those that apply.
func (t *Tx) Faults(action, typ, name string) []Fault {
	var applied []Fault
	for _, f := range t.faults() {
		if !matches(f.Action, action) || !matches(f.Type, typ) || !matches(f.Name, name) {
			continue
		}
		t.exec("update fault set seen = seen + 1 where seq = ?", f.seq)
		if f.Nth == 0 || f.Nth == f.seen+1 {
			applied = append(applied, f.Fault)
		}
	}
	return applied
}

func (t *Tx) faults() []countedFault {
	if t.err != nil {
		return nil
	}
	rows, err := t.rows(
		"select seq, seen, action, type, name, nth, effect, code, message, delay from fault order by seq")
	if err != nil {
		t.fail(err)
		return nil
	}
	defer rows.Close()
	var list []countedFault
	for rows.Next() {
		var f countedFault
		t.fail(rows.Scan(&f.seq, &f.seen, &f.Action, &f.Type, &f.Name, &f.Nth, &f.Effect, &f.Code, &f.Message, &f.Delay))
		list = append(list, f)
	}
	t.fail(rows.Err())
	return list
}

// matches reports whether a glob matches. A slash is an ordinary character of a type token, so * crosses it.
func matches(glob, text string) bool {
	if glob == "" {
		return true
	}
	ok, err := path.Match(flat(glob), flat(text))
	return err == nil && ok
}

func flat(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] == '/' {
			b[i] = ':'
		}
	}
	return string(b)
}
