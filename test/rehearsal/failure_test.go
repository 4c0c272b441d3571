package rehearsal

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/require"
)

func TestTidy(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"update failed\n":          "update failed",
		"error: x\n\n":             "x",
		"<{%fg 1%}>x<{%reset%}>\n": "x",
		"an unhandled error occurred: program failed: 1 error occurred:\n\t* x\n\n": "x",
		"program failed: 1 error occurred:\n\t* waiting for RPCs: x\n":              "x",
		"2 errors occurred:\n\t* x\n\t* y\n\n":                                      "x\n    y",
		"Preview failed: before hook \"outages-alb\" failed: x":                     "x",
		"first\n\n  second": "first\n    second",
	} {
		require.Equal(t, want, tidy(text), "%q", text)
	}
}

func TestObjection(t *testing.T) {
	for text, want := range map[string]string{
		"description\nhas no tags\n": "has no tags",
		"description\n":              "description",
		"description\na\nb":          "a\n    b",
	} {
		require.Equal(t, want, objection(text))
	}
}

func TestFailureOf(t *testing.T) {
	const urn = "urn:pulumi:dev::shop::a:b:C$aws:lb/loadBalancer:LoadBalancer::web"
	for name, test := range map[string]struct {
		text string
		want Failure
		says string
	}{
		"generic exception": {
			"creating ELBv2 Load Balancer (web): operation error Elastic Load Balancing v2: CreateLoadBalancer, https " +
				"response error StatusCode: 400, RequestID: 1-2, api error InvalidSubnet: at least two: a, b",
			Failure{
				Code: "InvalidSubnet", Message: "at least two: a, b", Doing: "creating ELBv2 Load Balancer (web)",
				Call: "Elastic Load Balancing v2 CreateLoadBalancer",
			},
			`aws:lb/loadBalancer:LoadBalancer "web": creating ELBv2 Load Balancer (web): InvalidSubnet: at least two: a, b`,
		},
		"modelled exception of several lines": {
			"deleting X (x): operation error ECS: DeleteX, https response error StatusCode: 400, RequestID: , " +
				"ResourceInUseException: in use\n    by y",
			Failure{Code: "ResourceInUseException", Message: "in use\n    by y", Doing: "deleting X (x)", Call: "ECS DeleteX"},
			"aws:lb/loadBalancer:LoadBalancer \"web\": deleting X (x): ResourceInUseException: in use\n    by y",
		},
		"no call": {
			"expected name to be short",
			Failure{Message: "expected name to be short"},
			`aws:lb/loadBalancer:LoadBalancer "web": expected name to be short`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			test.want.URN, test.want.Type, test.want.Name = urn, "aws:lb/loadBalancer:LoadBalancer", "web"
			got := failureOf(urn, test.text)
			require.Equal(t, test.want, got)
			require.Equal(t, test.says, got.String())
		})
	}
}

func TestErrorText(t *testing.T) {
	failure := Failure{Type: "t", Name: "n", Message: "m"}
	for want, e := range map[string]*Error{
		`up of "dev"`:                           {},
		`up of "dev" was interrupted`:           {Interrupted: true},
		`up of "dev": t "n": m`:                 {Failures: []Failure{failure}},
		"up of \"dev\":\n  t \"n\": m\n  x":     {Failures: []Failure{failure}, Messages: []string{"x"}},
		`up of "dev": policy p (mandatory): m`:  {Violations: []Violation{{Policy: "p", Mandatory: true, Message: "m"}}},
		`up of "dev" was interrupted: t "n": m`: {Interrupted: true, Failures: []Failure{failure}},
	} {
		e.Operation, e.Environment = "up", "dev"
		require.EqualError(t, e, want)
	}
}

// The engine repeats itself, and says that it failed when it has said why.
func TestTheErrorHoldsEachReasonOnce(t *testing.T) {
	w := newWatcher(Options{Environment: "dev"})
	for range 2 {
		w.diagnostic(&apitype.DiagnosticEvent{
			Severity: "error", URN: "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::main", Message: "1 error occurred:\n\t* bad\n\n",
		})
		w.diagnostic(&apitype.DiagnosticEvent{Severity: "error", Message: "program failed: waiting for RPCs: bad\n"})
		w.diagnostic(&apitype.DiagnosticEvent{Severity: "error", Message: "waiting for RPCs: resolving options: bad\n"})
		w.diagnostic(&apitype.DiagnosticEvent{Severity: "error", Message: "update failed\n"})
		w.diagnostic(&apitype.DiagnosticEvent{Severity: "info", Message: "hello"})
		w.violation(&apitype.PolicyEvent{PolicyName: "p", EnforcementLevel: "advisory", Message: "d\nm"})
	}
	require.EqualError(t, w.failure("up", false, "complaint"), `up of "dev": aws:ec2/vpc:Vpc "main": bad`)
	require.Len(t, w.result().Violations, 1)
}

// What was given up because something else had failed is no cause.
func TestTheErrorHoldsNoConsequences(t *testing.T) {
	w := newWatcher(Options{Environment: "dev"})
	for name, text := range map[string]string{
		"main":  "bad",
		"other": "failed to run policy remediation: rpc error: code = Canceled desc = context canceled",
		"third": "context canceled",
	} {
		w.diagnostic(&apitype.DiagnosticEvent{Severity: "error", URN: "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::" + name, Message: text})
	}
	w.diagnostic(&apitype.DiagnosticEvent{Severity: "error", Message: "remediating: context canceled"})
	require.EqualError(t, w.failure("up", false, "complaint"), `up of "dev": aws:ec2/vpc:Vpc "main": bad`)
}

func TestWithoutEventsTheErrorIsTheCLIs(t *testing.T) {
	w := newWatcher(Options{Environment: "dev"})
	w.diagnostic(&apitype.DiagnosticEvent{Severity: "error", Message: "update failed\n"})
	require.EqualError(t, w.failure("up", false, "no passphrase"), `up of "dev": no passphrase`)
	w.diagnostic(&apitype.DiagnosticEvent{Severity: "error", Message: "context canceled"})
	require.EqualError(t, w.failure("up", true, "signal: interrupt"), `up of "dev" was interrupted`)
}

func TestCountsText(t *testing.T) {
	require.Equal(t, "nothing to do", Counts{}.String())
	all := Counts{Create: 1, Update: 2, Replace: 3, Delete: 4, Same: 5}
	require.Equal(t, "1 created, 2 updated, 3 replaced, 4 deleted, 5 unchanged", all.String())
	require.Equal(t, 10, all.Changes())
}

func TestOutputText(t *testing.T) {
	for want, output := range map[string]Output{
		"x": {Value: "x"}, "[secret]": {Value: "x", Secret: true}, `["a",1]`: {Value: []any{"a", 1}}, "true": {Value: true},
	} {
		require.Equal(t, want, output.String())
	}
}
