package stacktest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Run runs a program and returns what it registered. It fails the test when the program fails, and with [Strict] when
// the resource tree is not in order.
func Run(t testing.TB, program pulumi.RunFunc, opts ...Option) *Recording {
	t.Helper()
	rec, err := Record(program, opts...)
	if err != nil {
		t.Fatalf("the program failed: %v", err)
	}
	if s := newSettings(opts); s.strict {
		if err := checkParentage(rec.resources, s); err != nil {
			t.Fatalf("the resource tree is not in order:\n%v", err)
		}
	}
	return rec
}

// RunErr runs a program and returns its error, which a test of validation asserts on. It does not look at the tree.
func RunErr(t testing.TB, program pulumi.RunFunc, opts ...Option) error {
	t.Helper()
	_, err := Record(program, opts...)
	return err
}

// Record runs a program outside of a test, for instance in a benchmark or a generator. The recording holds what was
// registered before an error. It does not look at the tree.
func Record(program pulumi.RunFunc, opts ...Option) (*Recording, error) {
	s := newSettings(opts)
	rec := newRecorder(s)
	err := pulumi.RunErr(program, pulumi.WithMocks(s.project, s.stack, rec), func(info *pulumi.RunInfo) {
		info.DryRun = s.preview
		info.Config = s.config
		info.ConfigSecretKeys = s.secrets
	})
	if refusal := rec.refusal(); refusal != nil {
		return rec.recording(), refusal
	}
	return rec.recording(), explain(err)
}

// explain says what is behind an error of the SDK's mocks that nobody would guess.
func explain(err error) error {
	if err != nil && strings.Contains(err.Error(), "malformed RPC secret") {
		return fmt.Errorf("an input is a secret whose value the preview does not know yet, which the SDK's mocks cannot "+
			"take; run the program without stacktest.Preview: %w", err)
	}
	return err
}
