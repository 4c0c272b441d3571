package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const upRounds = 3

// measureUp brings the environment up in the simulated account, and a program of as many bare resources.
func measureUp() ([]row, error) {
	n, err := registrations()
	if err != nil {
		return nil, err
	}
	a, b, err := compare(upRounds,
		func() error { return up(rehearsal.Options{ProjectDir: ".", Program: backend.Program}) },
		func() error { return up(rehearsal.Options{Project: "bare", Program: bare(n)}) })
	return []row{{
		fmt.Sprintf("up of %s in the simulated account (%d resources)", environment, n),
		"up of as many bare resources", fmt.Sprintf("%.1f ×", float64(a)/float64(b)), "≤ 1.5 ×",
	}}, err
}

// up brings a program up once, in an account of its own. The work it measures is the engine's and the account's.
func up(o rehearsal.Options) (err error) {
	ctx := context.Background()
	if o.WorkDir, err = os.MkdirTemp("", "tenfold-bench"); err != nil {
		return err
	}
	defer os.RemoveAll(o.WorkDir)
	o.Environment, o.BinDir = environment, filepath.Join(".tenfold", "bin")
	o.Config = map[string]string{"aws:region": "us-east-1"}
	r, err := rehearsal.Open(ctx, o)
	if err != nil {
		return err
	}
	if err := giveZone(ctx, r.Account()); err != nil {
		return err
	}
	_, err = r.Up(ctx)
	return err
}

func giveZone(ctx context.Context, path string) error {
	a, err := account.Open(path)
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Seed(ctx, account.Global, "aws:route53/zone:Zone", "Z0123456789EXAMPLE", map[string]any{"name": "example.com"})
}
